/** Reads one estate file so that whatever is wrong in it is told with file and line. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type * as z from 'zod';
import { yamlWords } from '#model/yaml-words.ts';

/** Says what is wrong, in which file and line, and how to mend it. */
export class EstateError extends Error {
  override readonly name = 'EstateError';
}

export type Path = readonly (string | number)[];

export interface YamlFile {
  readonly file: string;
  readonly value: unknown;
  /** Throws an {@link EstateError} that points at `path`; a `key` of the map there is pointed at itself. */
  wrong(path: Path, message: string, key?: string): never;
}

export const readYamlFile = async (path: string): Promise<YamlFile> =>
  parseYaml(basename(path), await readFile(path, 'utf8'));

const parseYaml = (file: string, source: string): YamlFile => {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  const [first] = document.errors;
  if (first !== undefined)
    throw new EstateError(`${file}:${lines.linePos(first.pos[0]).line}: ${yamlWords(first.message)}`);
  const lineOf = (path: Path, key?: string): number => {
    for (let length = path.length; length >= 0; length--) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (key !== undefined && length === path.length && isMap(node)) {
        const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
        if (pair !== undefined && isScalar(pair.key) && pair.key.range)
          return lines.linePos(pair.key.range[0]).line;
      }
      if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
        return lines.linePos(Number(node.range[0])).line;
      }
    }
    return 1;
  };
  return {
    file,
    value: document.toJS() as unknown,
    wrong: (path, message, key) => {
      throw new EstateError(`${file}:${lineOf(path, key)}: ${message}`);
    },
  };
};

const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitute = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitute, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};

/** ` (did you mean …?)` for the nearest known name, or nothing where none is near. */
export const suggestion = (name: string, known: Iterable<string>): string => {
  let best: { name: string; distance: number } | undefined;
  for (const candidate of known) {
    const d = distance(name.toLowerCase(), candidate.toLowerCase());
    if (best === undefined || d < best.distance) best = { name: candidate, distance: d };
  }
  return best !== undefined && best.distance <= Math.max(2, name.length / 3)
    ? ` (did you mean ${best.name}?)`
    : '';
};

/** Reads what stands at `path` with `schema`; throws an {@link EstateError} for the first thing that is wrong. */
export const checkAt = <T extends z.ZodType>(
  yaml: YamlFile,
  path: Path,
  value: unknown,
  schema: T,
  knownKeys: Iterable<string> = [],
): z.output<T> => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  // A misspelt key is the cause where another is missing for it.
  const { issues } = result.error;
  const issue = issues.find((one) => one.code === 'unrecognized_keys') ?? issues[0];
  if (issue === undefined) throw result.error;
  const at = [...path, ...issue.path.filter((step) => typeof step !== 'symbol')];
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    return yaml.wrong(at, `unknown key ${key}${suggestion(key, knownKeys)}`, key);
  }
  const whole = path.length === 0 ? 'the file' : 'it';
  const inside = issue.path.map(String).join('.');
  // A schema that has a sentence of its own keeps it.
  if (issue.code !== 'invalid_type' || !issue.message.startsWith('Invalid input')) {
    return yaml.wrong(at, `${inside === '' ? '' : `${inside}: `}${issue.message}`);
  }
  const where = inside === '' ? whole : inside;
  const isMissing = issue.message.endsWith(' received undefined');
  const type = typeWords[issue.expected] ?? issue.expected;
  return yaml.wrong(at, `${where}${isMissing ? ' is missing: it' : ''} must be ${type}`);
};

const typeWords: Readonly<Record<string, string>> = {
  object: 'a section of keys and values',
  record: 'a section of keys and values',
  array: 'a list',
  string: 'text',
  boolean: 'true or false',
  int: 'a whole number',
};
