/** Reads a file that is a list of entries. Each problem is said with its place and with what would mend it. */
import type { Document } from 'yaml';
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import * as z from 'zod';
import { nearestName } from '#model/nearest-name.ts';
import { yamlWords } from '#model/yaml-words.ts';
import { isDate } from './calendar.ts';

export interface EntryProblem {
  /** As people name it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type ParsedEntries<T> =
  | { readonly ok: true; readonly entries: readonly T[] }
  | { readonly ok: false; readonly problems: readonly EntryProblem[] };

export interface EntryList<T> {
  /** As people name it, for messages. */
  readonly file: string;
  /** What one entry is, with its article: "an exception". */
  readonly what: string;
  /** Strict: its keys are all that there are, the first is the one that an entry begins with. */
  readonly shape: z.ZodObject<z.ZodRawShape, z.core.$strict>;
  /** Key → what is wrong with the value of an entry that has the shape. */
  readonly rules: (entry: T) => readonly (readonly [key: string, message: string])[];
}

/** `file:line:column: message` */
export const problemText = ({ file, line, column, message }: EntryProblem): string =>
  `${file}:${line}:${column}: ${message}`;

export const entryText = (what: string) =>
  z
    .string({ error: `must be text: ${what}` })
    .trim()
    .min(1, { error: `is empty: ${what}` });

export const entryDay = (what: string) => {
  const error = `must be a date such as 2026-12-31: ${what}`;
  return z.string({ error }).refine(isDate, { error });
};

/** An empty file holds no entries. */
export const parseEntries = <T>(source: string, list: EntryList<T>): ParsedEntries<T> => {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const keys = Object.keys(list.shape.shape);
  const at = (offset: number, message: string): EntryProblem => {
    const { line, col } = lines.linePos(offset);
    return { file: list.file, line: Math.max(1, line), column: Math.max(1, col), message };
  };
  if (document.errors.length > 0) {
    return {
      ok: false,
      problems: document.errors.map((error) => at(error.pos[0], yamlWords(error.message))),
    };
  }
  if (document.contents === null || isNull(document)) return { ok: true, entries: [] };
  if (!isSeq(document.contents)) {
    const noun = list.what.replace(/^an? /, '');
    const message = `the file must be a list: each ${noun} begins with \`- ${keys[0] ?? ''}:\``;
    return { ok: false, problems: [at(0, message)] };
  }
  const problems: EntryProblem[] = [];
  const entries: T[] = [];
  const json: unknown = toJson(document, (message) => problems.push(at(0, message)));
  for (const [index, value] of (Array.isArray(json) ? json : []).entries()) {
    const place = (key?: string): number => offsetOf(document, index, keys, key);
    const parsed = list.shape.safeParse(value);
    if (parsed.success) {
      // zod says `T | undefined` for what it leaves out.
      const entry = parsed.data as T;
      entries.push(entry);
      for (const [key, message] of list.rules(entry)) problems.push(at(place(key), message));
      continue;
    }
    for (const issue of parsed.error.issues) {
      if (issue.code === 'unrecognized_keys') {
        for (const key of issue.keys) problems.push(at(place(key), unknownKey(key, keys, list.what)));
      } else {
        const [key] = issue.path;
        const name = typeof key === 'string' ? key : undefined;
        const isMissing =
          name !== undefined && isMap(document.getIn([index], true)) && !document.hasIn([index, name]);
        const message = isMissing
          ? `'${name}' is missing`
          : `${name === undefined ? '' : `'${name}' `}${issue.message}`;
        problems.push(at(place(isMissing ? undefined : name), message));
      }
    }
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, entries };
};

const unknownKey = (key: string, keys: readonly string[], what: string): string => {
  const nearest = nearestName(key, keys);
  return `unknown key '${key}'${nearest === undefined ? `; ${what} has ${keys.join(', ')}` : `: did you mean '${nearest}'?`}`;
};

const isNull = ({ contents }: Document): boolean => isScalar(contents) && contents.value === null;

const toJson = (document: Document, onProblem: (message: string) => void): unknown => {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    onProblem(error instanceof Error ? yamlWords(error.message) : String(error));
    return [];
  }
};

/** Of a key's value; of the key where that is what is wrong; of the entry itself. */
const offsetOf = (document: Document, index: number, keys: readonly string[], key?: string): number => {
  const entry: unknown = document.getIn([index], true);
  if (isMap(entry) && key !== undefined) {
    const pair = entry.items.find((item) => String(item.key) === key);
    const offset = startOf(keys.includes(key) ? (pair?.value ?? pair?.key) : pair?.key);
    if (offset !== undefined) return offset;
  }
  return startOf(entry) ?? 0;
};

const startOf = (node: unknown): number | undefined => {
  if (typeof node !== 'object' || node === null || !('range' in node)) return undefined;
  return Array.isArray(node.range) && typeof node.range[0] === 'number' ? node.range[0] : undefined;
};
