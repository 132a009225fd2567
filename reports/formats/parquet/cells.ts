/**
 * The values of a column as the writer takes them. Every text goes through here, so that no column can forget that it is a
 * cloud's: control characters are made visible, and it ends (reports/text/field.ts).
 */
import { field, fieldRoom } from '../../text/field.ts';
import type { ColumnType } from './types.ts';

/** `timestamp` is in microseconds since 1970; a struct is an object of these, a list an array. */
export type Cell = string | number | bigint | boolean | undefined | readonly Cell[] | Struct;

type Struct = { readonly [field: string]: Cell };

export const cellsOf = (type: ColumnType, values: readonly Cell[]): unknown[] => {
  if (type === 'string') {
    const texts = values as readonly (string | undefined)[];
    return areRepeated(texts) ? repeatedTexts(texts) : differentTexts(texts);
  }
  if (type === 'long') return values.map((value) => (typeof value === 'number' ? BigInt(value) : value));
  if (typeof type === 'string') return [...values];
  return 'list' in type
    ? lists(type.list, values as readonly (readonly Cell[] | undefined)[])
    : structs(Object.entries(type.struct), values as readonly (Struct | undefined)[]);
};

const sampled = 100;

/** By a sample from all over the column. It only decides how fast the column is made. */
const areRepeated = (texts: readonly (string | undefined)[]): boolean => {
  const step = Math.max(1, Math.floor(texts.length / sampled));
  const seen = new Set<string | undefined>();
  let looked = 0;
  for (let at = 0; at < texts.length; at += step) {
    seen.add(texts[at]);
    looked += 1;
  }
  return seen.size <= looked / 2;
};

/** Rows come sorted: what is repeated mostly follows itself. */
const repeatedTexts = (texts: readonly (string | undefined)[]): unknown[] => {
  let last: string | undefined;
  let cleaned: string | undefined;
  return texts.map((text) => {
    if (text === last) return cleaned;
    last = text;
    cleaned = text === undefined ? undefined : field(text);
    return cleaned;
  });
};

const plain = /^[\x20-\x7e]*$/u;
const encoder = new TextEncoder();

/**
 * Encoded as one, where all of them are plain: a call for each costs more than the rest of their column. The writer takes
 * bytes as well as texts.
 */
const differentTexts = (texts: readonly (string | undefined)[]): unknown[] => {
  const areShort = texts.every((text) => text !== undefined && text.length <= fieldRoom);
  const all = areShort ? texts.join('') : '';
  if (!areShort || !plain.test(all))
    return texts.map((text) => (text === undefined ? undefined : field(text)));
  const { buffer } = encoder.encode(all);
  let at = 0;
  return texts.map((text = '') => {
    const bytes = new Uint8Array(buffer, at, text.length);
    at += text.length;
    return bytes;
  });
};

/** All items of all rows are one column; then each row gets its own back. */
const lists = (item: ColumnType, rows: readonly (readonly Cell[] | undefined)[]): unknown[] => {
  const all: Cell[] = [];
  for (const row of rows) if (row !== undefined) for (const value of row) all.push(value);
  const cells = cellsOf(item, all);
  let at = 0;
  return rows.map((row) => {
    if (row === undefined) return undefined;
    at += row.length;
    return cells.slice(at - row.length, at);
  });
};

const structs = (
  fields: readonly (readonly [string, ColumnType])[],
  rows: readonly (Struct | undefined)[],
): unknown[] => {
  const columns = fields.map(
    ([name, type]) =>
      [
        name,
        cellsOf(
          type,
          rows.map((row) => row?.[name]),
        ),
      ] as const,
  );
  return rows.map((row, index) => {
    if (row === undefined) return undefined;
    const made: Record<string, unknown> = {};
    for (const [name, cells] of columns) made[name] = cells[index];
    return made;
  });
};
