/** The run that an event names, with the configuration that it began with. */
import { openBundle, readBundle } from '#config/bundle.ts';
import { scanSettingsOf } from '#config/scan-settings.ts';
import type { Configuration } from '#config/schema.ts';
import { version } from '#config/version.ts';
import type { Job, StepOptions, StepRun } from '#pipeline/steps/run.ts';
import { jobOf, readRun } from '#pipeline/steps/run.ts';
import { catalogue } from './catalogue.ts';
import type { Runtime } from './runtime.ts';

export interface OpenedJob {
  readonly job: Job;
  readonly configuration: Configuration;
}

interface Kept {
  readonly run: StepRun;
  readonly configuration: Configuration;
  readonly options: StepOptions;
}

/** Of the last run: a function that is kept warm reads many of its shards. */
let kept: Kept | undefined;

/** @throws UnknownRunError, BundleError */
export const openJob = async (runtime: Runtime, name: string, signal: AbortSignal): Promise<OpenedJob> => {
  if (kept?.run.run !== name || kept.options.store !== runtime.store) kept = await read(runtime, name);
  const { run, configuration, options } = kept;
  return { job: jobOf(run, { ...options, signal }), configuration };
};

const read = async ({ store, now }: Runtime, name: string): Promise<Kept> => {
  const run = await readRun(store, name, version);
  const bundle = await readBundle(store, run.bundle);
  const { configuration, ...files } = openBundle(bundle, catalogue, new Date(run.startedAt));
  const options = { ...scanSettingsOf(configuration, catalogue.checks), ...files, store, version, now };
  return { run, configuration, options };
};
