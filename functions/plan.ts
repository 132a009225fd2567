/** Plans one cloud: what there is to read in it, and what is known to be out of reach. */
import { planCloud } from '#pipeline/steps/plan.ts';
import type { KeptSource } from './clouds.ts';
import { openJob } from './job.ts';
import { errorFields } from './log.ts';
import type { Handler, ProviderName, Runtime } from './runtime.ts';
import { readEvent, runEvent } from './runtime.ts';
import { timeLeft } from './time-left.ts';

export interface Planned {
  readonly provider: ProviderName;
}

export const planHandler = (
  runtime: Runtime,
  provider: ProviderName,
  sources: KeptSource,
): Handler<Planned> => {
  return async (event, context) => {
    const { run } = readEvent(runEvent, event, 'plan');
    const time = timeLeft(context);
    try {
      const { job, configuration } = await openJob(runtime, run, time.signal);
      await planCloud(job, sources.of(job, configuration), runtime.attempt());
      runtime.log.info('cloud planned', { run, provider });
      return { provider };
    } catch (error) {
      sources.forget();
      runtime.log.error('cloud not planned', { run, provider, ...errorFields(error) });
      throw error;
    } finally {
      time.end();
    }
  };
};
