/** Joins what the shards of a run left and commits it: once, however often and by however many it is tried. */
import pMap from 'p-map';
import type { Manifest } from '#model/scan.ts';
import { cleanUp } from '../clean-up.ts';
import { commitScan } from '../commit-scan.ts';
import { committedAs } from '../committed.ts';
import type { EstateRun } from '../judge-estate.ts';
import { gatherEstate, judgingOf, tellGaps } from '../judge-estate.ts';
import type { JudgedShard } from '../judge-shard.ts';
import { sumCounts } from '../judge-shards.ts';
import { RunProgress } from '../run-progress.ts';
import { logKey } from '../shard-log.ts';
import { readPlan } from '../stored-plan.ts';
import { published, storeConcurrency } from './once.ts';
import type { WorkItem } from './plan.ts';
import { assembled, readJoined } from './plan.ts';
import { quietSource } from './quiet-source.ts';
import type { Job } from './run.ts';
import { resultOf, shardUsage } from './shard.ts';

/** @param attempt names what this process writes. */
export const commitRun = async (job: Job, attempt: string): Promise<Manifest> => {
  const { options, run, startedAt } = job;
  const { store } = options;
  const done = await committedAs(store, run.run, startedAt);
  if (done !== undefined) return done;
  const joined = await readJoined(job);
  if (joined === undefined) throw new Error(`run ${run.run} in ${store.location} has no plan to commit`);
  const stored = await readPlan(store, joined.plan);
  const plan = assembled(stored);
  const judging = judgingOf(job);
  tellGaps(judging, plan);
  const items = (await published<readonly WorkItem[]>(store, joined.list)) ?? [];
  const shards: JudgedShard[] = [];
  const results = await pMap(items, ({ work }, index) => resultOf(job, index, work, attempt), {
    concurrency: storeConcurrency,
  });
  for (const { entry, runs, counts, gaps } of results) {
    for (const row of gaps) judging.gaps.gap(row);
    shards.push({ entry, runs, counts: new Map(counts) });
  }
  if (shards.length !== plan.tasks.length) {
    throw new Error(`${joined.list} lists ${shards.length} shards, and ${joined.plan} ${plan.tasks.length}`);
  }
  const read = await shardUsage(job);
  const usage = {
    calls: joined.usage.calls + read.calls,
    throttled: joined.usage.throttled + read.throttled,
  };
  const sources = stored.sources.map(({ provider }, index) =>
    quietSource(provider, 'this step asks no cloud', index === 0 ? usage : undefined),
  );
  const estateRun: EstateRun = {
    options: { ...options, sources, origins: run.origins, bundle: run.bundle },
    startedAt,
    id: run.run,
    prefix: `${job.prefix}/commit-${attempt}`,
    checks: job.checks,
    signal: job.signal,
    progress: new RunProgress(sources, () => undefined),
  };
  const judged = await gatherEstate(estateRun, {
    plan,
    planKey: joined.plan,
    judging,
    judged: {
      entries: shards.map(({ entry }) => entry),
      runs: shards.map(({ runs }) => runs),
      counts: sumCounts(shards.map(({ counts }) => counts)),
    },
  });
  const manifest = await commitScan(estateRun, judged, () => undefined);
  await tidy(
    job,
    manifest,
    judged.runs.flatMap(({ fails }) => fails),
  );
  return manifest;
};

/** What the manifest does not lead to has served its turn: the copies of other processes, and what they published. */
const tidy = async (
  { options: { store }, prefix }: Job,
  manifest: Manifest,
  fails: readonly string[],
): Promise<void> => {
  const kept = new Set<string>([
    ...Object.values(manifest.files),
    ...fails,
    ...manifest.shards.flatMap(({ key, parts = 0 }) =>
      Array.from({ length: parts }, (_, file) => logKey(key, file)),
    ),
  ]);
  for (const part of ['shards/', 'results/', 'plans/', 'joined', 'commit-']) {
    await cleanUp(store, `${prefix}/${part}`, (key) => kept.has(key), storeConcurrency);
  }
};
