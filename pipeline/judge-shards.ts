/** Reads and judges every shard, some of them at the same time. A store that can't be written ends the scan. */
import pMap from 'p-map';
import type { QuestionCounts, ShardEntry } from '#model/scan.ts';
import { addCounts, noCounts } from '#model/scan.ts';
import type { JudgedShard, JudgeShardOptions, ShardTask } from './judge-shard.ts';
import { judgeShard, shardKey } from './judge-shard.ts';
import type { ShardRuns } from './shard-rows.ts';

export interface JudgeShardsOptions extends JudgeShardOptions {
  /** Key prefix of the scan. */
  readonly prefix: string;
  readonly concurrency: number;
}

export interface JudgedShards {
  readonly entries: readonly ShardEntry[];
  readonly runs: readonly ShardRuns[];
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
        const shard = await judgeShard(task, shardKey(options.prefix, index), { ...options, signal });
        if (shard === 'paused') throw new Error(`${task.shard.name} paused in a scan that does not pause`);
        return shard;
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
