/** Joins what the shards left, compares it with the last scan, and commits. */
import { commitRun } from '#pipeline/steps/commit.ts';
import { openJob } from './job.ts';
import type { Handler, Runtime } from './runtime.ts';
import { readEvent, runEvent } from './runtime.ts';

export interface Committed {
  readonly run: string;
  /** Number of the scan. */
  readonly number: number;
}

export const commitHandler = (runtime: Runtime): Handler<Committed> => {
  return async (event) => {
    const { run } = readEvent(runEvent, event, 'commit');
    const { job } = await openJob(runtime, run, new AbortController().signal);
    const { number, complete, resources, calls, throttled } = await commitRun(job, runtime.attempt());
    runtime.log.info('scan committed', { run, number, complete, resources, calls, throttled });
    return { run, number };
  };
};
