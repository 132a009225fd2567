/** Counts by question and severity. Narrower than 100 columns it loses excepted, then applicable, then pass. */

import type { Severity } from '#model/severity.ts';
import type { ReportFacts } from '../facts/facts.ts';
import type { Ledger } from '../facts/ledger.ts';
import { count, percent } from '../text/numbers.ts';
import type { Screen } from './screen.ts';

interface Column {
  readonly name: string;
  /** With the gap before it. */
  readonly width: number;
  readonly value: (ledger: Ledger) => string;
}

/** A zero says "judged, and none": where nothing was judged it would be a lie. */
const openCount = (row: Ledger, severity: Severity): string =>
  row.applicable > 0 && row.judged === 0 ? '?' : count(row.openBySeverity[severity]);

const allColumns: readonly Column[] = [
  { name: 'critical', width: 8, value: (row) => openCount(row, 'critical') },
  { name: 'high', width: 8, value: (row) => openCount(row, 'high') },
  { name: 'medium', width: 8, value: (row) => openCount(row, 'medium') },
  { name: 'low', width: 8, value: (row) => openCount(row, 'low') },
  { name: 'excepted', width: 10, value: (row) => count(row.excepted) },
  { name: 'unknown', width: 9, value: (row) => count(row.unknown) },
  { name: 'pass', width: 9, value: (row) => count(row.pass) },
  { name: 'applicable', width: 12, value: (row) => count(row.applicable) },
  { name: 'judged', width: 8, value: (row) => percent(row.judged, row.applicable) },
];

/** In this order columns go when there is no room; the first at anything below 100. */
const dropped = ['excepted', 'applicable', 'pass', 'low', 'medium'];
const labelWidth = 13;
const narrowLabel = 10;

const shownColumns = (
  ledgers: readonly Ledger[],
  width: number,
): { label: number; columns: readonly Column[] } => {
  const widened = allColumns.map((column) => ({
    ...column,
    width: Math.max(column.width, ...ledgers.map((ledger) => column.value(ledger).length + 2)),
  }));
  if (width >= 100) return { label: labelWidth, columns: widened };
  let columns: readonly Column[] = widened;
  for (const name of dropped) {
    columns = columns.filter((column) => column.name !== name);
    if (labelWidth + total(columns) <= width) return { label: labelWidth, columns };
    const tight = columns.map((column) => ({
      ...column,
      width: Math.max(column.name.length, ...ledgers.map((row) => column.value(row).length)) + 1,
    }));
    if (name === 'pass' && narrowLabel + total(tight) <= width) return { label: narrowLabel, columns: tight };
    if (name === 'medium') return { label: narrowLabel, columns: tight };
  }
  return { label: narrowLabel, columns };
};

const total = (columns: readonly Column[]): number => columns.reduce((sum, column) => sum + column.width, 0);

export const verdictTable = (facts: ReportFacts, screen: Screen): readonly string[] => {
  const ledgers = [...facts.questions, facts.whole];
  const { label, columns } = shownColumns(ledgers, screen.width);
  const line = (name: string, ledger: Ledger): string =>
    screen.left(`  ${name}`, label) +
    columns
      .map((column) => {
        const value = screen.right(screen.own(column.value(ledger)), column.width);
        return column.name === 'critical' && ledger.openBySeverity.critical > 0
          ? screen.colors.bold(screen.colors.red(value))
          : value;
      })
      .join('');
  return [
    ' '.repeat(label) + columns.map((column) => screen.right(column.name, column.width)).join(''),
    ...facts.questions.map((ledger) => line(ledger.question, ledger)),
    `  ${screen.own('─'.repeat(label + total(columns) - 2))}`,
    line('all', facts.whole),
  ];
};
