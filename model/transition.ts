/**
 * What a scan changed, as it is told: each exists once, in the scan that made it. A scan that is told twice makes the
 * same transitions with the same ids, and the next scan makes others or none.
 */
import { hash } from 'node:crypto';
import { questionOf } from './check.ts';
import type { Finding } from './finding.ts';
import type { Severity } from './severity.ts';

/** `drifted` is `new` of a check that compares with a baseline: it is told as drift, and counts as new. */
export type FindingChange = 'new' | 'worse' | 'reopened' | 'resolved' | 'drifted';

export type TransitionKind = FindingChange | 'coverage-lost' | 'exception-expired' | 'exception-void';

/** In the order in which they are told. */
export const findingChanges = [
  'drifted',
  'new',
  'worse',
  'reopened',
  'resolved',
] as const satisfies readonly FindingChange[];

/** Those that somebody has to do something about. */
export type RaisingChange = Exclude<FindingChange, 'resolved'>;

/** One line of the list of what a scan has told, and to whom. */
export interface TransitionRow {
  /** {@link transitionId}. */
  readonly id: string;
  readonly kind: TransitionKind;
  /** Id of the finding, of the group of what can't be read any more, or of the exception. */
  readonly subject: string;
  /** Left out for what is no finding and belongs to no check. */
  readonly severity?: Severity;
  /** Ids of the deliveries that tell of it. */
  readonly deliveries: readonly string[];
}

/** Stable hash of what changed and the scan that changed it: 32 hexadecimal digits. */
export const transitionId = (kind: TransitionKind, subject: string, run: string): string =>
  hash('sha256', JSON.stringify([kind, subject, run]), 'hex').slice(0, 32);

/**
 * What this scan did to a finding; undefined for one that stands as it stood, that its check and not its resource
 * changed, or that an exception hides.
 */
export const findingChange = (finding: Finding, scan: number): FindingChange | undefined => {
  if (finding.byVersion === scan) return undefined;
  if (finding.state === 'resolved') return finding.resolvedScan === scan ? 'resolved' : undefined;
  if (finding.exception !== undefined || finding.state === 'open') return undefined;
  return finding.state === 'new' && questionOf(finding.check) === 'drift' ? 'drifted' : finding.state;
};
