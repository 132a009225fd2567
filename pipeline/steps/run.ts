/** A scan that several processes make, one step each: what they agree on, and how a second start is told from the first. */
import { hash } from 'node:crypto';
import { needsOf } from '#engine/plan.ts';
import type { Check } from '#model/check.ts';
import { compareText } from '#model/resource.ts';
import type { Needs } from '#model/source.ts';
import type { StoreDriver } from '#store/driver.ts';
import { committedAs } from '../committed.ts';
import { checksInScope } from '../plan-scan.ts';
import type { ScanOptions } from '../scan-options.ts';
import { publish, published } from './once.ts';

export interface StepRun {
  readonly run: string;
  readonly estate: string;
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  /** Name of what makes the steps follow each other; another one with the same run is a second start. */
  readonly execution: string;
  /** Content hash of the configuration that every step reads. */
  readonly bundle: string;
  readonly origins: ScanOptions['origins'];
  /** Version of Plumbline that began it. */
  readonly plumbline: string;
}

export type StepOptions = Omit<
  ScanOptions,
  'sources' | 'resume' | 'keepWhenStopped' | 'owner' | 'isRunning' | 'onProgress' | 'origins' | 'bundle'
>;

/** What every step of one run is handed. */
export interface Job {
  readonly run: StepRun;
  readonly options: StepOptions;
  readonly startedAt: Date;
  /** Key prefix of all that the run writes. */
  readonly prefix: string;
  /** In scope, sorted by id. */
  readonly checks: readonly Check[];
  readonly needs: Needs;
  readonly signal: AbortSignal;
}

const prefixOf = (run: string): string => `scans/${run}`;
const runKey = (run: string): string => `${prefixOf(run)}/run`;

/** The same moment of the same estate is the same run, however often it is started. Sorts by time. */
export const runOf = (scheduled: Date, estate: string): string =>
  `${scheduled
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '')}-${hash('sha256', `${estate}\n${scheduled.toISOString()}`, 'hex').slice(0, 8)}`;

/** Resolves to the run, or to `doubled` where another execution makes it, or has made it. */
export const beginRun = async (store: StoreDriver, wanted: StepRun): Promise<StepRun | 'doubled'> => {
  const run = await publish(store, runKey(wanted.run), wanted);
  if (run.execution !== wanted.execution) return 'doubled';
  const committed = await committedAs(store, run.run, new Date(run.startedAt));
  return committed === undefined ? run : 'doubled';
};

/** There is no such run, or not for this version; the message says what to do. */
export class UnknownRunError extends Error {
  override readonly name = 'UnknownRunError';
}

/** @throws UnknownRunError */
export const readRun = async (store: StoreDriver, run: string, version: string): Promise<StepRun> => {
  const found = await published<StepRun>(store, runKey(run));
  if (found === undefined) throw new UnknownRunError(`there is no run ${run} in ${store.location}`);
  if (found.plumbline !== version) {
    throw new UnknownRunError(
      `run ${run} was begun by Plumbline ${found.plumbline}, and this is ${version}: the next scan will be made by one version`,
    );
  }
  return found;
};

export const jobOf = (run: StepRun, options: StepOptions): Job => {
  const checks = checksInScope(options.checks, options.scope.kinds).toSorted((a, b) =>
    compareText(a.id, b.id),
  );
  return {
    run,
    options,
    startedAt: new Date(run.startedAt),
    prefix: prefixOf(run.run),
    checks,
    needs: needsOf(checks),
    signal: options.signal ?? new AbortController().signal,
  };
};

/** The cloud was too busy to answer: worth another try later, in a process that has forgotten the refusals. */
export class ThrottledError extends Error {
  override readonly name = 'ThrottledError';
}

/** Of one step, for the manifest. */
export interface StepUsage {
  readonly calls: number;
  readonly throttled: number;
}

export const usageSince = (now: StepUsage, before: StepUsage): StepUsage => ({
  calls: now.calls - before.calls,
  throttled: now.throttled - before.throttled,
});
