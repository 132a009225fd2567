/** The table of checks that ran, with the ledger of each: what was asked, so that nobody takes the findings for all of it. */
import { compareText } from '#model/resource.ts';
import type { QuestionCounts } from '#model/scan.ts';
import { checkColumns, controlList, scanColumns } from './scan-columns.ts';
import type { Column, Table, TableInput } from './table.ts';

interface CheckRow {
  readonly check: string;
  readonly counts: QuestionCounts;
}

async function* rows({ facts: { manifest } }: TableInput): AsyncGenerator<CheckRow> {
  const entries = Object.entries(manifest.counts).toSorted(([a], [b]) => compareText(a, b));
  for (const [check, counts] of entries) yield { check, counts };
}

const counted = (name: string, of: keyof QuestionCounts, about: string): Column<CheckRow> => ({
  name,
  type: 'int',
  about,
  of: ({ counts }) => counts[of],
});

export const checks: Table<CheckRow> = {
  name: 'checks',
  about: 'every check that ran: asked − not_applicable = pass + fail + unknown',
  rows,
  weight: ({ check }) => check.length,
  columns: [
    ...scanColumns,
    ...checkColumns<CheckRow>(({ check }) => check),
    {
      name: 'severity',
      type: 'string',
      nullable: true,
      about: 'of the check; a finding may differ from it',
      of: ({ check }, { checks: known }) => known.get(check)?.severity,
    },
    counted('asked', 'asked', 'questions'),
    counted('not_applicable', 'notApplicable', 'of them, where it does not apply'),
    counted('pass', 'pass', 'of them, judged good'),
    counted('fail', 'fail', 'of them, judged bad'),
    {
      name: 'excepted',
      type: 'int',
      about: 'of the fails, those that an exception hides',
      of: ({ check }, { manifest }) => manifest.excepted[check] ?? 0,
    },
    counted('unknown', 'unknown', 'of them, not judged'),
    {
      name: 'controls',
      type: { list: 'string' },
      about: 'controls that name the check: `cis-aws-3.0 5.2`',
      of: ({ check }, { checks: known }) => controlList(known.get(check)),
    },
    {
      name: 'remediation',
      type: 'string',
      nullable: true,
      about: 'how to mend it',
      of: ({ check }, { checks: known }) => known.get(check)?.remediation,
    },
  ],
};
