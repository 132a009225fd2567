/** Earlier scans beside this one. A number that a scan did not have is not drawn as zero. */
import type { Question } from '#model/check.ts';
import type { Manifest } from '#model/scan.ts';
import { questionLedgers, wholeLedger } from './ledger.ts';

export interface TrendPoint {
  readonly scan: number;
  readonly at: string;
  readonly complete: boolean;
  readonly critical: number;
  readonly high: number;
  readonly unknown: number;
  readonly new: number;
  readonly resolved: number;
  /** Critical and high, by question. */
  readonly severe: ReadonlyMap<Question, number>;
}

export const trendLength = 30;

const pointOf = (manifest: Manifest): TrendPoint => {
  const whole = wholeLedger(manifest);
  return {
    scan: manifest.number,
    at: manifest.finishedAt,
    complete: manifest.complete,
    critical: whole.openBySeverity.critical,
    high: whole.openBySeverity.high,
    unknown: whole.unknown,
    new: manifest.comparedWith > 0 ? manifest.changes.new : 0,
    resolved: manifest.changes.resolved,
    severe: new Map(
      questionLedgers(manifest).map((ledger) => [
        ledger.question,
        ledger.openBySeverity.critical + ledger.openBySeverity.high,
      ]),
    ),
  };
};

/** Oldest first, this scan last, at most {@link trendLength}; scans of another estate don't belong here. */
export const trendOf = (current: Manifest, earlier: readonly Manifest[]): readonly TrendPoint[] =>
  [...earlier.filter((manifest) => manifest.number < current.number), current]
    .toSorted((a, b) => a.number - b.number)
    .slice(-trendLength)
    .map(pointOf);
