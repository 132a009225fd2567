/**
 * What became of each finding since the last scan: one pass over two sorted streams, the ledger of the last scan and
 * the fails of this one. Neither is held in memory.
 */
import type { FailRow, Finding } from '#model/finding.ts';
import { compareFindings, findingId } from '#model/finding.ts';
import { severityRank } from '#model/severity.ts';
import type { Evidence } from '#model/verdict.ts';

export interface LifecycleOptions {
  /** Of the scan that is being made. */
  readonly number: number;
  /** ISO 8601 UTC, for what is seen for the first time. */
  readonly at: string;
  /**
   * Did this scan look where the finding is? Only asked where it did not fail now: the answer makes the difference
   * between resolved and not looked at.
   */
  readonly looked: (finding: Finding) => boolean;
  /** Resolved findings of earlier scans than this are forgotten. */
  readonly oldestTombstone: number;
  /** A second fail of one check on one resource: the first is kept, and nothing may count both. */
  readonly onDuplicate?: (row: FailRow) => void;
}

/**
 * Both streams sorted by `compareFindings`, the result too. Exceptions are not its matter: `exception` is left out of
 * every row, `accepted` is carried along.
 */
export async function* compareWithLedger(
  previous: AsyncIterable<Finding>,
  fails: AsyncIterable<FailRow>,
  options: LifecycleOptions,
): AsyncGenerator<Finding> {
  const before = previous[Symbol.asyncIterator]();
  const now = fails[Symbol.asyncIterator]();
  try {
    let old = await before.next();
    let fail = await now.next();
    while (old.done !== true || fail.done !== true) {
      const order = old.done === true ? 1 : fail.done === true ? -1 : compareFindings(old.value, fail.value);
      if (order < 0 && old.done !== true) {
        const kept = withoutFail(old.value, options);
        if (kept !== undefined) yield kept;
        old = await before.next();
      } else if (fail.done !== true) {
        const row = fail.value;
        yield order === 0 && old.done !== true
          ? failsAgain(old.value, row, options)
          : failsFirst(row, options);
        if (order === 0) old = await before.next();
        fail = await now.next();
        while (fail.done !== true && compareFindings(fail.value, row) === 0) {
          options.onDuplicate?.(fail.value);
          fail = await now.next();
        }
      }
    }
  } finally {
    await before.return?.();
    await now.return?.();
  }
}

const failsFirst = (row: FailRow, { number, at }: LifecycleOptions): Finding => ({
  ...row,
  finding: findingId(row),
  state: 'new',
  firstScan: number,
  firstSeen: at,
  judgedScan: number,
});

/** Everything that is told about the resource comes from this scan, everything about the finding's life from before. */
const failsAgain = (old: Finding, row: FailRow, { number }: LifecycleOptions): Finding => {
  const life = {
    ...row,
    finding: old.finding,
    firstScan: old.firstScan,
    firstSeen: old.firstSeen,
    judgedScan: number,
    ...(old.accepted === undefined ? {} : { accepted: old.accepted }),
  };
  if (old.state === 'resolved') return { ...life, state: 'reopened' };
  return isWorse(old, row) ? { ...life, state: 'worse', before: old.severity } : { ...life, state: 'open' };
};

/** More severe; or as severe, with more places that are bad. Paths may move with the cloud's order, their number not. */
export const isWorse = (
  old: Pick<FailRow, 'severity' | 'evidence'>,
  now: Pick<FailRow, 'severity' | 'evidence'>,
): boolean => {
  const [was, is] = [severityRank(old.severity), severityRank(now.severity)];
  return is < was || (is === was && pathCount(now.evidence) > pathCount(old.evidence));
};

const pathCount = (evidence: readonly Evidence[]): number => new Set(evidence.map(({ path }) => path)).size;

const withoutFail = (old: Finding, options: LifecycleOptions): Finding | undefined => {
  const { exception: _hidden, before: _before, resolvedScan, ...row } = old;
  if (old.state === 'resolved') {
    const since = resolvedScan ?? old.judgedScan;
    return since < options.oldestTombstone ? undefined : { ...row, resolvedScan: since };
  }
  if (options.looked(old)) {
    return { ...row, state: 'resolved', judgedScan: options.number, resolvedScan: options.number };
  }
  return { ...row, state: 'open' };
};
