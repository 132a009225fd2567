/** The plans of a run: one per cloud, each made by a process of its own, and then one list of shards out of them. */
import pMap from 'p-map';
import type { TrustBoundary } from '#model/analyses.ts';
import type { Provider } from '#model/resource.ts';
import type { Shard, Source } from '#model/source.ts';
import type { StoreDriver } from '#store/driver.ts';
import { judgingOf } from '../judge-estate.ts';
import { assemblePlan } from '../plan-scan.ts';
import type { PlannedSource, StoredPlan } from '../stored-plan.ts';
import { planKey, readPlan, writePlan } from '../stored-plan.ts';
import { publish, published, storeConcurrency } from './once.ts';
import { quietSource } from './quiet-source.ts';
import type { Job, StepUsage } from './run.ts';
import { ThrottledError, usageSince } from './run.ts';

interface CloudPlan {
  /** Key of the stored plan, with this cloud in it only. */
  readonly plan: string;
  readonly usage: StepUsage;
}

export interface JoinedPlans {
  /** Key of the stored plan of all clouds. */
  readonly plan: string;
  /** Key of a JSON list of {@link WorkItem}. */
  readonly list: string;
  readonly shards: number;
  /** Key of the trust of each cloud. */
  readonly trust: string;
  readonly usage: StepUsage;
}

/** All that is said of one shard on its way: which cloud's, and where the rest is written. */
export interface WorkItem {
  readonly provider: Provider;
  readonly work: string;
}

export interface Work {
  /** Place in the plan. */
  readonly index: number;
  readonly shard: Shard;
  /** Kinds that the plan has already spoken of at this place. */
  readonly planned: readonly string[];
  readonly trust: string;
}

/** A cloud that could not be planned by its own process, and what is known of why. */
export interface CloudOutcome {
  readonly provider: Provider;
  readonly failure?: string;
}

/** Nothing could be planned: no scan is made, since its report would be of nothing. */
export class NothingPlannedError extends Error {
  override readonly name = 'NothingPlannedError';
}

const cloudKey = ({ prefix }: Job, provider: Provider): string => `${prefix}/plans/${provider}`;
const joinedKey = ({ prefix }: Job): string => `${prefix}/joined`;

/**
 * Plans one cloud, unless it is planned.
 *
 * @param attempt names what this process writes.
 * @throws ThrottledError where some of it was throttled; what was planned is kept for {@link joinPlans}.
 */
export const planCloud = async (job: Job, source: Source, attempt: string): Promise<void> => {
  const { store } = job.options;
  const key = cloudKey(job, source.provider);
  if ((await published<CloudPlan>(store, key)) !== undefined) return;
  const before = source.usage();
  const planned = await planOf(job, source);
  const place = `${key}-${attempt}`;
  const { kept } = judgingOf(job);
  await writePlan(store, place, { sources: [planned], kept });
  if ('plan' in planned && planned.plan.coverage.some((row) => row.state === 'throttled')) {
    throw new ThrottledError(`${source.provider} was too busy to be planned`);
  }
  const { calls, throttled } = usageSince(source.usage(), before);
  await publish<CloudPlan>(store, key, { plan: planKey(place), usage: { calls, throttled } });
};

const planOf = async ({ needs, signal }: Job, source: Source): Promise<PlannedSource> => {
  const { provider } = source;
  try {
    return { provider, plan: await source.plan(needs, signal) };
  } catch (error) {
    if (signal.aborted) throw error;
    return { provider, failure: error instanceof Error ? error.message : String(error) };
  }
};

/**
 * One plan out of those of the clouds, in this order, and a work item for each shard.
 *
 * @throws NothingPlannedError where no cloud could be planned.
 */
export const joinPlans = async (
  job: Job,
  clouds: readonly CloudOutcome[],
  attempt: string,
): Promise<JoinedPlans> => {
  const { store } = job.options;
  const done = await readJoined(job);
  if (done !== undefined) return done;
  const sources: PlannedSource[] = [];
  const usage = { calls: 0, throttled: 0 };
  for (const cloud of clouds) {
    const one = await plannedCloud(job, cloud);
    sources.push(one.source);
    usage.calls += one.usage.calls;
    usage.throttled += one.usage.throttled;
  }
  const failures = sources.flatMap((source) =>
    'plan' in source ? [] : [`${source.provider}: ${source.failure}`],
  );
  if (failures.length === sources.length) throw new NothingPlannedError(failures.join('; '));
  const place = `${joinedKey(job)}-${attempt}`;
  const stored: StoredPlan = { sources, kept: judgingOf(job).kept };
  await writePlan(store, place, stored);
  const trust = `${place}/trust`;
  await store.write(trust, Buffer.from(JSON.stringify(trustOf(sources))));
  const { tasks } = assembled(stored);
  const items = await pMap(
    tasks,
    async ({ shard, planned }, index): Promise<WorkItem> => {
      const key = `${place}/work/${String(index).padStart(6, '0')}`;
      const work: Work = { index, shard, planned: [...planned], trust };
      await store.write(key, Buffer.from(JSON.stringify(work)));
      return { provider: shard.provider, work: key };
    },
    { concurrency: storeConcurrency },
  );
  const list = `${place}/shards.json`;
  await store.write(list, Buffer.from(JSON.stringify(items)));
  const plan = planKey(place);
  return publish<JoinedPlans>(store, joinedKey(job), { plan, list, shards: items.length, trust, usage });
};

export const readJoined = (job: Job): Promise<JoinedPlans | undefined> =>
  published<JoinedPlans>(job.options.store, joinedKey(job));

/** As one scan in one process would have it. */
export const assembled = (stored: StoredPlan): ReturnType<typeof assemblePlan> =>
  assemblePlan(
    stored.sources.map(({ provider }) => quietSource(provider, 'this step asks no cloud')),
    stored.sources,
    () => undefined,
  );

const plannedCloud = async (
  job: Job,
  { provider, failure }: CloudOutcome,
): Promise<{ readonly source: PlannedSource; readonly usage: StepUsage }> => {
  const { store } = job.options;
  const key = cloudKey(job, provider);
  const plan = await published<CloudPlan>(store, key);
  // Throttled to the end: what was planned says itself where it was refused.
  const place = plan?.plan ?? (await store.list(`${key}-`)).find((each) => each.endsWith('/plan'));
  const [source] = place === undefined ? [] : (await readPlan(store, place)).sources;
  const usage = plan?.usage ?? { calls: 0, throttled: 0 };
  if (source !== undefined) return { source, usage };
  return { source: { provider, failure: failure ?? 'its planning ended without a word' }, usage };
};

/** A set has no JSON. */
interface StoredTrust {
  readonly accounts: readonly string[];
  readonly organization: string;
  readonly partners: readonly string[];
}

type TrustByCloud = Readonly<Partial<Record<Provider, StoredTrust>>>;

const trustOf = (sources: readonly PlannedSource[]): TrustByCloud =>
  Object.fromEntries(
    sources.flatMap((source) => {
      if (!('plan' in source)) return [];
      const { accounts, organization, partners } = source.plan.trust;
      return [[source.provider, { accounts: [...accounts], organization, partners: [...partners] }]];
    }),
  );

export const readWork = async (
  store: StoreDriver,
  key: string,
): Promise<{ readonly work: Work; readonly trust: TrustBoundary }> => {
  const work = await published<Work>(store, key);
  if (work === undefined) throw new Error(`${key} in ${store.location} is no work item: it is not there`);
  const trust = (await published<TrustByCloud>(store, work.trust))?.[work.shard.provider];
  if (trust === undefined) {
    throw new Error(`${work.trust} in ${store.location} does not say whom ${work.shard.provider} trusts`);
  }
  return {
    work,
    trust: {
      accounts: new Set(trust.accounts),
      organization: trust.organization,
      partners: new Set(trust.partners),
    },
  };
};
