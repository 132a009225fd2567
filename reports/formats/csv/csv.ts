/**
 * A scan as CSV: RFC 4180 with a header, UTF-8, lines that end with a newline. Every question of the scan is in one row:
 * `questions` says how many stand in it, so its sums by `verdict` are the ledger, and the whole of it is what was asked.
 */
import { compareText } from '#model/resource.ts';
import type { Format, FormatInput } from '../format.ts';
import { oneFile } from '../format.ts';
import { standingOf } from '../standing.ts';
import { cell, csvRows } from './cell.ts';
import type { Row } from './columns.ts';
import { columns } from './columns.ts';
import { countedRow, findingRow, unknownRow } from './rows.ts';

/** As many rows go through the library at once. */
const batch = 200;

async function* rowsOf({ reader, facts }: FormatInput): AsyncGenerator<Row> {
  const { manifest, checks } = facts;
  for await (const finding of reader.findings()) {
    const standing = standingOf(finding, manifest);
    if (standing !== undefined) yield findingRow(finding, standing, facts);
  }
  for await (const row of reader.unknowns()) {
    for (const check of row.checks) yield unknownRow(row, check, manifest, checks);
  }
  for (const [check, counts] of Object.entries(manifest.counts).toSorted(([a], [b]) => compareText(a, b))) {
    if (counts.pass > 0) yield countedRow('pass', check, counts.pass, checks);
    if (counts.notApplicable > 0) yield countedRow('not-applicable', check, counts.notApplicable, checks);
  }
}

async function* body(input: FormatInput): AsyncGenerator<string> {
  const { number, finishedAt, complete } = input.facts.manifest;
  const scan: Row = { scan: number, scan_finished: finishedAt, scan_complete: complete ? 'yes' : 'no' };
  yield csvRows([columns]);
  let cells: (string | number)[][] = [];
  for await (const row of rowsOf(input)) {
    const whole: Row = { ...scan, ...row };
    cells.push(
      columns.map((column) => {
        const value = whole[column] ?? '';
        return typeof value === 'number' ? value : cell(value);
      }),
    );
    if (cells.length < batch) continue;
    yield csvRows(cells);
    cells = [];
  }
  if (cells.length > 0) yield csvRows(cells);
}

export const csv: Format = oneFile(
  {
    name: 'csv',
    about: 'every question of the scan, for spreadsheets',
    file: 'findings.csv',
    mediaType: 'text/csv; charset=utf-8; header=present',
  },
  body,
);
