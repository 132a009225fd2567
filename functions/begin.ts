/** The first step: which scan this is, and whether another execution makes it already. */
import * as z from 'zod';
import { openBundle, originsOf, readBundle, readPointer } from '#config/bundle.ts';
import { version } from '#config/version.ts';
import type { StepRun } from '#pipeline/steps/run.ts';
import { beginRun, runOf } from '#pipeline/steps/run.ts';
import { catalogue } from './catalogue.ts';
import type { Handler, ProviderName, Runtime } from './runtime.ts';
import { readEvent } from './runtime.ts';

export type Begun =
  | { readonly state: 'begun'; readonly run: string; readonly clouds: readonly ProviderName[] }
  /** Another execution makes this scan, or has made it: there is nothing to do. */
  | { readonly state: 'doubled'; readonly run: string };

const beginEvent = z.object({
  /** Of the state machine: `scheduled` is the moment that the schedule was set for; left out by whoever starts it by hand. */
  input: z.object({ scheduled: z.iso.datetime().optional() }),
  execution: z.string().min(1),
  startedAt: z.iso.datetime(),
});

export const beginHandler = ({ store, now, log }: Runtime): Handler<Begun> => {
  return async (event) => {
    const { input, execution, startedAt } = readEvent(beginEvent, event, 'begin');
    const pointer = await readPointer(store);
    const { configuration } = openBundle(await readBundle(store, pointer.hash), catalogue, now());
    const { estate, providers } = configuration;
    const wanted: StepRun = {
      run: runOf(new Date(input.scheduled ?? startedAt), estate),
      estate,
      startedAt: now().toISOString(),
      execution,
      bundle: pointer.hash,
      origins: originsOf(pointer),
      plumbline: version,
    };
    const run = await beginRun(store, wanted);
    if (run === 'doubled') {
      log.warn('another execution makes this scan', { run: wanted.run, execution });
      return { state: 'doubled', run: wanted.run };
    }
    log.info('scan begun', { run: run.run, bundle: run.bundle, commit: run.origins.configuration.commit });
    return { state: 'begun', run: run.run, clouds: providers };
  };
};
