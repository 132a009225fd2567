/** The table of keys in docs/configuration.md, from the schema itself. */
import { configurationJsonSchema } from './json-schema.ts';

interface Node {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
}

/** Markdown, one row per key, in the schema's order. */
export const configurationTable = (): string =>
  [
    '| Key | Value | Default | What it is |',
    '|---|---|---|---|',
    ...rows(configurationJsonSchema(), ''),
  ].join('\n');

const rows = (node: Node, path: string): readonly string[] =>
  Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
    const name = path === '' ? key : `${path}.${key}`;
    if (child.properties !== undefined) return rows(child, name);
    if (child.items?.properties !== undefined) {
      return [row(name, child, false), ...rows(child.items, `${name}[]`)];
    }
    return [row(name, child, node.required?.includes(key) === true)];
  });

const row = (name: string, node: Node, required: boolean): string =>
  `| \`${name}\` | ${valueText(node)} | ${required ? 'required' : defaultText(node)} | ${node.description ?? ''} |`;

const valueText = (node: Node): string => {
  if (node.enum !== undefined) return node.enum.map((value) => `\`${value}\``).join(', ');
  if (node.anyOf !== undefined) return node.anyOf.map(valueText).join(' or ');
  if (node.type === 'array')
    return `list of ${node.items?.enum === undefined ? 'texts' : valueText(node.items)}`;
  return (
    { string: 'text', boolean: '`true`, `false`', integer: 'whole number', number: 'number' }[
      node.type ?? ''
    ] ?? ''
  );
};

const defaultText = (node: Node): string => {
  if (node.default === undefined) return '–';
  return Array.isArray(node.default) ? `\`[${node.default.join(', ')}]\`` : `\`${String(node.default)}\``;
};
