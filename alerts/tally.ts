/** What one destination is told: counts of all, and the worst few of each. Its size does not grow with the scan. */
import type { Finding } from '#model/finding.ts';
import type { ExceptionRow } from '#model/scan.ts';
import type { FindingChange } from '#model/transition.ts';
import { findingChanges } from '#model/transition.ts';
import type { BySeverity } from '#reports/facts/ledger.ts';
import { addSeverities, noSeverities, sumSeverities } from '#reports/facts/ledger.ts';
import type { Cause } from '#reports/facts/worst.ts';
import { WorstRanking } from '#reports/facts/worst.ts';
import { causesTold } from './channel.ts';
import type { LostCoverage } from './lost-coverage.ts';
import type { QuietReason } from './quiet.ts';

export interface ExceptionEnd {
  readonly kind: 'exception-expired' | 'exception-void';
  readonly row: ExceptionRow;
}

export interface ChangeTally {
  readonly bySeverity: BySeverity;
  readonly causes: readonly Cause[];
  readonly causeCount: number;
}

const exceptionsKept = 20;
const placesKept = 20;

export class Tally {
  readonly lost: LostCoverage[] = [];
  readonly exceptions: ExceptionEnd[] = [];
  exceptionCount = 0;
  readonly #counts = new Map<FindingChange, BySeverity>();
  readonly #rankings = new Map<FindingChange, WorstRanking>();
  /** What a drift that is told here tells already: in no count, but a cause of its own. */
  readonly #folded = new Map<FindingChange, WorstRanking>();
  readonly #quiet = new Map<QuietReason, BySeverity>();
  /** Account or check → how many findings. */
  readonly #quietPlaces = new Map<QuietReason, Map<string, number>>();
  readonly #quietRanking = new WorstRanking(5);

  addFinding(change: FindingChange, finding: Finding): void {
    const counted = this.#counts.get(change) ?? noSeverities;
    this.#counts.set(change, addSeverities(counted, { [finding.severity]: 1 }));
    const ranking = this.#rankings.get(change) ?? new WorstRanking(causesTold);
    this.#rankings.set(change, ranking);
    ranking.add(finding);
  }

  addFolded(change: FindingChange, finding: Finding): void {
    const ranking = this.#folded.get(change) ?? new WorstRanking(causesTold);
    this.#folded.set(change, ranking);
    ranking.add(finding);
  }

  addQuiet(reason: QuietReason, finding: Finding): void {
    const counted = this.#quiet.get(reason) ?? noSeverities;
    this.#quiet.set(reason, addSeverities(counted, { [finding.severity]: 1 }));
    if (finding.state !== 'resolved') this.#quietRanking.add(finding);
    const place = reason === 'new-account' ? finding.account : finding.check;
    const places = this.#quietPlaces.get(reason) ?? new Map<string, number>();
    this.#quietPlaces.set(reason, places);
    if (places.has(place) || places.size < placesKept) places.set(place, (places.get(place) ?? 0) + 1);
  }

  addException(ended: ExceptionEnd): void {
    this.exceptionCount += 1;
    if (this.exceptions.length < exceptionsKept) this.exceptions.push(ended);
  }

  change(change: FindingChange): ChangeTally {
    const ranking = this.#rankings.get(change);
    return {
      bySeverity: this.#counts.get(change) ?? noSeverities,
      causes: ranking?.worst() ?? [],
      causeCount: ranking?.causes() ?? 0,
    };
  }

  folded(change: FindingChange): readonly Cause[] {
    return this.#folded.get(change)?.worst() ?? [];
  }

  quiet(reason: QuietReason): {
    readonly findings: number;
    readonly bySeverity: BySeverity;
    readonly places: ReadonlyMap<string, number>;
  } {
    const bySeverity = this.#quiet.get(reason) ?? noSeverities;
    return {
      findings: sumSeverities(bySeverity),
      bySeverity,
      places: this.#quietPlaces.get(reason) ?? new Map(),
    };
  }

  quietWorst(): readonly Cause[] {
    return this.#quietRanking.worst();
  }

  /** Kind of change → how many. */
  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries([
      ...findingChanges.map((change) => [change, sumSeverities(this.change(change).bySeverity)]),
      ['coverage-lost', this.lost.length],
      ['exceptions-ended', this.exceptionCount],
    ]);
  }
}
