/** What changed since the scan that this one was compared with: totals are the manifest's, severities are counted here. */
import type { Finding } from '#model/finding.ts';
import type { ChangeCounts, Manifest } from '#model/scan.ts';
import type { BySeverity } from './ledger.ts';
import { addSeverities, noSeverities, sumSeverities } from './ledger.ts';

export type Change = 'new' | 'worse' | 'reopened' | 'resolved';

export interface ChangeFacts {
  /** False for the first scan: nothing to compare with. */
  readonly compared: boolean;
  readonly counts: ChangeCounts;
  /** By severity; where it does not sum to the total, it is left out by whoever shows it. */
  readonly bySeverity: Readonly<Record<Change, BySeverity>>;
  /** New, worse and reopened ones that no exception hides: what a gate on changes looks at. */
  readonly raised: BySeverity;
  /** Up to {@link examplesKept} of each, in ledger order. */
  readonly examples: Readonly<Record<Change, readonly Finding[]>>;
}

const examplesKept = 20;

/** What this scan did to a finding; `undefined` for one that stands as it stood, or that its check changed. */
export const changeOf = (finding: Finding, scan: number): Change | undefined => {
  if (finding.byVersion === scan) return undefined;
  if (finding.state === 'resolved') return finding.resolvedScan === scan ? 'resolved' : undefined;
  return finding.state === 'open' ? undefined : finding.state;
};

export class ChangeTally {
  readonly #scan: number;
  readonly #bySeverity: Record<Change, BySeverity> = {
    new: noSeverities,
    worse: noSeverities,
    reopened: noSeverities,
    resolved: noSeverities,
  };
  #raised = noSeverities;
  readonly #examples: Record<Change, Finding[]> = { new: [], worse: [], reopened: [], resolved: [] };

  constructor(scan: number) {
    this.#scan = scan;
  }

  add(finding: Finding): void {
    const change = changeOf(finding, this.#scan);
    if (change === undefined) return;
    this.#bySeverity[change] = addSeverities(this.#bySeverity[change], { [finding.severity]: 1 });
    if (change !== 'resolved' && finding.exception === undefined) {
      this.#raised = addSeverities(this.#raised, { [finding.severity]: 1 });
    }
    if (this.#examples[change].length < examplesKept) this.#examples[change].push(finding);
  }

  facts(manifest: Manifest): ChangeFacts {
    return {
      compared: manifest.comparedWith > 0,
      counts: manifest.changes,
      bySeverity: this.#bySeverity,
      raised: this.#raised,
      examples: this.#examples,
    };
  }
}

/** A change counts once: drift is not here, and nothing is counted under two words. */
export const changeTotal = (counts: ChangeCounts): number =>
  counts.new +
  counts.worse +
  counts.reopened +
  counts.resolved +
  counts.coverageLost +
  counts.exceptionsExpired +
  counts.exceptionsVoid +
  (counts.byVersion ?? 0);

export const severitiesAddUp = (facts: ChangeFacts, change: Change): boolean =>
  sumSeverities(facts.bySeverity[change]) === facts.counts[change];
