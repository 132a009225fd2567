/** Compares this scan's fails with the last scan's ledger, applies the exceptions, and counts what comes out. */
import type { AttestationSet } from '#engine/attestations/attestation.ts';
import { attestationRows } from '#engine/attestations/attestation.ts';
import { ExceptionDesk } from '#engine/exceptions/apply.ts';
import type { ExceptionSet } from '#engine/exceptions/exception.ts';
import { compareWithLedger } from '#engine/lifecycle.ts';
import { lookedAt, UnknownView } from '#engine/lifecycle-view.ts';
import type { Check } from '#model/check.ts';
import { baselineCheckId } from '#model/drift.ts';
import type { FailRow, Finding } from '#model/finding.ts';
import { compareFindings } from '#model/finding.ts';
import type { AttestationRow, ChangeCounts, ExceptionRow, ExceptionStatus, Manifest } from '#model/scan.ts';
import type { Severity } from '#model/severity.ts';
import { readRows, writeRows } from '#store/blocks.ts';
import type { StoreDriver } from '#store/driver.ts';
import { ShareTally } from './cloud-shares.ts';
import { diffCoverage } from './coverage-diff.ts';
import type { Gathered } from './gather.ts';
import { guarded, previousLedger } from './previous-ledger.ts';
import { readerOf } from './read-scan.ts';
import type { LastTime } from './rejudge.ts';
import { rejudgePrevious } from './rejudge.ts';
import type { ShardRuns } from './shard-rows.ts';
import { mergeRuns } from './sorted-runs.ts';

export interface CompareOptions {
  readonly store: StoreDriver;
  readonly prefix: string;
  readonly runs: readonly ShardRuns[];
  readonly gathered: Gathered;
  readonly previous: Manifest | undefined;
  readonly number: number;
  readonly now: Date;
  readonly checks: readonly Check[];
  /** Earlier id of a check → today's. */
  readonly renamed: ReadonlyMap<string, string>;
  readonly exceptions: ExceptionSet;
  readonly attestations?: AttestationSet;
  readonly oldestTombstone: number;
  /** Of Plumbline. */
  readonly version: string;
}

export interface Compared {
  readonly open: Manifest['open'];
  readonly excepted: Manifest['excepted'];
  /** Fails of the checks that ask in every cloud. */
  readonly shares: ShareTally;
  readonly changes: ChangeCounts;
  /** Check id → fails that a second shard reported once more. */
  readonly duplicates: ReadonlyMap<string, number>;
  readonly notices: readonly string[];
}

/** Writes `findings`, `exceptions` and `attestations` under the prefix. */
export const compareScan = async (options: CompareOptions): Promise<Compared> => {
  const lastTime = await rejudgePrevious(options);
  const first = await writeFindings(options, lastTime, new Set());
  // Only now is it known how many findings each exception matches; one that matches too many hides none of them.
  const tooBroad = first.desk.tooBroad();
  const { desk, tally } = tooBroad.size === 0 ? first : await writeFindings(options, lastTime, tooBroad);
  const { byVersion, drifted, ...others } = tally.changes;
  const rows = desk.rows();
  const before = await previousExceptions(options);
  await writeRows(options.store, `${options.prefix}/exceptions`, rows);
  await writeRows(options.store, `${options.prefix}/attestations`, attested(options));
  return {
    open: tally.open,
    excepted: tally.excepted,
    shares: tally.shares,
    duplicates: tally.duplicates,
    notices: [...lastTime.notices, ...desk.notices()],
    changes: {
      ...others,
      ...(byVersion === 0 ? {} : { byVersion }),
      ...(drifted === 0 ? {} : { drifted }),
      coverageLost: await coverageLost(options),
      exceptionsExpired: newlyStanding('expired', rows, before),
      exceptionsVoid: newlyStanding('void', rows, before),
    },
  };
};

const writeFindings = async (
  options: CompareOptions,
  lastTime: LastTime,
  tooBroad: ReadonlySet<number>,
): Promise<{ readonly desk: ExceptionDesk; readonly tally: FindingTally }> => {
  const { store, prefix, renamed, number, now } = options;
  const tally = new FindingTally(number);
  const desk = new ExceptionDesk({ exceptions: options.exceptions, renamed, now, tooBroad });
  const looked = lookedAt(options.checks, options.gathered.listings, options.gathered.unknowns);
  const keys = options.runs.flatMap((run) => run.fails);
  const fails = mergeRuns<FailRow>(store, keys, compareFindings, `${prefix}/shards/fails`);
  const previous = options.previous;
  const lastAsExpected = await lastUndrifted(store, previous);
  const ledger = previous === undefined ? nothing() : previousLedger(store, previous, renamed, prefix);

  async function* findings(): AsyncGenerator<Finding> {
    const compared = compareWithLedger(ledger, fails, {
      number,
      at: now.toISOString(),
      looked,
      oldestTombstone: options.oldestTombstone,
      onDuplicate: (row) => tally.duplicate(row),
      ...(lastAsExpected === undefined ? {} : { lastAsExpected }),
      ...(lastTime.rejudged === undefined ? {} : { rejudged: lastTime.rejudged() }),
    });
    for await (const row of compared) {
      const finding = desk.apply(row);
      tally.add(finding);
      yield finding;
    }
  }

  await writeRows(store, `${prefix}/findings`, findings());
  return { desk, tally };
};

const attested = ({ attestations, now }: CompareOptions): readonly AttestationRow[] =>
  attestations === undefined ? [] : attestationRows(attestations, now);

/**
 * What the last scan asked of the same baseline and had an answer for, it saw as expected when it began, or it would be
 * in its ledger as drift.
 */
const lastUndrifted = async (
  store: StoreDriver,
  previous: Manifest | undefined,
): Promise<((row: FailRow) => string | undefined) | undefined> => {
  const asked = previous?.baselines;
  if (previous === undefined || asked === undefined) return undefined;
  const unknowns = new UnknownView();
  for await (const row of guarded(readerOf(store, previous).unknowns(), previous.number)) {
    if (row.checks.includes(baselineCheckId)) unknowns.add(row);
  }
  return (row) =>
    row.drift?.expected.from === 'baseline' &&
    asked.includes(row.drift.expected.baseline) &&
    isIn(previous.scope, row) &&
    // What was not there then may have been out of sight.
    (row.drift.type !== 'added' || previous.complete) &&
    !unknowns.isUnknown(row)
      ? previous.startedAt
      : undefined;
};

const isIn = ({ accounts, regions, kinds }: Manifest['scope'], row: FailRow): boolean =>
  accounts.includes(row.account) &&
  (row.region === 'global' || regions.includes(row.region)) &&
  (kinds.length === 0 || kinds.includes(row.kind));

async function* nothing(): AsyncGenerator<Finding> {}

type Changes = Required<
  Pick<ChangeCounts, 'new' | 'worse' | 'reopened' | 'resolved' | 'notLookedAt' | 'byVersion' | 'drifted'>
>;

class FindingTally {
  readonly open: Record<string, Partial<Record<Severity, number>>> = {};
  readonly excepted: Record<string, number> = {};
  readonly shares = new ShareTally();
  readonly duplicates = new Map<string, number>();
  readonly changes: { -readonly [K in keyof Changes]: number } = {
    new: 0,
    worse: 0,
    reopened: 0,
    resolved: 0,
    notLookedAt: 0,
    byVersion: 0,
    drifted: 0,
  };
  readonly #number: number;

  constructor(number: number) {
    this.#number = number;
  }

  duplicate(row: FailRow): void {
    this.duplicates.set(row.check, (this.duplicates.get(row.check) ?? 0) + 1);
  }

  add(finding: Finding): void {
    const { check, state } = finding;
    const byVersion = finding.byVersion === this.#number;
    if (byVersion) this.changes.byVersion += 1;
    if (state === 'resolved') {
      if (finding.resolvedScan === this.#number && !byVersion) this.changes.resolved += 1;
      return;
    }
    if (finding.judgedScan !== this.#number) {
      this.changes.notLookedAt += 1;
      return;
    }
    if (state !== 'open') this.changes[state] += 1;
    if (state !== 'open' && finding.drift !== undefined) this.changes.drifted += 1;
    this.shares.add(finding);
    if (finding.exception !== undefined) {
      this.excepted[check] = (this.excepted[check] ?? 0) + 1;
      return;
    }
    const bySeverity = this.open[check] ?? {};
    bySeverity[finding.severity] = (bySeverity[finding.severity] ?? 0) + 1;
    this.open[check] = bySeverity;
  }
}

const previousExceptions = async ({
  store,
  previous,
}: CompareOptions): Promise<ReadonlyMap<string, ExceptionStatus>> => {
  const standing = new Map<string, ExceptionStatus>();
  if (previous === undefined) return standing;
  for await (const row of guarded(readerOf(store, previous).exceptions(), previous.number)) {
    standing.set(exceptionKey(row), row.status);
  }
  return standing;
};

const exceptionKey = (row: ExceptionRow): string =>
  JSON.stringify([row.check, row.resource, row.owner, row.until, row.reason]);

const newlyStanding = (
  status: ExceptionStatus,
  rows: readonly ExceptionRow[],
  before: ReadonlyMap<string, ExceptionStatus>,
): number => rows.filter((row) => row.status === status && before.get(exceptionKey(row)) !== status).length;

const coverageLost = async ({ store, prefix, previous }: CompareOptions): Promise<number> => {
  if (previous === undefined) return 0;
  let lost = 0;
  const changes = diffCoverage(
    () => guarded(readerOf(store, previous).coverage(), previous.number),
    () => readRows(store, `${prefix}/coverage`),
  );
  for await (const change of changes) if (change.type === 'lost') lost += 1;
  return lost;
};
