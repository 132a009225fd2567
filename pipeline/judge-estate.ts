/** Reads and judges a whole estate; what is written does not depend on any earlier scan. */
import { dateIn } from '#engine/calendar.ts';
import { markExpected } from '#engine/expected-unknowns.ts';
import { Judge } from '#engine/judge.ts';
import { judgedParts, needsOf, planChecks } from '#engine/plan.ts';
import type { Check } from '#model/check.ts';
import type { CoverageRow } from '#model/coverage.ts';
import { isGap } from '#model/coverage.ts';
import { unread } from '#model/reading.ts';
import type { Gathered } from './gather.ts';
import { gatherShards } from './gather.ts';
import type { JudgedShards } from './judge-shards.ts';
import { judgeShards, sumCounts } from './judge-shards.ts';
import type { ScanPlan } from './plan-scan.ts';
import { assemblePlan, planSources } from './plan-scan.ts';
import type { RunProgress } from './run-progress.ts';
import type { ScanOptions } from './scan-options.ts';
import type { EarlierShards } from './shard-progress.ts';
import type { ShardRuns } from './shard-rows.ts';
import { ShardWriter } from './shard-rows.ts';
import type { StoredPlan } from './stored-plan.ts';
import { writePlan } from './stored-plan.ts';

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
}

export interface JudgedEstate extends JudgedShards {
  readonly plan: ScanPlan;
  readonly gathered: Gathered;
}

/** @throws what a source's plan throws, where it is the only one. */
export const judgeEstate = async (run: EstateRun): Promise<JudgedEstate> => {
  const { options, checks, prefix, progress, signal } = run;
  const { store } = options;
  const today = dateIn(options.exceptions.rules.zone, run.startedAt);
  const mark = (row: CoverageRow): CoverageRow => markExpected(row, options.expectedUnknowns, today);

  const checkPlan = planChecks(checks);
  const kept = judgedParts(checkPlan);
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
      notices: planned.notices,
    });
  });
  if (stored === undefined && run.logged !== false) await writePlan(store, prefix, { sources, kept });

  // One judge for the gaps of all shards: a place that plan and shard both speak of is one question.
  const gaps = new Judge({
    plan: checkPlan,
    analyses: { trust: unread('unavailable') },
    onFail: () => undefined,
  });
  for (const row of plan.coverage) if (isGap(row)) gaps.gap(row);
  const judged = await judgeShards(plan.tasks, {
    plan: checkPlan,
    store,
    prefix,
    ownerTags: options.ownerTags,
    kept,
    concurrency: options.concurrency,
    logged: run.logged ?? true,
    ...(run.earlier === undefined ? {} : { earlier: run.earlier.shards }),
    ...(run.alive === undefined ? {} : { alive: run.alive }),
    ...(options.checkpointsPerFile === undefined ? {} : { checkpointsPerFile: options.checkpointsPerFile }),
    signal,
    mark,
    gaps,
    progress,
  });

  const writer = new ShardWriter(store, `${prefix}/shards/plan`);
  for (const row of plan.coverage) writer.coverage(mark(row));
  for (const row of gaps.unknowns()) writer.unknown(row);
  const runs: readonly ShardRuns[] = [...judged.runs, await writer.end()];
  await run.confirm?.();
  const counts = sumCounts([gaps.counts(), judged.counts]);
  return { ...judged, runs, counts, plan, gathered: await gatherShards(store, prefix, runs) };
};
