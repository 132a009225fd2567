/**
 * Asks of every resource that a baseline speaks of whether it is as it was approved. What was seen comes out of the
 * parts that the shards keep, so shards that another process read, or an earlier run, are no different.
 */

import type { BaselineView, DriftVerdict, Pair, ScanView, SeenRow } from '#engine/drift/drift-verdict.ts';
import { driftOf, resourceOf } from '#engine/drift/drift-verdict.ts';
import { flipsOf, severityOf } from '#engine/drift/flips.ts';
import type { AnalysisReadings } from '#engine/judge.ts';
import { ListingView } from '#engine/lifecycle-view.ts';
import type { CheckPlan } from '#engine/plan.ts';
import type { CoverageRow } from '#model/coverage.ts';
import { listing } from '#model/coverage.ts';
import type { Drift } from '#model/drift.ts';
import { baselineCheckId } from '#model/drift.ts';
import type { FailRow, UnknownRow } from '#model/finding.ts';
import { unread } from '#model/reading.ts';
import type { Provider } from '#model/resource.ts';
import type { QuestionCounts, Scope, ShardEntry } from '#model/scan.ts';
import { addCounts, noCounts } from '#model/scan.ts';
import { readRows } from '#store/blocks.ts';
import type { StoreDriver } from '#store/driver.ts';
import type { CountsByCloud } from '../cloud-shares.ts';
import { isUnreadable } from '../read-scan.ts';
import type { KeptParts } from '../shard-log.ts';
import type { ShardRuns } from '../shard-rows.ts';
import { ShardWriter } from '../shard-rows.ts';
import type { Baseline } from './baselines.ts';
import { joinSeen } from './join-seen.ts';
import { seenRows } from './seen-rows.ts';

export interface DriftOptions {
  readonly store: StoreDriver;
  /** Rows are written below it. */
  readonly prefix: string;
  /** In force, the newest first; or why they can't be read. */
  readonly baselines: readonly Baseline[] | { readonly failure: string };
  readonly shards: readonly ShardEntry[];
  readonly judged: KeptParts;
  readonly plan: CheckPlan;
  readonly analyses: (provider: Provider) => AnalysisReadings | undefined;
  readonly providers: readonly Provider[];
  readonly scope: Pick<Scope, 'accounts' | 'regions' | 'kinds'>;
  readonly ownerTags: readonly string[];
  /** Of Plumbline. */
  readonly version: string;
  readonly listings: ListingView;
}

export interface ScanDrift {
  readonly runs: Pick<ShardRuns, 'fails' | 'unknowns'>;
  readonly counts: QuestionCounts;
  /** The same, by cloud; those of which it asked nothing are left out. */
  readonly byCloud: CountsByCloud;
  /** Numbers of those that it was compared with. */
  readonly baselines: readonly number[];
  readonly notices: readonly string[];
}

/** What can't be read makes all of it unknown: nothing is resolved, and nothing passes. */
export const driftOfScan = async (options: DriftOptions): Promise<ScanDrift> => {
  const { baselines, store, prefix } = options;
  if ('failure' in baselines) return unreadable(options, baselines.failure);
  try {
    return await compare(options, baselines, new ShardWriter(store, `${prefix}/shards/drift`));
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return await unreadable(options, error.message);
  }
};

const compare = async (
  options: DriftOptions,
  baselines: readonly Baseline[],
  writer: ShardWriter,
): Promise<ScanDrift> => {
  const { store, prefix } = options;
  const views: BaselineView[] = [];
  for (const baseline of baselines) views.push(await viewOf(store, baseline, options.version));
  const scan = scanView(options);
  const byNumber = new Map(baselines.map((baseline) => [baseline.number, baseline]));
  const tally = new Map<Provider, Counting>();
  const unknowns = new UnknownGroups(writer);
  const now = seenRows({
    store,
    prefix: `${prefix}/shards/drift`,
    shards: options.shards,
    kept: options.judged,
  });
  const then = baselines.map(({ files }) => readRows<SeenRow>(store, files.seen));
  for await (const pair of joinSeen(now, then)) {
    const verdict = driftOf(pair, views, scan);
    if (verdict.verdict === 'not-asked') continue;
    const row = keyOf(pair);
    const counts = tally.get(row.provider) ?? { ...noCounts };
    tally.set(row.provider, counts);
    switch (verdict.verdict) {
      case 'pass':
        counts.pass += 1;
        break;
      case 'not-applicable':
        counts.notApplicable += 1;
        break;
      case 'unknown':
        counts.unknown += 1;
        unknowns.add(row, verdict.gap);
        break;
      case 'fail': {
        counts.fail += 1;
        const baseline = byNumber.get(verdict.baseline.number);
        if (baseline === undefined)
          throw new Error(`baseline ${verdict.baseline.number} is not among those compared`);
        const place = baselines.indexOf(baseline);
        writer.fail(failRow(pair.now, pair.before[place], verdict, baseline, options));
      }
    }
    counts.asked += 1;
    await writer.settle();
  }
  unknowns.flush();
  const { fails, unknowns: rows } = await writer.end();
  return {
    runs: { fails, unknowns: rows },
    counts: [...tally.values()].reduce<QuestionCounts>(addCounts, noCounts),
    byCloud: tally,
    baselines: baselines.map(({ number }) => number),
    notices: noticesOf(baselines, options),
  };
};

type Counting = { -readonly [K in keyof QuestionCounts]: number };

const keyOf = ({ now, before }: Pair): SeenRow => {
  const row = now ?? before.find((each) => each !== undefined);
  if (row === undefined) throw new Error('a pair without a row');
  return row;
};

const viewOf = async (store: StoreDriver, baseline: Baseline, version: string): Promise<BaselineView> => {
  const listings = new ListingView();
  for await (const row of readRows<CoverageRow>(store, baseline.files.listings)) listings.add(row);
  return {
    number: baseline.number,
    scope: baseline.scope,
    judged: new Map(Object.entries(baseline.judged)),
    listings,
    sameReader: baseline.plumbline === version,
  };
};

const scanView = ({ judged, listings, scope, providers }: DriftOptions): ScanView => ({
  judged,
  listings,
  asked: ({ provider, account, region, kind }) =>
    providers.includes(provider) &&
    (scope.accounts.length === 0 || scope.accounts.includes(account)) &&
    (scope.regions.length === 0 || region === 'global' || scope.regions.includes(region)) &&
    (scope.kinds.length === 0 || scope.kinds.includes(kind)),
});

const failRow = (
  now: SeenRow | undefined,
  then: SeenRow | undefined,
  verdict: Extract<DriftVerdict, { readonly verdict: 'fail' }>,
  baseline: Baseline,
  { plan, analyses, ownerTags }: DriftOptions,
): FailRow => {
  const row = now ?? then;
  if (row === undefined) throw new Error('drift of nothing');
  const { provider, account, region, kind, id, name, tags } = row;
  const flips = flipsOf(
    then === undefined ? undefined : resourceOf(then),
    now === undefined ? undefined : resourceOf(now),
    plan,
    analyses(provider) ?? { trust: unread('unavailable') },
  );
  const drift: Drift = {
    type: verdict.type,
    expected: { from: 'baseline', baseline: baseline.number, scan: baseline.scan, readAt: baseline.readAt },
    changes: verdict.changes,
    flips,
  };
  const owners = ownerTags.flatMap((tag) => (tags[tag] === undefined ? [] : [[tag, tags[tag]] as const]));
  return {
    check: baselineCheckId,
    provider,
    account,
    region,
    kind,
    id,
    name,
    severity: severityOf(flips),
    evidence: verdict.changes.map(({ path, was, is }) => ({
      path,
      found: is ?? nothing,
      expected: was ?? nothing,
    })),
    fingerprint: verdict.fingerprint,
    ...(owners.length === 0 ? {} : { tags: Object.assign(Object.create(null), Object.fromEntries(owners)) }),
    drift,
  };
};

/** In evidence, where a value is asked for. */
const nothing = '‹not there›';

/** Rows come sorted by place, so a group is written as soon as its place is done. */
class UnknownGroups {
  readonly #writer: ShardWriter;
  readonly #open = new Map<string, UnknownRow & { readonly resources: string[] }>();
  #place = '';

  constructor(writer: ShardWriter) {
    this.#writer = writer;
  }

  add({ provider, account, region, kind, id }: SeenRow, gap: Gap): void {
    const place = JSON.stringify([provider, account, region, kind]);
    if (place !== this.#place) this.flush();
    this.#place = place;
    const { part, reason, missing, detail } = gap;
    const key = JSON.stringify([part, reason, missing, detail]);
    const row = this.#open.get(key);
    if (row !== undefined) {
      row.resources.push(id);
      return;
    }
    this.#open.set(key, {
      checks: [baselineCheckId],
      provider,
      account,
      region,
      kind,
      part,
      reason,
      ...(missing === undefined ? {} : { missing }),
      ...(detail === undefined ? {} : { detail }),
      resources: [id],
    });
  }

  flush(): void {
    for (const row of this.#open.values()) this.#writer.unknown(row);
    this.#open.clear();
  }
}

type Gap = Extract<DriftVerdict, { readonly verdict: 'unknown' }>['gap'];

const noticesOf = (baselines: readonly Baseline[], { version }: DriftOptions): readonly string[] => {
  const others = baselines.filter(({ plumbline }) => plumbline !== version);
  return others.map(
    ({ number, plumbline }) =>
      `Baseline ${number} was read by Plumbline ${plumbline}, and this is ${version}: what only one of them reads is unknown, not drift, until a newer scan is approved`,
  );
};

/** One question for each cloud, which stands for all that nobody can count. */
const unreadable = async (
  { store, prefix, providers }: DriftOptions,
  failure: string,
): Promise<ScanDrift> => {
  const writer = new ShardWriter(store, `${prefix}/shards/drift-unreadable`);
  const clouds = [...new Set(providers)];
  for (const provider of clouds) {
    writer.unknown({
      checks: [baselineCheckId],
      provider,
      account: listing,
      region: listing,
      kind: listing,
      part: listing,
      reason: 'malformed',
      detail: `the comparison can't be made: ${failure}`,
      resources: [listing],
    });
  }
  const { fails, unknowns } = await writer.end();
  return {
    runs: { fails, unknowns },
    counts: { ...noCounts, asked: clouds.length, unknown: clouds.length },
    byCloud: new Map(clouds.map((provider) => [provider, { ...noCounts, asked: 1, unknown: 1 }])),
    baselines: [],
    notices: [`Drift is unknown: the comparison with the baseline can't be made (${failure})`],
  };
};
