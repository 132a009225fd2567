/**
 * One scan, from the plan to the commit. Everything is written under the scan's own name first; it is there for
 * readers once the next numbered manifest is created, which of several scans that end at once only one can do. The
 * others compare anew, with the one that was faster, and take the number after it.
 */
import { randomBytes } from 'node:crypto';
import { dateIn } from '#engine/calendar.ts';
import { markExpected } from '#engine/expected-unknowns.ts';
import { Judge } from '#engine/judge.ts';
import { judgedParts, needsOf, planChecks } from '#engine/plan.ts';
import { renamedChecks } from '#engine/renamed-checks.ts';
import type { Check } from '#model/check.ts';
import type { CoverageRow } from '#model/coverage.ts';
import { isGap } from '#model/coverage.ts';
import { unread } from '#model/reading.ts';
import { compareText } from '#model/resource.ts';
import type { Manifest, QuestionCounts } from '#model/scan.ts';
import { checkHash } from './check-hash.ts';
import { cleanUp } from './clean-up.ts';
import type { Compared } from './compare.ts';
import { compareScan } from './compare.ts';
import { findPrevious } from './find-previous.ts';
import type { Gathered } from './gather.ts';
import { gatherShards } from './gather.ts';
import type { JudgedShards } from './judge-shards.ts';
import { judgeShards, sumCounts } from './judge-shards.ts';
import { encodeManifest, manifestKey } from './manifests.ts';
import type { ScanPlan } from './plan-scan.ts';
import { assemblePlan, checksInScope, planSources } from './plan-scan.ts';
import { PreviousUnreadableError } from './previous-ledger.ts';
import { readerOf } from './read-scan.ts';
import { RunProgress } from './run-progress.ts';
import type { ScanOptions, ScanOutcome } from './scan-options.ts';
import type { ShardRuns } from './shard-rows.ts';
import { ShardWriter } from './shard-rows.ts';
import { planKey, writePlan } from './stored-plan.ts';
import { oldestKeptScan } from './tombstones.ts';

interface Run {
  readonly options: ScanOptions;
  readonly startedAt: Date;
  readonly id: string;
  readonly prefix: string;
  readonly checks: readonly Check[];
  readonly signal: AbortSignal;
  readonly progress: RunProgress;
  /**
   * True once a manifest may name this scan's files: a write that failed does not say that nothing was written. From
   * then on the files stay, since a reader may hold them; orphans cost space, half a scan costs trust.
   */
  manifestMayExist: boolean;
}

interface Judged extends JudgedShards {
  readonly plan: ScanPlan;
  readonly gathered: Gathered;
}

/**
 * Rejects, with nothing committed and earlier scans as they were, when the store can't be written, the signal aborts,
 * or the only source can't be planned. What a cloud refuses is not an error: it is in the coverage.
 */
export const runScan = async (options: ScanOptions): Promise<ScanOutcome> => {
  const startedAt = options.now();
  const id = runId(startedAt);
  const run: Run = {
    options,
    startedAt,
    id,
    prefix: `scans/${id}`,
    checks: checksInScope(options.checks, options.scope.kinds).toSorted((a, b) => compareText(a.id, b.id)),
    signal: options.signal ?? new AbortController().signal,
    progress: new RunProgress(options.sources, options.onProgress ?? (() => undefined)),
    manifestMayExist: false,
  };
  try {
    run.signal.throwIfAborted();
    run.progress.tell({ type: 'started', run: id });
    const judged = await judgeEstate(run);
    const manifest = await commit(run, judged);
    run.progress.tell({ type: 'committed', number: manifest.number });
    await cleanUp(options.store, `${run.prefix}/shards/`, (key) => isKept.test(key));
    return { manifest, reader: readerOf(options.store, manifest) };
  } catch (error) {
    if (!run.manifestMayExist) await cleanUp(options.store, `${run.prefix}/`);
    throw error;
  }
};

/**
 * A shard's own fails and what it judged stay with the scan; what is merged from them, and what is in the merged files
 * whole, does not.
 */
const isKept = /\/shards\/\d+\/(fails|parts)-\d+$/;

/** Sorts by time, and two runs of one second differ. */
const runId = (at: Date): string =>
  `${at
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '')}-${randomBytes(4).toString('hex')}`;

const judgeEstate = async (run: Run): Promise<Judged> => {
  const { options, checks, prefix, progress, signal } = run;
  const { store } = options;
  const today = dateIn(options.exceptions.rules.zone, run.startedAt);
  const mark = (row: CoverageRow): CoverageRow => markExpected(row, options.expectedUnknowns, today);

  const checkPlan = planChecks(checks);
  const kept = judgedParts(checkPlan);
  const sources = await planSources(options.sources, needsOf(checks), signal);
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
  await writePlan(store, prefix, { sources, kept });

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
    signal,
    mark,
    gaps,
    progress,
  });

  const writer = new ShardWriter(store, `${prefix}/shards/plan`);
  for (const row of plan.coverage) writer.coverage(mark(row));
  for (const row of gaps.unknowns()) writer.unknown(row);
  const runs: readonly ShardRuns[] = [...judged.runs, await writer.end()];
  const counts = sumCounts([gaps.counts(), judged.counts]);
  return { ...judged, runs, counts, plan, gathered: await gatherShards(store, prefix, runs) };
};

const commit = async (run: Run, judged: Judged): Promise<Manifest> => {
  const { options, signal, progress } = run;
  const { store } = options;
  /** Scans that are damaged: named in the manifest, and passed over. */
  const damaged = new Map<number, string>();
  for (;;) {
    signal.throwIfAborted();
    const { next, previous, notices } = await findPrevious(store, options.estate, damaged);
    const finishedAt = options.now();
    progress.tell({ type: 'comparing', with: previous?.number ?? 0 });
    let compared: Compared;
    try {
      compared = await compareScan({
        store,
        prefix: run.prefix,
        runs: judged.runs,
        gathered: judged.gathered,
        previous,
        number: next,
        now: finishedAt,
        checks: run.checks,
        renamed: renamedChecks(options.catalogue ?? options.checks),
        exceptions: options.exceptions,
        oldestTombstone: await oldestKeptScan(store, finishedAt),
      });
    } catch (error) {
      if (!(error instanceof PreviousUnreadableError)) throw error;
      damaged.set(error.number, error.message);
      progress.tell({ type: 'notice', text: error.message });
      continue;
    }
    const manifest = manifestOf(run, judged, compared, {
      number: next,
      comparedWith: previous?.number ?? 0,
      finishedAt,
      notices,
    });
    signal.throwIfAborted();
    run.manifestMayExist = true;
    if (await store.createIfAbsent(manifestKey(next), encodeManifest(manifest))) return manifest;
    run.manifestMayExist = false;
    progress.tell({ type: 'overtaken', by: next });
  }
};

interface Position {
  readonly number: number;
  readonly comparedWith: number;
  readonly finishedAt: Date;
  readonly notices: readonly string[];
}

const manifestOf = (run: Run, judged: Judged, compared: Compared, position: Position): Manifest => {
  const { options, checks, prefix, progress } = run;
  const { plan, gathered } = judged;
  const { calls, throttled } = progress.totals();
  const { accounts, regions } = options.scope;
  return {
    format: 1,
    number: position.number,
    run: run.id,
    plumbline: options.version,
    startedAt: run.startedAt.toISOString(),
    finishedAt: position.finishedAt.toISOString(),
    estate: options.estate,
    scope: {
      ...options.scope,
      providers: [...new Set(options.sources.map((source) => source.provider))],
      accounts: accounts.length > 0 ? accounts : plan.accounts,
      regions: regions.length > 0 ? regions : plan.regions,
      checks: checks.map((check) => check.id),
    },
    callers: plan.callers,
    checkHashes: Object.fromEntries(checks.map((check) => [check.id, checkHash(check)])),
    ...options.origins,
    accountNames: { ...plan.accountNames, ...options.accountNames },
    notices: [...position.notices, ...(options.notices ?? []), ...plan.notices, ...compared.notices],
    comparedWith: position.comparedWith,
    complete: gathered.complete,
    resources: gathered.resources,
    calls,
    throttled,
    counts: Object.fromEntries(countsOf(checks, judged, compared)),
    open: compared.open,
    excepted: compared.excepted,
    changes: compared.changes,
    shards: judged.entries,
    files: {
      findings: `${prefix}/findings`,
      unknowns: `${prefix}/unknowns`,
      coverage: `${prefix}/coverage`,
      inventory: `${prefix}/inventory`,
      exceptions: `${prefix}/exceptions`,
      parts: planKey(prefix),
    },
  };
};

/** A fail that two shards report is one question with one answer. */
const countsOf = (
  checks: readonly Check[],
  judged: Judged,
  compared: Compared,
): readonly (readonly [string, QuestionCounts])[] =>
  checks.map(({ id }) => {
    const { asked, notApplicable, pass, fail, unknown } = judged.counts.get(id) ?? {
      asked: 0,
      notApplicable: 0,
      pass: 0,
      fail: 0,
      unknown: 0,
    };
    const twice = compared.duplicates.get(id) ?? 0;
    return [id, { asked: asked - twice, notApplicable, pass, fail: fail - twice, unknown }];
  });
