/** A framework over a time as CSV: a row for each control, cloud and scan, and one for each gap. A test freezes the columns. */
import type { ControlCell } from '../../facts/controls.ts';
import type { ControlHistory, PeriodFacts, PeriodScan } from '../../facts/period.ts';
import { controlWords, notAssessedText } from '../../text/control-words.ts';
import { cell, csvRows } from './cell.ts';

export const periodColumns = [
  'framework',
  'control',
  'title',
  'provider',
  'scan',
  'from',
  'to',
  'complete',
  'state',
  'applicable',
  'pass',
  'open',
  'excepted',
  'unknown',
  'why',
  'attested_by',
  'attested_until',
  'evidence',
  'exceptions',
  'configuration_commit',
] as const;

type Row = Readonly<Partial<Record<(typeof periodColumns)[number], string | number>>>;

const line = (rows: readonly Row[]): string =>
  csvRows(
    rows.map((row) =>
      periodColumns.map((column) => {
        const value = row[column] ?? '';
        return typeof value === 'number' ? value : cell(value);
      }),
    ),
    true,
  );

export function* periodCsv(facts: PeriodFacts): Generator<string> {
  yield csvRows([periodColumns], true);
  for (const step of facts.steps) {
    if (step.type === 'scan') continue;
    const { from, to, unreadable } = step.gap;
    yield line([
      { framework: facts.framework.id, from, to, state: 'gap', why: unreadable.join(' | ') || 'no scan' },
    ]);
  }
  for (const history of facts.histories) {
    const rows = facts.steps.flatMap((step, index) =>
      step.type === 'gap' ? [] : [rowOf(facts, history, step.scan, history.cells[index])],
    );
    if (rows.length > 0) yield line(rows);
  }
}

const rowOf = (
  { framework }: PeriodFacts,
  { control, title, provider }: ControlHistory,
  { manifest, exceptions }: PeriodScan,
  seen: ControlCell | undefined,
): Row => {
  const about: Row = {
    framework: framework.id,
    control,
    title,
    provider,
    scan: manifest.number,
    from: manifest.startedAt,
    to: manifest.finishedAt,
    complete: manifest.complete ? 'yes' : 'no',
    configuration_commit: manifest.configuration.commit,
  };
  if (seen === undefined) return { ...about, state: 'not looked at' };
  const { attestation, counts, notAssessed } = seen;
  return {
    ...about,
    state: controlWords[seen.state],
    applicable: counts.asked - counts.notApplicable,
    pass: counts.pass,
    open: seen.open,
    excepted: seen.excepted,
    unknown: counts.unknown,
    why: notAssessed === undefined ? '' : notAssessedText(notAssessed),
    ...(attestation === undefined
      ? {}
      : {
          attested_by: attestation.by,
          attested_until: attestation.until,
          evidence: attestation.evidence,
        }),
    exceptions: exceptions
      .filter(({ check }) => seen.checks.includes(check))
      .map(({ check, owner, until, hides }) => `${check}: ${hides} by ${owner} until ${until}`)
      .join(' | '),
  };
};
