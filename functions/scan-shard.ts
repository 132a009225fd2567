/** Reads and judges one shard, or goes on with it where an earlier process had to end. */
import type { ShardState } from '#pipeline/steps/shard.ts';
import { readShard } from '#pipeline/steps/shard.ts';
import type { KeptSource } from './clouds.ts';
import { openJob } from './job.ts';
import { errorFields } from './log.ts';
import type { Handler, Runtime } from './runtime.ts';
import { keyName, readEvent, runEvent } from './runtime.ts';
import { timeLeft } from './time-left.ts';

export interface ShardAnswer {
  readonly state: ShardState;
}

const shardEvent = runEvent.extend({ work: keyName });

/** Throws what the state machine retries by name: `ThrottledError`, `TimeLimitError`; anything else it gives up soon. */
export const scanShardHandler = (runtime: Runtime, sources: KeptSource): Handler<ShardAnswer> => {
  return async (event, context) => {
    const { run, work } = readEvent(shardEvent, event, 'scan-shard');
    const time = timeLeft(context);
    try {
      const { job, configuration } = await openJob(runtime, run, time.signal);
      const state = await readShard(job, {
        source: sources.of(job, configuration),
        work,
        attempt: runtime.attempt(),
        pause: time.short,
      });
      runtime.log.info(state === 'done' ? 'shard read' : 'shard read in part', { run, work });
      return { state };
    } catch (error) {
      sources.forget();
      runtime.log.error('shard not read', { run, work, ...errorFields(error) });
      throw error;
    } finally {
      time.end();
    }
  };
};
