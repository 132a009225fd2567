/** The table of keys in docs/configuration.md, from the schema itself. */
import { configurationJsonSchema } from './json-schema.ts';

interface Node {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly const?: unknown;
  readonly additionalProperties?: Node | boolean;
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
    const kinds =
      typeof child.additionalProperties === 'object' ? child.additionalProperties.oneOf : undefined;
    if (kinds !== undefined) {
      return [row(name, child, false), ...kinds.flatMap((kind) => kindRows(kind, `${name}.<name>`))];
    }
    const lines = child.anyOf?.flatMap(({ items }) => (items?.properties === undefined ? [] : [items])) ?? [];
    if (lines.length > 0) {
      return [row(name, child, false), ...lines.flatMap((line) => rows(line, `${name}[]`))];
    }
    if (child.items?.properties !== undefined) {
      return [row(name, child, false), ...rows(child.items, `${name}[]`)];
    }
    return [row(name, child, node.required?.includes(key) === true)];
  });

/** Sections that are told apart by their `type`: each key says of which it is. */
const kindRows = (node: Node, name: string): readonly string[] => {
  const kind = String(node.properties?.['type']?.const ?? '');
  return rows({ ...node, properties: { ...node.properties } }, name).map((line) =>
    line.replace(`\`${name}.`, () => `\`${name} (${kind}).`),
  );
};

const row = (name: string, node: Node, required: boolean): string =>
  `| \`${name}\` | ${valueText(node)} | ${required ? 'required' : defaultText(node)} | ${node.description ?? ''} |`;

const valueText = (node: Node): string => {
  if (node.enum !== undefined) return node.enum.map((value) => `\`${value}\``).join(', ');
  if (node.const !== undefined) return `\`${String(node.const)}\``;
  if (node.anyOf !== undefined) return node.anyOf.map(valueText).join(' or ');
  if (node.type === 'array')
    return `list of ${node.items?.enum === undefined ? 'texts' : valueText(node.items)}`;
  return (
    {
      string: 'text',
      object: 'section',
      boolean: '`true`, `false`',
      integer: 'whole number',
      number: 'number',
    }[node.type ?? ''] ?? ''
  );
};

const defaultText = (node: Node): string => {
  if (node.default === undefined) return '–';
  if (Array.isArray(node.default)) return `\`[${node.default.join(', ')}]\``;
  return `\`${typeof node.default === 'object' ? JSON.stringify(node.default) : String(node.default)}\``;
};
