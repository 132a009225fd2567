/** Keeps the place of a shard that no process could read: its kinds are unknown, and the reason stands with them. */
import * as z from 'zod';
import { giveUpShard } from '#pipeline/steps/shard.ts';
import { openJob } from './job.ts';
import { failureText } from './list-shards.ts';
import type { Handler, Runtime } from './runtime.ts';
import { keyName, readEvent, runEvent } from './runtime.ts';

const giveUpEvent = runEvent.extend({
  work: keyName,
  failure: z.object({ Error: z.string(), Cause: z.string().optional() }),
});

export const giveUpHandler = (runtime: Runtime): Handler<{ readonly state: 'given up' }> => {
  return async (event) => {
    const { run, work, failure } = readEvent(giveUpEvent, event, 'give-up');
    const { job } = await openJob(runtime, run, new AbortController().signal);
    const why = failureText(failure.Error, failure.Cause);
    await giveUpShard(job, { work, attempt: runtime.attempt(), failure: why });
    runtime.log.warn('shard given up', { run, work, why });
    return { state: 'given up' };
  };
};
