/** An answer on stdout: a table for people, CSV and JSON for programs. */
import { stringify } from 'csv-stringify/sync';
import { renderRows } from '#reports/console/rows-table.ts';
import type { Screen } from '#reports/console/screen.ts';
import { harmless } from '#reports/formats/csv/cell.ts';
import { count } from '#reports/text/numbers.ts';
import type { Output } from '../io.ts';
import type { Answer, Value } from './database.ts';

export const answerFormats = ['table', 'csv', 'json'] as const;

export type AnswerFormat = (typeof answerFormats)[number];

/** A table is measured before it is printed, and nobody reads more of one. */
const tableRows = 1_000;

export const printAnswer = (
  answer: Answer,
  format: AnswerFormat,
  { output, screen }: { readonly output: Output; readonly screen: Screen },
): Promise<void> => {
  switch (format) {
    case 'table':
      return printTable(answer, output, screen);
    case 'csv':
      return printCsv(answer, output);
    case 'json':
      return printJson(answer, output);
  }
};

const textOf = (value: Value): string | number => {
  if (value === null) return '';
  if (typeof value === 'number' || typeof value === 'string') return value;
  return typeof value === 'boolean' ? String(value) : JSON.stringify(value);
};

const printTable = async ({ columns, rows }: Answer, output: Output, screen: Screen): Promise<void> => {
  const kept: (readonly (string | number)[])[] = [];
  let all = 0;
  for await (const batch of rows) {
    all += batch.length;
    for (const row of batch.slice(0, Math.max(0, tableRows - kept.length))) kept.push(row.map(textOf));
  }
  await output.write(renderRows({ columns, rows: kept }, screen));
  if (all > kept.length) {
    await output.write(
      screen.own(`… and ${count(all - kept.length)} rows more: --format csv or json prints all\n`),
    );
  }
};

const printCsv = async ({ columns, rows }: Answer, output: Output): Promise<void> => {
  const lines = (all: readonly (readonly (string | number)[])[]): string =>
    stringify(all.map((row) => row.map((cell) => (typeof cell === 'number' ? cell : harmless(cell)))));
  await output.write(lines([columns]));
  for await (const batch of rows) await output.write(lines(batch.map((row) => row.map(textOf))));
};

/** One array, a row on a line each. */
const printJson = async ({ columns, rows }: Answer, output: Output): Promise<void> => {
  let before = '[';
  for await (const batch of rows) {
    let text = '';
    for (const row of batch) {
      const named = Object.fromEntries(columns.map((column, at) => [column, row[at] ?? null]));
      text += `${before}\n${JSON.stringify(named)}`;
      before = ',';
    }
    await output.write(text);
  }
  await output.write(before === '[' ? '[]\n' : '\n]\n');
};
