/** A cloud's source for a run; each bundle knows its own cloud only. */
import type { Configuration } from '#config/schema.ts';
import type { Source } from '#model/source.ts';
import type { Job } from '#pipeline/steps/run.ts';
import type { Env, ProviderName } from './runtime.ts';

export interface Cloud {
  readonly provider: ProviderName;
  /** @param startedAt of the run: the same in each of its processes. */
  readonly open: (configuration: Configuration, startedAt: Date, env: Env) => Source;
}

export interface KeptSource {
  of(job: Job, configuration: Configuration): Source;
  /** What it was refused is to be asked again. */
  forget(): void;
}

/** One source for all shards of a run that this process reads: sessions and what every shard asks are asked once. */
export const keepSource = (cloud: Cloud, env: Env): KeptSource => {
  let kept: { readonly run: string; readonly source: Source } | undefined;
  return {
    of({ run, startedAt }, configuration) {
      if (kept?.run !== run.run) {
        kept = { run: run.run, source: cloud.open(configuration, startedAt, env) };
      }
      return kept.source;
    },
    forget() {
      kept = undefined;
    },
  };
};
