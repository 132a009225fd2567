/** Every number that a report shows, from one pass over a committed scan. */
import type { CheckMetadata } from '#model/check.ts';
import { compareText } from '#model/resource.ts';
import type { AttestationRow, ExceptionRow, Manifest, ScanReader } from '#model/scan.ts';
import { frameworks } from '../frameworks/index.ts';
import type { CheckIndex } from '../text/wording.ts';
import { indexChecks, ownerOf } from '../text/wording.ts';
import type { Breakdown } from './breakdown.ts';
import { BreakdownTally } from './breakdown.ts';
import type { ChangeFacts } from './changes.ts';
import { ChangeTally } from './changes.ts';
import type { FrameworkFacts } from './controls.ts';
import { frameworkFacts } from './controls.ts';
import type { CoverageFacts } from './coverage.ts';
import { CoverageTally } from './coverage.ts';
import type { Ledger, QuestionLedger } from './ledger.ts';
import { ledgerFaults, questionLedgers, wholeLedger } from './ledger.ts';
import { ShortIds } from './short-ids.ts';
import type { TrendPoint } from './trend.ts';
import { trendOf } from './trend.ts';
import type { UnknownFacts } from './unknowns.ts';
import { UnknownTally } from './unknowns.ts';
import type { Cause } from './worst.ts';
import { WorstRanking } from './worst.ts';

export interface ReportFacts {
  readonly manifest: Manifest;
  readonly checks: CheckIndex;
  readonly whole: Ledger;
  readonly questions: readonly QuestionLedger[];
  /** Causes of what is open, worst first, at most {@link causesKept}. */
  readonly worst: readonly Cause[];
  readonly causes: number;
  /** Open findings that this scan could not look at: in no ledger, neither resolved nor confirmed. */
  readonly carried: number;
  readonly breakdown: Breakdown;
  readonly unknowns: UnknownFacts;
  readonly changes: ChangeFacts;
  readonly coverage: CoverageFacts;
  /** Soonest end first. */
  readonly exceptions: readonly ExceptionRow[];
  /** Soonest end first. */
  readonly attestations: readonly AttestationRow[];
  /** Those that are about a cloud of the scan, the practice first. */
  readonly frameworks: readonly FrameworkFacts[];
  readonly trend: readonly TrendPoint[];
  /** Sentences about what does not add up; empty for a sound scan. */
  readonly faults: readonly string[];
  /** What to type for a finding. */
  readonly shortId: (id: string) => string;
}

/** As many rows as the first page of findings holds. */
const causesKept = 200;

export const gatherFacts = async (
  reader: ScanReader,
  checks: readonly CheckMetadata[],
  earlier: readonly Manifest[] = [],
): Promise<ReportFacts> => {
  const { manifest } = reader;
  const ids = new ShortIds();
  const ranking = new WorstRanking(causesKept);
  const changes = new ChangeTally(manifest.number);
  const breakdown = new BreakdownTally(ownerOf);
  let carried = 0;
  let open = 0;
  let excepted = 0;
  for await (const finding of reader.findings()) {
    ids.add(finding.finding);
    changes.add(finding);
    if (finding.state === 'resolved') continue;
    breakdown.add(finding);
    const judgedNow = finding.judgedScan === manifest.number;
    if (finding.exception !== undefined) {
      if (judgedNow) excepted += 1;
      continue;
    }
    if (judgedNow) open += 1;
    else carried += 1;
    ranking.add(finding);
  }
  const unknowns = new UnknownTally();
  for await (const row of reader.unknowns()) {
    unknowns.add(row);
    breakdown.addUnknown(row);
  }
  const coverage = new CoverageTally();
  for await (const row of reader.coverage()) coverage.add(row);
  const exceptions = await Array.fromAsync(reader.exceptions());
  const attestations = await Array.fromAsync(reader.attestations());

  const whole = wholeLedger(manifest);
  const questions = questionLedgers(manifest);
  const unknownFacts = unknowns.facts();
  return {
    manifest,
    checks: indexChecks(checks),
    whole,
    questions,
    worst: ranking.worst(),
    causes: ranking.causes(),
    carried,
    breakdown: breakdown.facts(manifest),
    unknowns: unknownFacts,
    changes: changes.facts(manifest),
    coverage: coverage.facts(),
    exceptions: exceptions.toSorted(bySoonestEnd),
    attestations: attestations.toSorted(bySoonestEnd),
    frameworks: frameworks
      .filter(({ providers }) => providers.some((provider) => manifest.scope.providers.includes(provider)))
      .map((framework) => frameworkFacts(framework, manifest, checks, attestations)),
    trend: trendOf(manifest, earlier),
    faults: [
      ...questions.flatMap((ledger) => ledgerFaults(ledger.question, ledger)),
      ...differs('open findings', open, whole.open),
      ...differs('excepted findings', excepted, whole.excepted),
      ...differs('unknown verdicts', unknownFacts.verdicts, whole.unknown),
    ],
    shortId: (id) => ids.of(id),
  };
};

const bySoonestEnd = (a: { readonly until: string }, b: { readonly until: string }): number =>
  compareText(a.until, b.until);

const differs = (what: string, stored: number, counted: number): readonly string[] =>
  stored === counted ? [] : [`${what}: ${stored} are stored, ${counted} were counted`];
