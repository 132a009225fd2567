/**
 * One scan in one process, from the plan to the commit. Everything is written under the scan's own name first; it is
 * there for readers once its manifest is created.
 */
import { randomBytes } from 'node:crypto';
import { compareText } from '#model/resource.ts';
import type { StoreDriver } from '#store/driver.ts';
import { MissingKeyError } from '#store/driver.ts';
import { cleanUp } from './clean-up.ts';
import { commitScan } from './commit-scan.ts';
import type { EstateRun, JudgedEstate } from './judge-estate.ts';
import { judgeEstate } from './judge-estate.ts';
import { checksInScope } from './plan-scan.ts';
import { readerOf } from './read-scan.ts';
import { askedOf, findRun } from './resume.ts';
import { RunProgress } from './run-progress.ts';
import type { ScanOptions, ScanOutcome } from './scan-options.ts';
import { logKey } from './shard-log.ts';
import { EarlierShards } from './shard-progress.ts';
import type { StoredPlan } from './stored-plan.ts';
import { planKey, readPlan } from './stored-plan.ts';
import type { Owner, RunRecord } from './unfinished-runs.ts';
import { RunHold, runFolder } from './unfinished-runs.ts';

interface Run extends EstateRun {
  readonly hold: RunHold;
  /**
   * True once a manifest may name this scan's files: a write that failed does not say that nothing was written. From
   * then on the files stay, since a reader may hold them; orphans cost space, half a scan costs trust.
   */
  manifestMayExist: boolean;
}

/**
 * Rejects, with nothing committed and earlier scans as they were, when the store can't be written, the signal aborts,
 * or the only source can't be planned. What a cloud refuses is not an error: it is in the coverage.
 */
export const runScan = async (options: ScanOptions): Promise<ScanOutcome> => {
  options.signal?.throwIfAborted();
  const run = await openRun(options);
  const { store } = options;
  try {
    run.progress.tell({ type: 'started', run: run.id });
    run.signal.throwIfAborted();
    const judged = await judgeEstate(run);
    const manifest = await commitScan(run, judged, (may) => {
      run.manifestMayExist = may;
    });
    run.progress.tell({ type: 'committed', number: manifest.number });
    const kept = keptFiles(judged);
    await cleanUp(store, `${run.prefix}/shards/`, (key) => kept.has(key));
    await cleanUp(store, runFolder(run.id));
    return { manifest, reader: readerOf(store, manifest) };
  } catch (error) {
    if (!run.manifestMayExist && !keepsFiles(run) && (await isOurs(run))) {
      await cleanUp(store, `${run.prefix}/`);
      await cleanUp(store, runFolder(run.id));
    }
    throw error;
  }
};

const openRun = async (options: ScanOptions): Promise<Run> => {
  const { store, now } = options;
  const checks = checksInScope(options.checks, options.scope.kinds).toSorted((a, b) =>
    compareText(a.id, b.id),
  );
  const asked = askedOf(options, checks);
  const owner = options.owner ?? { host: '', pid: 0 };
  const found = options.resume === true ? await findRun(options, asked, owner) : undefined;
  const startedAt = found === undefined ? now() : new Date(found.record.startedAt);
  const id = found?.record.run ?? runId(startedAt);
  const prefix = `scans/${id}`;
  const record = {
    format: 1,
    run: id,
    estate: options.estate,
    startedAt: startedAt.toISOString(),
    asked,
  } as const;
  const hold = found?.hold ?? (await beginRun(store, record, owner, now));
  return {
    options,
    startedAt,
    id,
    prefix,
    checks,
    hold,
    signal: options.signal ?? new AbortController().signal,
    progress: new RunProgress(options.sources, options.onProgress ?? (() => undefined)),
    alive: () => hold.alive(),
    confirm: () => hold.confirm(),
    ...(found === undefined
      ? {}
      : {
          earlier: {
            plan: await planOf(store, prefix),
            shards: await EarlierShards.open(store, prefix),
          },
        }),
    manifestMayExist: false,
  };
};

const beginRun = async (
  store: StoreDriver,
  record: RunRecord,
  owner: Owner,
  now: () => Date,
): Promise<RunHold> => {
  try {
    const hold = await RunHold.begin(store, record, owner, now);
    if (hold !== undefined) return hold;
  } catch (error) {
    await cleanUp(store, runFolder(record.run));
    throw error;
  }
  throw new Error(`run ${record.run} has an owner already`);
};

/** Undefined where the run was killed before it had one. */
const planOf = async (store: StoreDriver, prefix: string): Promise<StoredPlan | undefined> => {
  try {
    return await readPlan(store, planKey(prefix));
  } catch (error) {
    if (error instanceof MissingKeyError) return undefined;
    throw error;
  }
};

/** What a later scan can go on from: a run that was stopped by hand, and one that was gone on with. */
const keepsFiles = (run: Run): boolean =>
  run.earlier !== undefined || (run.signal.aborted && run.options.keepWhenStopped === true);

/** What another process is writing, or has committed, is not this one's to delete; where it can't be told neither. */
const isOurs = async ({ hold }: Run): Promise<boolean> => {
  try {
    await hold.confirm();
    return true;
  } catch {
    return false;
  }
};

/**
 * A shard's own fails and what it judged stay with the scan; what is merged from them, and what is in the merged files
 * whole, does not.
 */
const keptFiles = ({ entries, runs }: JudgedEstate): ReadonlySet<string> =>
  new Set([
    ...runs.flatMap(({ fails }) => fails),
    ...entries.flatMap(({ key, parts = 0 }) => Array.from({ length: parts }, (_, file) => logKey(key, file))),
  ]);

/** Sorts by time, and two runs of one second differ. */
const runId = (at: Date): string =>
  `${at
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '')}-${randomBytes(4).toString('hex')}`;
