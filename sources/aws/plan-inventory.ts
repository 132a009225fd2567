/** Which shards read the inventory of one account, each kind and region the way that it comes from. */
import pMap from 'p-map';
import { isUnrecorded } from '#model/aws/direct-sources.ts';
import type { CoverageRow } from '#model/coverage.ts';
import { compareText } from '#model/resource.ts';
import type { Needs, Shard } from '#model/source.ts';
import type { Aggregator } from './aggregator.ts';
import { gapRow } from './coverage-rows.ts';
import type { AwsEstate } from './estate.ts';
import { isGlobalKind } from './items.ts';
import type { DarkPlace, DirectPlace, StrangeRegion } from './notices.ts';
import type { Gap } from './recorders.ts';
import type { Routing } from './routing.ts';
import { reasonOf } from './routing.ts';
import {
  allRegions,
  makeShard,
  namedKinds,
  neededInventoryKinds,
  recorderKind,
  regionKind,
  wanted,
} from './shards.ts';

/** Accounts and regions asked at once while planning. */
export const concurrency = 8;

export interface PlanningTools {
  readonly estate: AwsEstate;
  /** Undefined where each account's own AWS Config is asked. */
  readonly aggregator: Aggregator | undefined;
  readonly routing: Routing;
}

/** What one account adds to the plan. */
export interface AccountPlan {
  readonly account: string;
  readonly shards: Shard[];
  readonly coverage: CoverageRow[];
  readonly dark: DarkPlace[];
  readonly direct: DirectPlace[];
  /** Regions that were asked for and that AWS does not have. */
  readonly strange: StrangeRegion[];
  /** Handed the account as it is named to a person. */
  readonly notices: ((called: string) => string)[];
}

/** Kind by kind and region by region: from AWS Config, from its own service, or not at all. */
export const planInventory = async (
  tools: PlanningTools,
  account: string,
  regions: readonly string[],
  needs: Needs,
  plan: AccountPlan,
  signal: AbortSignal,
): Promise<void> => {
  const { estate, aggregator } = tools;
  const needed = neededInventoryKinds(needs, estate.options);
  const named = namedKinds(needs, estate.options);
  const { inventory } = estate.options;
  const own = [
    ...(inventory !== 'direct' || needs.has(recorderKind) ? [recorderKind] : []),
    ...(needs.has(regionKind) ? [regionKind] : []),
  ].filter((kind) => wanted(kind, estate.options));
  const sorted = await pMap(
    regions,
    async (region) => ({
      region,
      ...(await sortKinds(tools, account, region, [...needed.regional, ...named.regional], signal)),
    }),
    { concurrency },
  );
  const global = await sortKinds(tools, account, 'global', [...needed.global, ...named.global], signal);
  const inventoried = new Set<string>();
  for (const { region, config, direct, dark, instead } of sorted) {
    const [first] = dark;
    if (first !== undefined) {
      plan.dark.push({ account, region, kinds: dark.length, gap: first.gap });
    }
    if (direct.length > 0) {
      plan.shards.push(makeShard('direct', account, region, direct));
      if (instead !== undefined) plan.direct.push({ account, region, because: instead.because });
    }
    for (const kind of config) inventoried.add(kind);
    if (aggregator === undefined || inventory === 'direct') {
      for (const { kind, gap } of dark) plan.coverage.push(gapRow(account, region, kind, gap, 'config'));
      if (inventory !== 'direct' || own.length > 0) {
        plan.shards.push(makeShard('config', account, region, [...config, ...own]));
      }
    } else {
      // An aggregator's shard is of all regions and says itself which of them are out of reach.
      for (const { kind } of dark) inventoried.add(kind);
    }
  }
  if (global.direct.length > 0) plan.shards.push(makeShard('direct', account, 'global', global.direct));
  if (inventory === 'direct') return;
  if (aggregator !== undefined) {
    const kinds = [...inventoried, ...global.config, ...global.dark.map(({ kind }) => kind), ...own];
    const elsewhere = [...sorted, { region: 'global', direct: global.direct }].flatMap(({ region, direct }) =>
      direct.map((kind) => `${kind}|${region}`),
    );
    const shard = makeShard('aggregated-config', account, allRegions, kinds);
    plan.shards.push(elsewhere.length === 0 ? shard : { ...shard, elsewhere: elsewhere.sort(compareText) });
    return;
  }
  for (const { kind, gap } of global.dark) plan.coverage.push(gapRow(account, 'global', kind, gap, 'config'));
  const { kinds: filter } = estate.options;
  if (needed.global.length === 0 && filter.length > 0 && !filter.some(isGlobalKind)) return;
  plan.shards.push(makeShard('global-config', account, 'global', global.config));
};

interface SortedKinds {
  readonly config: readonly string[];
  readonly direct: readonly string[];
  readonly dark: readonly { readonly kind: string; readonly gap: Gap }[];
  /** What AWS Config lacks of the first kind that it does not tell of; undefined where it tells of all. */
  readonly instead: { readonly because: string | undefined } | undefined;
}

const sortKinds = async (
  { routing }: PlanningTools,
  account: string,
  region: string,
  kinds: readonly string[],
  signal: AbortSignal,
): Promise<SortedKinds> => {
  const config: string[] = [];
  const direct: string[] = [];
  const dark: { kind: string; gap: Gap }[] = [];
  let instead: SortedKinds['instead'];
  for (const kind of kinds) {
    const way = await routing.way(account, region, kind, signal);
    switch (way.by) {
      case 'config':
        config.push(kind);
        break;
      case 'direct':
        direct.push(kind);
        // What is asked of its service in any case, or to be sure, says nothing of AWS Config.
        if (!isUnrecorded(kind) && way.doubted !== true) instead ??= { because: reasonOf(way.because) };
        break;
      case 'nothing':
        dark.push({ kind, gap: way.gap });
        break;
    }
  }
  return { config, direct, dark, instead };
};
