/**
 * Reads one shard and judges what comes. A resource is forgotten once it is judged; what stays is written as sorted runs
 * of rows. A read that breaks off makes the shard's kinds unknown.
 */
import type { AnalysisReadings } from '#engine/judge.ts';
import { Judge } from '#engine/judge.ts';
import type { CheckPlan } from '#engine/plan.ts';
import type { CoverageRow } from '#model/coverage.ts';
import { isGap, listing } from '#model/coverage.ts';
import type { Identity } from '#model/resource.ts';
import type { QuestionCounts, ShardEntry } from '#model/scan.ts';
import type { Needs, ReadOptions, Shard, Source, SourceEvent } from '#model/source.ts';
import type { StoreDriver } from '#store/driver.ts';
import { brokenOff, neverMentioned, PartGaps } from './gaps.ts';
import { isUnreadable } from './read-scan.ts';
import type { KeptParts } from './shard-log.ts';
import { readShardLog, ShardLog } from './shard-log.ts';
import type { EarlierShards, ReachedShard } from './shard-progress.ts';
import { writeFinished } from './shard-progress.ts';
import type { ShardRuns } from './shard-rows.ts';
import { ShardWriter } from './shard-rows.ts';

export interface ShardTask {
  readonly source: Source;
  readonly shard: Shard;
  readonly analyses: AnalysisReadings;
  /** Kinds that the plan has already spoken of at this place. */
  readonly planned: ReadonlySet<string>;
}

export interface JudgeShardOptions {
  readonly plan: CheckPlan;
  readonly store: StoreDriver;
  readonly ownerTags: readonly string[];
  /** What is stored of each resource. */
  readonly kept: KeptParts;
  readonly signal: AbortSignal;
  /** Marks coverage that the configuration expects. */
  readonly mark: (row: CoverageRow) => CoverageRow;
  /** What a run that was killed has left of its shards. */
  readonly earlier?: EarlierShards;
  /** Called between events: throws where this process is not in charge of the run any more. */
  readonly alive?: () => Promise<void>;
  /** False keeps neither what was handed over nor how far a shard came; true when left out. */
  readonly logged?: boolean;
  readonly checkpointsPerFile?: number;
  /** Asked at each checkpoint: true ends the read there, with all that was handed over kept for whoever goes on. */
  readonly pause?: () => boolean;
  /** For a source that made no plan in this process. */
  readonly needs?: Needs;
  /** Hears of every gap in a listing, from all shards: each is asked once. */
  readonly gaps: Judge;
  readonly progress: ShardProgress;
}

export interface ShardProgress {
  readonly started: (shard: string, resumed?: boolean) => void;
  readonly resource: (shard: string) => void;
  /** Of a shard that an earlier process finished: it was never started in this one. */
  readonly found: (shard: string, resources: number, fails: number, failure?: string) => void;
  readonly finished: (shard: string, resources: number, fails: number, failure?: string) => void;
}

export interface JudgedShard {
  readonly entry: ShardEntry;
  readonly runs: ShardRuns;
  readonly counts: ReadonlyMap<string, QuestionCounts>;
}

/** Where a shard's files lie, by its place in the plan. */
export const shardKey = (prefix: string, index: number): string =>
  `${prefix}/shards/${String(index).padStart(6, '0')}`;

/** @param key prefix of the shard's files. */
export const judgeShard = async (
  task: ShardTask,
  key: string,
  options: JudgeShardOptions,
): Promise<JudgedShard | 'paused'> => {
  const { earlier, progress } = options;
  const finished = await earlier?.finished(key);
  if (finished !== undefined) {
    const { entry, runs, counts, gaps, failure } = finished;
    for (const row of gaps) options.gaps.gap(row);
    progress.found(task.shard.name, entry.resources, entry.fails, failure);
    return { entry, runs, counts: new Map(counts) };
  }
  const reached = await earlier?.reached(key);
  const resumed = reached === undefined ? undefined : await readShard(task, key, options, reached);
  // Where it can't go on from its checkpoint, it starts over.
  return resumed ?? (await readShard(task, key, options, undefined)) ?? unreachable(task.shard);
};

const unreachable = (shard: Shard): never => {
  throw new Error(`${shard.name} was to go on from a checkpoint that it does not have`);
};

/** @returns undefined where what was reached can't be gone on from: a page token expired, or the log is damaged. */
const readShard = async (
  { source, shard, analyses, planned }: ShardTask,
  key: string,
  options: JudgeShardOptions,
  reached: ReachedShard | undefined,
): Promise<JudgedShard | 'paused' | undefined> => {
  const { store, progress, signal, logged = true } = options;
  await options.earlier?.forget(key, reached?.files ?? 0);
  const writer = new ShardWriter(store, key);
  const log = new ShardLog({
    store,
    prefix: key,
    kept: options.kept,
    first: reached?.files ?? 0,
    ...(options.checkpointsPerFile === undefined ? {} : { checkpointsPerFile: options.checkpointsPerFile }),
  });
  const judge = new Judge({
    plan: options.plan,
    analyses,
    ownerTags: options.ownerTags,
    onFail: (row) => writer.fail(row),
  });
  const partGaps = new PartGaps();
  const mentioned = new Set(planned);
  const gaps: CoverageRow[] = [];
  const cover = (row: CoverageRow): void => {
    if (row.part === listing) mentioned.add(row.kind);
    partGaps.report(row);
    if (isGap(row)) gaps.push(row);
    writer.coverage(options.mark(row));
  };
  const take = async (event: SourceEvent): Promise<void> => {
    if (event.type === 'resource') {
      const { provider, account, region, kind, id, name } = event.resource;
      judge.judge(event.resource);
      writer.inventory({ provider, account, region, kind, id, name });
      progress.resource(shard.name);
    } else if (event.type === 'coverage') cover(event.row);
    await writer.settle();
  };

  progress.started(shard.name, reached !== undefined);
  const before = new LatestKeys();
  const takeAgain = (event: SourceEvent): Promise<void> => {
    if (event.type === 'resource') before.add(event.resource);
    return take(event);
  };
  if (reached !== undefined && !(await takeLog(store, key, reached.files, takeAgain, signal)))
    return undefined;
  let failure: string | undefined;
  let wentOn = reached === undefined;
  try {
    const from = {
      signal,
      ...(reached === undefined ? {} : { cursor: reached.cursor }),
      ...(options.needs === undefined ? {} : { needs: options.needs }),
    };
    for await (const event of eventsOf(source, shard, from)) {
      // A refusal at once is of the old page token; of anything else, starting over meets it again.
      if (!wentOn && event.type === 'coverage' && isGap(event.row)) return undefined;
      if (event.type === 'resource' && before.has(event.resource)) return undefined;
      wentOn = true;
      await options.alive?.();
      await take(event);
      if (logged) log.push(event);
      if (event.type === 'checkpoint' && options.pause?.() === true) {
        await log.end();
        return 'paused';
      }
      await log.settle();
    }
    neverMentioned(shard, mentioned).forEach(cover);
  } catch (error) {
    if (!(error instanceof ReadFailure) || signal.aborted) throw error;
    if (!wentOn) return undefined;
    failure = error.message;
    if (logged) log.push({ type: 'broken', failure });
    brokenOff(shard, failure).forEach(cover);
  }
  signal.throwIfAborted();
  await options.alive?.();
  const unknowns = judge.unknowns();
  for (const row of partGaps.missed(unknowns)) writer.coverage(options.mark(row));
  for (const row of unknowns) writer.unknown(row);
  const runs = await writer.end();
  const parts = await log.end();
  const entry = { name: shard.name, key, resources: writer.resources, fails: writer.fails, parts };
  const counts = judge.counts();
  for (const row of gaps) options.gaps.gap(row);
  if (logged) {
    const broken = failure === undefined ? {} : { failure };
    await writeFinished(store, key, { entry, runs, counts: [...counts], gaps, ...broken });
  }
  progress.finished(shard.name, writer.resources, writer.fails, failure);
  return { entry, runs, counts };
};

/**
 * Where pages overlap, a source leaves out the rows that it has just had, so that they don't stand in its count for
 * others that did not come. A source that goes on has forgotten them: a resource that comes again makes the shard start
 * over. So many of the latest are known as the longest pages have, three times over.
 */
class LatestKeys {
  readonly #most = 3000;
  readonly #keys = new Set<string>();

  add(resource: Identity): void {
    this.#keys.add(keyOf(resource));
    for (const oldest of this.#keys) {
      if (this.#keys.size <= this.#most) return;
      this.#keys.delete(oldest);
    }
  }

  has(resource: Identity): boolean {
    return this.#keys.has(keyOf(resource));
  }
}

const keyOf = ({ account, region, kind, id }: Identity): string =>
  JSON.stringify([account, region, kind, id]);

/** Judges again what was handed over before the interruption; false where it can't be read. */
const takeLog = async (
  store: StoreDriver,
  key: string,
  files: number,
  take: (event: SourceEvent) => Promise<void>,
  signal: AbortSignal,
): Promise<boolean> => {
  const events = readShardLog(store, key, files)[Symbol.asyncIterator]();
  for (;;) {
    signal.throwIfAborted();
    let next: Awaited<ReturnType<typeof events.next>>;
    try {
      next = await events.next();
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      return false;
    }
    if (next.done === true) return true;
    // A read that broke off has no checkpoint after it, so it is not among what is gone on from.
    if (next.value.type !== 'broken') await take(next.value);
  }
};

/** The source's own failure, told apart from one of the judge or the store. */
class ReadFailure extends Error {
  override readonly name = 'ReadFailure';
}

async function* eventsOf(source: Source, shard: Shard, options: ReadOptions): AsyncGenerator<SourceEvent> {
  try {
    // An error that the consumer throws does not come back in here: it closes the generator.
    for await (const event of source.read(shard, options)) {
      yield event;
      options.signal.throwIfAborted();
    }
  } catch (error) {
    // A scan that is judged again has the store for its cloud, and damage there is no gap of the estate.
    if (isUnreadable(error) || (error instanceof Error && error.name === 'StoreError')) throw error;
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new ReadFailure(what, { cause: error });
  }
}
