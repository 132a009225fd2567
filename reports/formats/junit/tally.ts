/** How many test cases each suite will have: JUnit says it before the first of them. */
import type { ScanReader } from '#model/scan.ts';
import { noCounts } from '#model/scan.ts';
import type { ReportFacts } from '../../facts/facts.ts';
import type { Standing } from '../standing.ts';
import { standingOf } from '../standing.ts';

export interface CaseCounts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

export const addCases = (a: CaseCounts, b: CaseCounts): CaseCounts => ({
  tests: a.tests + b.tests,
  failures: a.failures + b.failures,
  errors: a.errors + b.errors,
  skipped: a.skipped + b.skipped,
});

export interface Tally {
  /** Check id → its suite: cases of its findings, one for what passes, one for where it does not apply. */
  readonly checks: ReadonlyMap<string, CaseCounts>;
  /** One case for each check and place that could not be judged. */
  readonly unknowns: CaseCounts;
}

const none: CaseCounts = { tests: 0, failures: 0, errors: 0, skipped: 0 };

const caseOf: Readonly<Record<Exclude<Standing, 'resolved'>, CaseCounts>> = {
  fail: { ...none, tests: 1, failures: 1 },
  excepted: { ...none, tests: 1, skipped: 1 },
  'not-looked-at': { ...none, tests: 1, errors: 1 },
};

export const tallyOf = async (reader: ScanReader, { manifest }: ReportFacts): Promise<Tally> => {
  const checks = new Map<string, CaseCounts>();
  const add = (check: string, cases: CaseCounts): void => {
    checks.set(check, addCases(checks.get(check) ?? none, cases));
  };
  for (const check of [...manifest.scope.checks, ...Object.keys(manifest.counts)]) {
    if (checks.has(check)) continue;
    const { pass, notApplicable } = manifest.counts[check] ?? noCounts;
    add(check, none);
    if (pass > 0) add(check, { ...none, tests: 1 });
    if (notApplicable > 0) add(check, { ...none, tests: 1, skipped: 1 });
  }
  for await (const finding of reader.findings()) {
    const standing = standingOf(finding, manifest);
    if (standing !== undefined && standing !== 'resolved') add(finding.check, caseOf[standing]);
  }
  let unknown = 0;
  for await (const row of reader.unknowns()) unknown += row.checks.length;
  return { checks, unknowns: { ...none, tests: unknown, errors: unknown } };
};
