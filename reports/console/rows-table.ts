/** Rows of any columns, aligned: numbers to the right, the rest to the left. */
import { visibleValue, columns as widthOf } from '../text/clean.ts';
import type { Screen } from './screen.ts';

/** Wider than this a column is cut; formats for programs have the whole. */
const widest = 100;

export interface RowsTable {
  readonly columns: readonly string[];
  /** As text; a number stays one, so that it is set to the right. */
  readonly rows: readonly (readonly (string | number)[])[];
}

export const renderRows = ({ columns, rows }: RowsTable, screen: Screen): string => {
  const shown = (cell: string | number): string =>
    typeof cell === 'number' ? String(cell) : screen.cutText(visibleValue(cell), widest);
  const heads = columns.map(shown);
  const cells = rows.map((row) => row.map(shown));
  const widths = heads.map((head, at) =>
    Math.max(widthOf(head), ...cells.map((row) => widthOf(row[at] ?? ''))),
  );
  const right = columns.map((_, at) => rows.length > 0 && rows.every((row) => typeof row[at] === 'number'));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => {
        const width = widths[at] ?? 0;
        return right[at] === true ? screen.right(cell, width) : screen.left(cell, width);
      })
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => screen.own('─').repeat(width));
  return [line(heads), rule.join('  '), ...cells.map(line)].map((each) => `${each}\n`).join('');
};
