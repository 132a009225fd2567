/** The part of Resource Graph's language that is understood here; the rest is refused, as a wrong query is. */
import type { AzureItem, Table } from './estate.ts';
import { tables } from './estate.ts';

export interface ParsedQuery {
  readonly table: Table;
  readonly matches: (item: AzureItem) => boolean;
  /** Types that the query names; all of the table when empty. */
  readonly types: readonly string[];
  readonly columns: readonly string[];
  readonly ordered: boolean;
}

export class QueryError extends Error {
  override readonly name = 'QueryError';
}

type Condition = (item: AzureItem) => boolean;

export const parseQuery = (text: string): ParsedQuery => {
  const [first = '', ...steps] = text.split('|').map((step) => step.trim());
  const table = tables.find((name) => name === first.toLowerCase());
  if (table === undefined) throw new QueryError(`no such table: ${first}`);
  const conditions: Condition[] = [];
  const types: string[] = [];
  let columns: readonly string[] = [];
  let ordered = false;
  for (const step of steps) {
    const [, verb = '', rest = ''] = /^(where|project|order by)\s+(.+)$/.exec(step) ?? [];
    switch (verb) {
      case 'where':
        conditions.push(conditionOf(rest, types));
        break;
      case 'project':
        columns = rest.split(',').map((column) => column.trim());
        break;
      case 'order by':
        if (rest !== 'id asc') throw new QueryError(`not understood: order by ${rest}`);
        ordered = true;
        break;
      default:
        throw new QueryError(`not understood: ${step}`);
    }
  }
  const bad = columns.find((column) => !/^[a-z][A-Za-z]*$/.test(column));
  if (bad !== undefined) throw new QueryError(`not understood: project ${bad}`);
  return {
    table,
    matches: (item) => item.table === table && conditions.every((holds) => holds(item)),
    types,
    columns,
    ordered,
  };
};

/** Alternatives joined by `or`; types named in a condition of its own narrow what is asked for. */
const conditionOf = (text: string, types: string[]): Condition => {
  const alternatives = text.split(/\s+or\s+/).map((one) => comparisonOf(one.trim()));
  const [only] = alternatives;
  if (alternatives.length === 1 && only?.field === 'type') types.push(...only.values);
  return (item) =>
    alternatives.some(({ field, values }) =>
      values.includes(String(valueAt(item, field) ?? '').toLowerCase()),
    );
};

const comparisonOf = (text: string): { readonly field: string; readonly values: readonly string[] } => {
  const list = /^([a-z][\w.]*)\s+in~\s+\(([^()]*)\)$/.exec(text);
  const one = /^([a-z][\w.]*)\s+=~\s+'([^']*)'$/.exec(text);
  if (one !== null) return { field: one[1] ?? '', values: [(one[2] ?? '').toLowerCase()] };
  if (list === null) throw new QueryError(`not understood: where ${text}`);
  const values = (list[2] ?? '')
    .split(',')
    .map((value) => /^\s*'([^']*)'\s*$/.exec(value)?.[1]?.toLowerCase());
  if (values.some((value) => value === undefined)) throw new QueryError(`not understood: where ${text}`);
  return { field: list[1] ?? '', values: values.filter((value) => value !== undefined) };
};

const valueAt = (item: AzureItem, path: string): unknown => {
  let value: unknown = item;
  for (const step of path.split('.')) {
    value =
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined;
  }
  return value;
};
