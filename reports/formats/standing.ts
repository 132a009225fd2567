/** What this scan says of a finding, for formats that know verdicts and no lifecycle. */
import type { Finding } from '#model/finding.ts';
import type { Manifest } from '#model/scan.ts';

/**
 * `fail`: judged by this scan, and open. `excepted`: judged too, but an exception in force hides it. `not-looked-at`:
 * open, but this scan could not look; its question is among the unknown. `resolved`: by this scan.
 */
export type Standing = 'fail' | 'excepted' | 'not-looked-at' | 'resolved';

/** Undefined for what was resolved by an earlier scan: kept for the lifecycle, not for reading. */
export const standingOf = (finding: Finding, { number }: Pick<Manifest, 'number'>): Standing | undefined => {
  if (finding.state === 'resolved') return finding.resolvedScan === number ? 'resolved' : undefined;
  if (finding.judgedScan < number) return 'not-looked-at';
  return finding.exception === undefined ? 'fail' : 'excepted';
};
