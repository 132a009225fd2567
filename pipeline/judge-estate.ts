/** Reads and judges a whole estate; what is written does not depend on any earlier scan. */
import { dateIn } from '#engine/calendar.ts';
import { markExpected } from '#engine/expected-unknowns.ts';
import { Judge } from '#engine/judge.ts';
import type { ListingView } from '#engine/lifecycle-view.ts';
import type { CheckPlan } from '#engine/plan.ts';
import { judgedParts, needsOf, planChecks } from '#engine/plan.ts';
import type { Check } from '#model/check.ts';
import type { CoverageRow } from '#model/coverage.ts';
import { isGap } from '#model/coverage.ts';
import { baselineCheckId } from '#model/drift.ts';
import { unread } from '#model/reading.ts';
import type { ShardEntry } from '#model/scan.ts';
import { baselinesOf } from './drift/baselines.ts';
import type { ScanDrift } from './drift/drift-of-scan.ts';
import { driftOfScan } from './drift/drift-of-scan.ts';
import type { Gathered } from './gather.ts';
import { gatherShards } from './gather.ts';
import type { JudgedShards } from './judge-shards.ts';
import { judgeShards, sumCounts } from './judge-shards.ts';
import type { ScanPlan } from './plan-scan.ts';
import { assemblePlan, planSources } from './plan-scan.ts';
import type { RunProgress } from './run-progress.ts';
import type { ScanOptions } from './scan-options.ts';
import type { KeptParts } from './shard-log.ts';
import type { EarlierShards } from './shard-progress.ts';
import type { ShardRuns } from './shard-rows.ts';
import { ShardWriter } from './shard-rows.ts';
import type { StoredPlan } from './stored-plan.ts';
import { planKey, writePlan } from './stored-plan.ts';

export interface EstateRun {
  readonly options: ScanOptions;
  readonly startedAt: Date;
  /** Id under which the scan is written before it has a number. */
  readonly id: string;
  /** Key prefix of all that it writes. */
  readonly prefix: string;
  /** Those that are in scope, sorted by id. */
  readonly checks: readonly Check[];
  readonly signal: AbortSignal;
  readonly progress: RunProgress;
  /** What a run that was killed has left; undefined for a run that begins. */
  readonly earlier?: { readonly plan: StoredPlan | undefined; readonly shards: EarlierShards };
  /** False where nothing has to be gone on from or judged again later; true when left out. */
  readonly logged?: boolean;
  /** Throws where this process is not in charge of the run any more; `confirm` asks the store each time. */
  readonly alive?: () => Promise<void>;
  readonly confirm?: () => Promise<void>;
  /** Numbers of the baselines to compare with; those in force when left out. */
  readonly baselines?: readonly number[];
  /** Where the parts lie that were judged, when they are not this run's own. */
  readonly partsOf?: readonly ShardEntry[];
}

export interface JudgedEstate extends JudgedShards {
  /** Left out where no baseline is in force, or the question was not asked. */
  readonly drift?: ScanDrift;
  readonly plan: ScanPlan;
  /** Where it is stored. */
  readonly planKey: string;
  readonly gathered: Gathered;
}

/** @throws what a source's plan throws, where it is the only one. */
export const judgeEstate = async (run: EstateRun): Promise<JudgedEstate> => {
  const { options, checks, prefix, progress, signal } = run;
  const { store } = options;
  const judging = judgingOf(run);
  const { kept } = judging;
  // Asked again also where the plan is known: a source learns from it what `read` is to look at.
  const asked = await planSources(options.sources, needsOf(checks), signal);
  const stored = run.earlier?.plan;
  const sources = stored?.sources ?? asked;
  const plan = assemblePlan(options.sources, sources, (source, planned) => {
    progress.expect(planned.shards.length);
    const regions = [...new Set(planned.shards.map((shard) => shard.region))];
    const accounts = [...new Set(planned.shards.map((shard) => shard.account))];
    progress.tell({
      type: 'planned',
      provider: source.provider,
      accounts,
      regions,
      shards: planned.shards.length,
      notices: planned.notices,
    });
  });
  if (stored === undefined && run.logged !== false) await writePlan(store, prefix, { sources, kept });

  tellGaps(judging, plan);
  const judged = await judgeShards(plan.tasks, {
    ...judging,
    store,
    prefix,
    ownerTags: options.ownerTags,
    concurrency: options.concurrency,
    logged: run.logged ?? true,
    ...(run.earlier === undefined ? {} : { earlier: run.earlier.shards }),
    ...(run.alive === undefined ? {} : { alive: run.alive }),
    ...(options.checkpointsPerFile === undefined ? {} : { checkpointsPerFile: options.checkpointsPerFile }),
    signal,
    progress,
  });

  return gatherEstate(run, { plan, planKey: planKey(prefix), judged, judging });
};

/** A comparison that nobody can make, since nothing is approved, is no question of the scan. */
export const checksAsked = (
  checks: readonly Check[],
  { drift }: Pick<JudgedEstate, 'drift'>,
): readonly Check[] => checks.filter((check) => check.compares === undefined || drift !== undefined);

/** What all shards of a scan are judged with. */
export interface Judging {
  readonly plan: CheckPlan;
  readonly kept: KeptParts;
  readonly mark: (row: CoverageRow) => CoverageRow;
  /** One judge for the gaps of all shards: a place that plan and shard both speak of is one question. */
  readonly gaps: Judge;
}

export const judgingOf = ({
  checks,
  startedAt,
  options,
}: Pick<EstateRun, 'checks' | 'startedAt'> & {
  readonly options: Pick<ScanOptions, 'expectedUnknowns' | 'exceptions'>;
}): Judging => {
  const today = dateIn(options.exceptions.rules.zone, startedAt);
  const plan = planChecks(checks);
  return {
    plan,
    kept: judgedParts(plan),
    mark: (row) => markExpected(row, options.expectedUnknowns, today),
    gaps: new Judge({
      plan,
      analyses: { trust: unread('unavailable') },
      onFail: () => undefined,
    }),
  };
};

/** What the plan could not reach, before the shards speak of it. */
export const tellGaps = ({ gaps }: Judging, plan: ScanPlan): void => {
  for (const row of plan.coverage) if (isGap(row)) gaps.gap(row);
};

/** Brings together what the shards left and what the plan says; the gaps of both have been told to the judging. */
export const gatherEstate = async (
  run: EstateRun,
  { plan, planKey: key, judged, judging }: Ungathered,
): Promise<JudgedEstate> => {
  const { prefix } = run;
  const { store } = run.options;
  const { gaps, mark } = judging;
  const writer = new ShardWriter(store, `${prefix}/shards/plan`);
  for (const row of plan.coverage) writer.coverage(mark(row));
  for (const row of gaps.unknowns()) writer.unknown(row);
  const runs: readonly ShardRuns[] = [...judged.runs, await writer.end()];
  await run.confirm?.();
  let drift: ScanDrift | undefined;
  const gathered = await gatherShards(store, prefix, runs, async (listings) => {
    drift = await askDrift(run, plan, judging, judged.entries, listings);
    return drift?.runs.unknowns ?? [];
  });
  const shared = { ...judged, plan, planKey: key, gathered };
  if (drift === undefined) return { ...shared, runs, counts: sumCounts([gaps.counts(), judged.counts]) };
  // What is unknown of it has been gathered.
  const driftRuns: ShardRuns = { fails: drift.runs.fails, unknowns: [], coverage: [], inventory: [] };
  return {
    ...shared,
    drift,
    runs: [...runs, driftRuns],
    counts: sumCounts([gaps.counts(), judged.counts, new Map([[baselineCheckId, drift.counts]])]),
  };
};

const askDrift = async (
  { options, prefix, checks, baselines: wanted, partsOf }: EstateRun,
  { tasks }: ScanPlan,
  { plan, kept }: Judging,
  entries: readonly ShardEntry[],
  listings: ListingView,
): Promise<ScanDrift | undefined> => {
  if (!checks.some(({ id }) => id === baselineCheckId)) return undefined;
  const baselines = await baselinesOf(options.store, options.estate, wanted);
  if ('length' in baselines && baselines.length === 0) return undefined;
  return driftOfScan({
    store: options.store,
    prefix,
    baselines,
    shards: partsOf ?? entries,
    judged: kept,
    plan,
    analyses: (provider) => tasks.find(({ source }) => source.provider === provider)?.analyses,
    providers: options.sources.map(({ provider }) => provider),
    scope: options.scope,
    ownerTags: options.ownerTags,
    version: options.version,
    listings,
  });
};

export interface Ungathered {
  readonly plan: ScanPlan;
  /** Where the plan is stored. */
  readonly planKey: string;
  readonly judged: JudgedShards;
  readonly judging: Judging;
}
