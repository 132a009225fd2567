/** The ledger of verdicts: asked − not applicable = applicable = pass + fail + unknown; fail = open + excepted. */
import type { Question } from '#model/check.ts';
import { questionOf, questions } from '#model/check.ts';
import type { CheckNumbers, Manifest, QuestionCounts } from '#model/scan.ts';
import { addCounts, noCounts } from '#model/scan.ts';
import type { Severity } from '#model/severity.ts';
import { severities } from '#model/severity.ts';

export type BySeverity = Readonly<Record<Severity, number>>;

export interface Ledger extends QuestionCounts {
  readonly applicable: number;
  /** pass + fail. */
  readonly judged: number;
  /** Open fails that this scan judged. */
  readonly open: number;
  readonly openBySeverity: BySeverity;
  /** Fails that an exception in force hides. */
  readonly excepted: number;
}

export interface QuestionLedger extends Ledger {
  readonly question: Question;
}

export const noSeverities: BySeverity = { critical: 0, high: 0, medium: 0, low: 0 };

export const addSeverities = (a: BySeverity, b: Readonly<Partial<BySeverity>>): BySeverity => ({
  critical: a.critical + (b.critical ?? 0),
  high: a.high + (b.high ?? 0),
  medium: a.medium + (b.medium ?? 0),
  low: a.low + (b.low ?? 0),
});

export const sumSeverities = (by: BySeverity): number =>
  severities.reduce((sum, severity) => sum + by[severity], 0);

export const ledgerOfChecks = (manifest: Manifest, checks: readonly string[]): Ledger =>
  ledgerOf(checks.map((check) => numbersOf(manifest, check)));

/** What one check said, of all clouds. */
export const numbersOf = (
  { counts, open, excepted }: Pick<Manifest, 'counts' | 'open' | 'excepted'>,
  check: string,
): CheckNumbers => ({
  counts: counts[check] ?? noCounts,
  open: open[check] ?? {},
  excepted: excepted[check] ?? 0,
});

export const ledgerOf = (numbers: readonly CheckNumbers[]): Ledger => {
  let counts = noCounts;
  let openBySeverity = noSeverities;
  let excepted = 0;
  for (const each of numbers) {
    counts = addCounts(counts, each.counts);
    openBySeverity = addSeverities(openBySeverity, each.open);
    excepted += each.excepted;
  }
  return {
    ...counts,
    applicable: counts.asked - counts.notApplicable,
    judged: counts.pass + counts.fail,
    open: sumSeverities(openBySeverity),
    openBySeverity,
    excepted,
  };
};

const checksOf = (manifest: Manifest): readonly string[] => [
  ...new Set([
    ...Object.keys(manifest.counts),
    ...Object.keys(manifest.open),
    ...Object.keys(manifest.excepted),
  ]),
];

export const wholeLedger = (manifest: Manifest): Ledger => ledgerOfChecks(manifest, checksOf(manifest));

/** One ledger for each question that the scan asked, in the order of the rail. */
export const questionLedgers = (manifest: Manifest): readonly QuestionLedger[] => {
  const checks = checksOf(manifest);
  return questions.flatMap((question) => {
    const own = checks.filter((check) => questionOf(check) === question);
    return own.length === 0 ? [] : [{ question, ...ledgerOfChecks(manifest, own) }];
  });
};

/** What does not add up, as sentences; empty for a sound scan. A report that can't be trusted says so itself. */
export const ledgerFaults = (name: string, ledger: Ledger): readonly string[] => {
  const faults: string[] = [];
  const settled = ledger.pass + ledger.fail + ledger.unknown;
  if (settled !== ledger.applicable) {
    faults.push(`${name}: pass, fail and unknown are ${settled}, applicable is ${ledger.applicable}`);
  }
  if (ledger.open + ledger.excepted !== ledger.fail) {
    faults.push(`${name}: open and excepted are ${ledger.open + ledger.excepted}, fail is ${ledger.fail}`);
  }
  return faults;
};
