/**
 * What became of each finding since the last scan: one pass over two sorted streams, the ledger of the last scan and
 * the fails of this one. Neither is held in memory.
 */
import type { AttributeChange } from '#model/drift.ts';
import type { FailRow, Finding, FindingKey } from '#model/finding.ts';
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
  /** Set where checks changed since: tells their doing from the resource's. */
  readonly rejudged?: Rejudged;
  /** The last moment at which something that drifted was known to be as expected, ISO 8601 UTC. */
  readonly lastAsExpected?: (row: FailRow) => string | undefined;
}

/** What today's checks say of what the last scan saw; only of the checks that changed since. */
export interface Rejudged {
  /** Sorted by `compareFindings`. */
  readonly fails: AsyncIterable<FailRow>;
  /** Have they an answer for what the last scan itself called a finding? */
  readonly answered: (finding: Finding) => boolean;
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
  const rejudged = new RejudgedFails(options.rejudged);
  try {
    let old = await before.next();
    let fail = await now.next();
    while (old.done !== true || fail.done !== true) {
      const order = old.done === true ? 1 : fail.done === true ? -1 : compareFindings(old.value, fail.value);
      if (order < 0 && old.done !== true) {
        const kept = withoutFail(old.value, await rejudged.of(old.value), options);
        if (kept !== undefined) yield kept;
        old = await before.next();
      } else if (fail.done !== true) {
        const row = fail.value;
        const then = await rejudged.of(row);
        yield order === 0 && old.done !== true
          ? failsAgain(old.value, row, then, options)
          : failsFirst(row, then, options);
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
    await rejudged.close();
  }
}

/** Asked in ascending order, so one pass is enough. */
class RejudgedFails {
  readonly #rows: AsyncIterator<FailRow>;
  #head: Promise<FailRow | undefined> | undefined;

  constructor(rejudged: Rejudged | undefined) {
    this.#rows = (rejudged?.fails ?? none())[Symbol.asyncIterator]();
  }

  async of(key: FindingKey): Promise<FailRow | undefined> {
    for (;;) {
      this.#head ??= this.#next();
      const row = await this.#head;
      const order = row === undefined ? 1 : compareFindings(row, key);
      if (order >= 0) return order === 0 ? row : undefined;
      this.#head = undefined;
    }
  }

  async close(): Promise<void> {
    await this.#rows.return?.();
  }

  async #next(): Promise<FailRow | undefined> {
    const next = await this.#rows.next();
    return next.done === true ? undefined : next.value;
  }
}

async function* none(): AsyncGenerator<FailRow> {}

/** @param then what today's check says of the resource as the last scan saw it, where it fails there. */
const failsFirst = (row: FailRow, then: FailRow | undefined, options: LifecycleOptions): Finding => ({
  ...row,
  ...driftSince(row, undefined, options),
  finding: findingId(row),
  ...(then === undefined ? { state: 'new' } : { state: 'open', byVersion: options.number }),
  firstScan: options.number,
  firstSeen: options.at,
  judgedScan: options.number,
});

/** Everything that is told about the resource comes from this scan, everything about the finding's life from before. */
const failsAgain = (
  old: Finding,
  row: FailRow,
  then: FailRow | undefined,
  options: LifecycleOptions,
): Finding => {
  const { number } = options;
  const life = {
    ...row,
    ...driftSince(row, old, options),
    finding: old.finding,
    firstScan: old.firstScan,
    firstSeen: old.firstSeen,
    judgedScan: number,
    ...(old.accepted === undefined ? {} : { accepted: old.accepted }),
  };
  if (old.state === 'resolved') {
    return then === undefined
      ? { ...life, state: 'reopened' }
      : { ...life, state: 'open', byVersion: number };
  }
  if (!isWorse(old, row)) {
    return { ...life, state: 'open', ...(old.byVersion === undefined ? {} : { byVersion: old.byVersion }) };
  }
  return then !== undefined && !isWorse(then, row)
    ? { ...life, state: 'open', byVersion: number }
    : { ...life, state: 'worse', before: old.severity };
};

/** What was so at the last scan began then; what is new came after a scan last saw what was expected. */
const driftSince = (
  row: FailRow,
  old: Finding | undefined,
  { at, lastAsExpected }: LifecycleOptions,
): Pick<FailRow, 'drift'> => {
  const { drift } = row;
  if (drift === undefined) return {};
  const before = new Map(
    old === undefined || old.state === 'resolved'
      ? []
      : (old.drift?.changes ?? []).map((change) => [changeKey(change), change]),
  );
  const after =
    lastAsExpected?.(row) ?? (drift.expected.from === 'baseline' ? drift.expected.readAt : undefined);
  const changes = drift.changes.map((change) => {
    const known = before.get(changeKey(change));
    const since = known ?? { ...(after === undefined ? {} : { after }), seen: at };
    return {
      ...change,
      ...(since.after === undefined ? {} : { after: since.after }),
      ...(since.seen === undefined ? {} : { seen: since.seen }),
    };
  });
  return { drift: { ...drift, changes } };
};

const changeKey = ({ path, was, is }: AttributeChange): string => JSON.stringify([path, was, is]);

/** More severe; or as severe, with more places that are bad. Paths may move with the cloud's order, their number not. */
export const isWorse = (
  old: Pick<FailRow, 'severity' | 'evidence'>,
  now: Pick<FailRow, 'severity' | 'evidence'>,
): boolean => {
  const [was, is] = [severityRank(old.severity), severityRank(now.severity)];
  return is < was || (is === was && pathCount(now.evidence) > pathCount(old.evidence));
};

const pathCount = (evidence: readonly Evidence[]): number => new Set(evidence.map(({ path }) => path)).size;

const withoutFail = (
  old: Finding,
  then: FailRow | undefined,
  options: LifecycleOptions,
): Finding | undefined => {
  const { exception: _hidden, before: _before, resolvedScan, ...row } = old;
  if (old.state === 'resolved') {
    const since = resolvedScan ?? old.judgedScan;
    return since < options.oldestTombstone ? undefined : { ...row, resolvedScan: since };
  }
  if (options.looked(old)) {
    const { byVersion: _earlier, ...life } = row;
    const { number, rejudged } = options;
    // It was no finding by today's check when it was last seen, so nobody has mended anything since.
    const byVersion = then === undefined && rejudged?.answered(old) === true;
    return {
      ...life,
      state: 'resolved',
      judgedScan: number,
      resolvedScan: number,
      ...(byVersion ? { byVersion: number } : {}),
    };
  }
  return { ...row, state: 'open' };
};
