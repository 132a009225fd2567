/**
 * One shard of a run, read and judged by as many processes as it takes. Each writes under a name of its own, and goes on
 * from a copy of what the one before it was handed; the first that comes to the end publishes what counts.
 */
import pMap from 'p-map';
import { known } from '#model/reading.ts';
import { compareText } from '#model/resource.ts';
import type { Source } from '#model/source.ts';
import type { StoreDriver } from '#store/driver.ts';
import { judgingOf } from '../judge-estate.ts';
import { judgeShard, shardKey } from '../judge-shard.ts';
import { logKey } from '../shard-log.ts';
import type { FinishedShard } from '../shard-progress.ts';
import { EarlierShards } from '../shard-progress.ts';
import { publish, published, storeConcurrency } from './once.ts';
import type { Work } from './plan.ts';
import { readWork } from './plan.ts';
import { quietSource } from './quiet-source.ts';
import type { Job, StepUsage } from './run.ts';
import { ThrottledError, usageSince } from './run.ts';

export interface ShardStep {
  readonly source: Source;
  /** Key of the work item. */
  readonly work: string;
  /** Names what this process writes. */
  readonly attempt: string;
  /** Asked at each checkpoint: true where the time that is left is needed for ending in order. */
  readonly pause: () => boolean;
}

/** `again`: some of it was read, and another process has to go on. */
export type ShardState = 'done' | 'again';

const resultKey = ({ prefix }: Job, index: number): string =>
  `${prefix}/results/${String(index).padStart(6, '0')}`;
const usageName = 'usage';
/** Mark of a process that could not go on from what the one before it left. */
const restarted = 'restarted';
/** Where page tokens don't live as long as a pause takes, a shard would begin for ever. */
const mostRestarts = 3;

/** What was reached could not be gone on from, again and again. */
class RestartedError extends Error {
  override readonly name = 'RestartedError';
}

/**
 * @throws ThrottledError where the cloud was too busy for some of it: what was read is kept for {@link giveUpShard}.
 *   The signal's reason where it aborts and nothing was read that another process could go on from.
 */
export const readShard = async (job: Job, step: ShardStep): Promise<ShardState> => {
  const { store } = job.options;
  const { work } = await readWork(store, step.work);
  if ((await published(store, resultKey(job, work.index))) !== undefined) return 'done';
  const folder = `${shardKey(job.prefix, work.index)}/`;
  const keys = await store.list(folder);
  // What was throttled on the way is read anew, from the beginning: what it kept would be throttled again.
  const round = `${folder}${keys.filter((each) => each.endsWith('/done')).length}-`;
  const attempts = attemptsOf(keys, round);
  if (
    keys.filter((each) => each.startsWith(round) && each.endsWith(`/${restarted}`)).length >= mostRestarts
  ) {
    throw new RestartedError(`${work.shard.name} could not be gone on with ${mostRestarts} times`);
  }
  const key = `${round}${String(attempts.length).padStart(6, '0')}-${step.attempt}`;
  const copied = await copyEarlier(store, attempts, key);
  const before = step.source.usage();
  let state: 'paused' | FinishedShard;
  let startedOver = false;
  try {
    state = await judge(job, step, key, step.pause, (resumed) => {
      startedOver = copied > 0 && !resumed;
    });
  } catch (error) {
    if (!job.signal.aborted || (await logFiles(store, key)) <= copied) throw error;
    state = 'paused';
  } finally {
    if (startedOver) await store.write(`${key}/${restarted}`, new Uint8Array());
    await writeUsage(store, key, usageSince(step.source.usage(), before));
  }
  if (state === 'paused') return 'again';
  if (state.gaps.some((row) => row.state === 'throttled')) {
    throw new ThrottledError(`${work.shard.name} was too busy to be read to its end`);
  }
  await publish(store, resultKey(job, work.index), state);
  return 'done';
};

/**
 * What no process could read, and why: its kinds are unknown. Where it was read to its end and only throttled on the
 * way, that counts, since it says more.
 */
export const giveUpShard = async (
  job: Job,
  { work: key, attempt, failure }: Pick<ShardStep, 'work' | 'attempt'> & { readonly failure: string },
): Promise<void> => {
  const { store } = job.options;
  const { work } = await readWork(store, key);
  const result = resultKey(job, work.index);
  if ((await published(store, result)) !== undefined) return;
  let throttled: FinishedShard | undefined;
  for (const each of await store.list(`${shardKey(job.prefix, work.index)}/`)) {
    if (!each.endsWith('/done')) continue;
    const end = await published<FinishedShard>(store, each);
    if (end !== undefined && (throttled === undefined || end.gaps.length < throttled.gaps.length)) {
      throttled = end;
    }
  }
  await publish(store, result, throttled ?? (await brokenShard(job, work, key, attempt, failure)));
};

/** The result of every shard of the plan; one without a word is given up here, so that none is lost. */
export const resultOf = async (
  job: Job,
  index: number,
  work: string,
  attempt: string,
): Promise<FinishedShard> => {
  const { store } = job.options;
  const key = resultKey(job, index);
  const found = await published<FinishedShard>(store, key);
  if (found !== undefined) return found;
  await giveUpShard(job, { work, attempt, failure: 'no process came to its end, or could say why' });
  const given = await published<FinishedShard>(store, key);
  if (given === undefined) throw new Error(`${key} in ${store.location} was published, and is gone`);
  return given;
};

/** Of all processes that read shards of this run. */
export const shardUsage = async ({ options: { store }, prefix }: Job): Promise<StepUsage> => {
  const sum = { calls: 0, throttled: 0 };
  const keys = (await store.list(`${prefix}/shards/`)).filter((key) => key.endsWith(`/${usageName}`));
  const usages = await pMap(keys, (key) => published<StepUsage>(store, key), {
    concurrency: storeConcurrency,
  });
  for (const usage of usages) {
    sum.calls += usage?.calls ?? 0;
    sum.throttled += usage?.throttled ?? 0;
  }
  return sum;
};

const writeUsage = (store: StoreDriver, key: string, { calls, throttled }: StepUsage): Promise<void> =>
  store.write(`${key}/${usageName}`, Buffer.from(JSON.stringify({ calls, throttled })));

const brokenShard = async (
  job: Job,
  work: Work,
  key: string,
  attempt: string,
  failure: string,
): Promise<FinishedShard> => {
  const source = quietSource(work.shard.provider, failure);
  const own = `${shardKey(job.prefix, work.index)}/${attempt}-given-up`;
  const shard = await judge(
    job,
    { source, work: key },
    own,
    () => false,
    () => undefined,
  );
  if (shard === 'paused') throw new Error(`${work.shard.name} paused where nothing is read`);
  return shard;
};

const judge = async (
  job: Job,
  { source, work: workKey }: Pick<ShardStep, 'source' | 'work'>,
  key: string,
  pause: () => boolean,
  onStart: (resumed: boolean) => void,
): Promise<'paused' | FinishedShard> => {
  const { options, needs, signal } = job;
  const { store } = options;
  const { work, trust } = await readWork(store, workKey);
  const own = await EarlierShards.under(store, `${key}/`);
  const ignore = (): void => undefined;
  const judged = await judgeShard(
    { source, shard: work.shard, analyses: { trust: known(trust) }, planned: new Set(work.planned) },
    key,
    {
      ...judgingOf(job),
      store,
      ownerTags: options.ownerTags,
      signal,
      needs,
      pause,
      earlier: own,
      ...(options.checkpointsPerFile === undefined ? {} : { checkpointsPerFile: options.checkpointsPerFile }),
      progress: {
        started: (_shard, resumed = false) => onStart(resumed),
        resource: ignore,
        found: ignore,
        finished: ignore,
      },
    },
  );
  if (judged === 'paused') return 'paused';
  const finished = await published<FinishedShard>(store, `${key}/done`);
  if (finished === undefined) throw new Error(`${key}/done in ${store.location} was written, and is gone`);
  return finished;
};

/** Key prefixes of the processes of a round, the last to begin first. */
const attemptsOf = (keys: readonly string[], round: string): readonly string[] => {
  const names = keys.flatMap((each) =>
    each.startsWith(round) ? (each.slice(round.length).split('/')[0] ?? []) : [],
  );
  return [...new Set(names)].sort((a, b) => compareText(b, a)).map((name) => `${round}${name}`);
};

/**
 * Copies what the last of the earlier processes was handed up to its last checkpoint: it has what those before it had,
 * unless it could not go on from there.
 *
 * @returns the number of files.
 */
const copyEarlier = async (store: StoreDriver, attempts: readonly string[], key: string): Promise<number> => {
  for (const from of attempts) {
    const reached = await (await EarlierShards.under(store, `${from}/`)).reached(from);
    if (reached === undefined) continue;
    for (let file = 0; file < reached.files; file += 1) {
      const bytes = await store.read(logKey(from, file));
      if (bytes === undefined) return file;
      await store.write(logKey(key, file), bytes);
    }
    return reached.files;
  }
  return 0;
};

const logFiles = async (store: StoreDriver, key: string): Promise<number> =>
  (await store.list(logKey(key, ''))).length;
