/**
 * Reads every shard and judges what comes. A resource is forgotten once it is judged; what stays is written as sorted
 * runs of rows. A read that breaks off makes its kinds unknown; a store that can't be written ends the scan.
 */
import pMap from 'p-map';
import type { AnalysisReadings } from '#engine/judge.ts';
import { Judge } from '#engine/judge.ts';
import type { CheckPlan } from '#engine/plan.ts';
import type { CoverageRow } from '#model/coverage.ts';
import { isGap, listing } from '#model/coverage.ts';
import type { QuestionCounts, ShardEntry } from '#model/scan.ts';
import { addCounts, noCounts } from '#model/scan.ts';
import type { Shard, Source, SourceEvent } from '#model/source.ts';
import type { StoreDriver } from '#store/driver.ts';
import { brokenOff, neverMentioned, PartGaps } from './gaps.ts';
import type { KeptParts } from './shard-log.ts';
import { ShardLog } from './shard-log.ts';
import type { ShardRuns } from './shard-rows.ts';
import { ShardWriter } from './shard-rows.ts';

export interface ShardTask {
  readonly source: Source;
  readonly shard: Shard;
  readonly analyses: AnalysisReadings;
  /** Kinds that the plan has already spoken of at this place. */
  readonly planned: ReadonlySet<string>;
}

export interface JudgeShardsOptions {
  readonly plan: CheckPlan;
  readonly store: StoreDriver;
  /** Key prefix of the scan. */
  readonly prefix: string;
  readonly ownerTags: readonly string[];
  /** What is stored of each resource. */
  readonly kept: KeptParts;
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** Marks coverage that the configuration expects. */
  readonly mark: (row: CoverageRow) => CoverageRow;
  /** Hears of every gap in a listing, from all shards: each is asked once. */
  readonly gaps: Judge;
  readonly progress: ShardProgress;
}

export interface ShardProgress {
  readonly started: (shard: string) => void;
  readonly resource: (shard: string) => void;
  readonly finished: (shard: string, resources: number, fails: number, failure?: string) => void;
}

export interface JudgedShards {
  readonly entries: readonly ShardEntry[];
  readonly runs: readonly ShardRuns[];
  readonly counts: ReadonlyMap<string, QuestionCounts>;
}

interface JudgedShard {
  readonly entry: ShardEntry;
  readonly runs: ShardRuns;
  readonly counts: ReadonlyMap<string, QuestionCounts>;
}

export const judgeShards = async (
  tasks: readonly ShardTask[],
  options: JudgeShardsOptions,
): Promise<JudgedShards> => {
  // What fails in one shard has to end the others too, and nothing may go on in the background afterwards.
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const failures: unknown[] = [];
  const judged = await pMap(
    tasks.entries(),
    async ([index, task]): Promise<JudgedShard | undefined> => {
      if (signal.aborted) return undefined;
      try {
        return await judgeShard(task, index, { ...options, signal });
      } catch (error) {
        failures.push(error);
        stop.abort(error);
        return undefined;
      }
    },
    { concurrency: Math.max(1, options.concurrency) },
  );
  options.signal.throwIfAborted();
  if (failures.length > 0) throw failures[0];
  const done = judged.filter((shard) => shard !== undefined);
  return {
    entries: done.map((shard) => shard.entry),
    runs: done.map((shard) => shard.runs),
    counts: sumCounts(done.map((shard) => shard.counts)),
  };
};

export const sumCounts = (
  all: readonly ReadonlyMap<string, QuestionCounts>[],
): ReadonlyMap<string, QuestionCounts> => {
  const sum = new Map<string, QuestionCounts>();
  for (const counts of all) {
    for (const [check, added] of counts) sum.set(check, addCounts(sum.get(check) ?? noCounts, added));
  }
  return sum;
};

const judgeShard = async (
  { source, shard, analyses, planned }: ShardTask,
  index: number,
  options: JudgeShardsOptions,
): Promise<JudgedShard> => {
  const { store, progress, signal } = options;
  const key = `${options.prefix}/shards/${String(index).padStart(6, '0')}`;
  const writer = new ShardWriter(store, key);
  const log = new ShardLog({ store, prefix: key, kept: options.kept });
  const judge = new Judge({
    plan: options.plan,
    analyses,
    ownerTags: options.ownerTags,
    onFail: (row) => writer.fail(row),
  });
  const partGaps = new PartGaps();
  const mentioned = new Set(planned);
  const cover = (row: CoverageRow): void => {
    if (row.part === listing) mentioned.add(row.kind);
    partGaps.report(row);
    if (isGap(row)) options.gaps.gap(row);
    writer.coverage(options.mark(row));
  };

  progress.started(shard.name);
  let failure: string | undefined;
  try {
    for await (const event of eventsOf(source, shard, signal)) {
      if (event.type === 'resource') {
        const { provider, account, region, kind, id, name } = event.resource;
        judge.judge(event.resource);
        writer.inventory({ provider, account, region, kind, id, name });
        progress.resource(shard.name);
      } else if (event.type === 'coverage') cover(event.row);
      log.push(event);
      await writer.settle();
      await log.settle();
    }
    neverMentioned(shard, mentioned).forEach(cover);
  } catch (error) {
    if (!(error instanceof ReadFailure) || signal.aborted) throw error;
    failure = error.message;
    log.push({ type: 'broken', failure });
    brokenOff(shard, failure).forEach(cover);
  }
  signal.throwIfAborted();
  const unknowns = judge.unknowns();
  for (const row of partGaps.missed(unknowns)) writer.coverage(options.mark(row));
  for (const row of unknowns) writer.unknown(row);
  const runs = await writer.end();
  const parts = await log.end();
  progress.finished(shard.name, writer.resources, writer.fails, failure);
  return {
    entry: { name: shard.name, key, resources: writer.resources, fails: writer.fails, parts },
    runs,
    counts: judge.counts(),
  };
};

/** The source's own failure, told apart from one of the judge or the store. */
class ReadFailure extends Error {
  override readonly name = 'ReadFailure';
}

async function* eventsOf(source: Source, shard: Shard, signal: AbortSignal): AsyncGenerator<SourceEvent> {
  try {
    // An error that the consumer throws does not come back in here: it closes the generator.
    for await (const event of source.read(shard, { signal })) {
      yield event;
      signal.throwIfAborted();
    }
  } catch (error) {
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new ReadFailure(what, { cause: error });
  }
}
