/** The table of keys in `docs/configuration.md`; the rest of the page is written by hand. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { configurationTable } from '#config/key-table.ts';
import type { Output } from './output.ts';

const file = 'docs/configuration.md';

/** @throws Error where the page has no such table, or two. */
export const withTable = (page: string, table: string): string => {
  const [head = ''] = table.split('\n');
  const lines = page.split('\n');
  const start = lines.indexOf(head);
  if (start === -1 || lines.indexOf(head, start + 1) !== -1) {
    throw new Error(`${file} must have one table that begins with ${head}`);
  }
  const length = lines.slice(start).findIndex((line) => !line.startsWith('|'));
  const rest = length === -1 ? [] : lines.slice(start + length);
  return [...lines.slice(0, start), table, ...rest].join('\n');
};

export const configurationPage: Output = {
  files: async () => {
    const page = await readFile(join(import.meta.dirname, '../..', file), 'utf8');
    return new Map([[file, withTable(page, configurationTable())]]);
  },
};
