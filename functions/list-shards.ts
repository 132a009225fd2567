/** Makes one list of shards out of the clouds' plans: keys only, since the list of an organisation is too long for a state. */
import * as z from 'zod';
import { joinPlans } from '#pipeline/steps/plan.ts';
import { cleanMessage } from '#sources/clean-message.ts';
import { openJob } from './job.ts';
import type { Handler, Runtime } from './runtime.ts';
import { providerName, readEvent, runEvent } from './runtime.ts';

export interface Listed {
  readonly run: string;
  readonly shards: number;
  /** Where the state machine reads the list itself. */
  readonly bucket: string;
  readonly list: string;
  /** Shards that are read at the same time. */
  readonly concurrency: number;
}

const listEvent = runEvent.extend({
  clouds: z
    .array(
      z.object({
        provider: providerName,
        error: z.string().optional(),
        cause: z.string().optional(),
      }),
    )
    .min(1),
});

export const listShardsHandler = (runtime: Runtime): Handler<Listed> => {
  return async (event) => {
    const { run, clouds } = readEvent(listEvent, event, 'list-shards');
    const { job, configuration } = await openJob(runtime, run, new AbortController().signal);
    const outcomes = clouds.map(({ provider, error, cause }) => ({
      provider,
      ...(error === undefined ? {} : { failure: failureText(error, cause) }),
    }));
    const { list, shards } = await joinPlans(job, outcomes, runtime.attempt());
    runtime.log.info('shards listed', { run, shards });
    return {
      run,
      shards,
      bucket: runtime.bucket,
      list: `${runtime.root}${list}`,
      concurrency: configuration.concurrency,
    };
  };
};

/** `Name: message`, of what the state machine caught: Lambda's cause is JSON with `errorMessage`, or plain words. */
export const failureText = (error: string, cause: string | undefined): string =>
  cleanMessage(`${error}: ${messageIn(cause ?? '') || 'the function ended before it could say why'}`);

const messageIn = (cause: string): string => {
  try {
    const { errorMessage } = z.object({ errorMessage: z.string() }).parse(JSON.parse(cause));
    return errorMessage;
  } catch {
    // Lambda itself ended the function; it says so in plain words.
    return cause;
  }
};
