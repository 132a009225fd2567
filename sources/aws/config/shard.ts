/** Shards of AWS Config: one region, everything of an account by the aggregator, or the kinds without a region. */

import { isUnrecorded } from '#model/aws/direct-sources.ts';
import { isKind } from '#model/part-sources.ts';
import { compareText } from '#model/resource.ts';
import type { ReadOptions, Shard, SourceEvent } from '#model/source.ts';
import { coverageOf } from '#sources/failure.ts';
import { gapRow, readRow } from '../coverage-rows.ts';
import { isGlobalKind } from '../items.ts';
import { joinedParts } from '../joined-parts.ts';
import type { Gap, RecorderState } from '../recorders.ts';
import { readRegionItself } from '../region/shard.ts';
import { uncounted } from '../routing.ts';
import type { ShardTools } from '../shard-tools.ts';
import { calledKinds, isUnfiltered, recorderKind, regionKind } from '../shards.ts';
import { newestOnly } from './global.ts';
import { readInventory } from './inventory.ts';
import type { InventoryRequest } from './request.ts';

export async function* readRegion(
  tools: ShardTools,
  shard: Shard,
  { signal, cursor }: ReadOptions,
): AsyncGenerator<SourceEvent> {
  const { account, region } = shard;
  if (cursor === undefined) yield* readCalled(tools, shard, region, signal);
  // Only what is called for is of interest then.
  if (tools.estate.options.inventory === 'direct') return;
  const state = await tools.recorders.state(account, region, signal);
  const kinds = inventoryKinds(shard);
  // What the plan found out of reach is not among the shard's kinds; this is what has been lost since.
  for (const kind of kinds) {
    const gap = state.gapOf(kind);
    if (gap !== undefined && cursor === undefined)
      yield { type: 'coverage', row: gapRow(account, region, kind, gap, 'config') };
  }
  // Old items of a recorder that stopped are not looked at.
  if (state.nothing) return;
  yield* readInventory({
    route: tools.routes.own(account, region),
    place: { account, region },
    kinds: kinds.filter((kind) => state.gapOf(kind) === undefined),
    // One that somebody needs and that is not the shard's is planned another way, whatever the recorder says by now.
    others: (kind) =>
      !isGlobalKind(kind) &&
      tools.needs?.has(kind) !== true &&
      !isElsewhere(tools, kind) &&
      isUnfiltered(tools.estate.options) &&
      state.gapOf(kind) === undefined,
    regions: [region],
    gapOf: () => undefined,
    doubtOf: (kind) => doubtOf(kinds, kind, state),
    elsewhere: () => false,
    ownsGlobal: async () => {
      const regions = await tools.estate.scannedRegions(account, signal);
      return regions.ok && [...regions.value].sort(compareText)[0] === region;
    },
    finish: finishItem(tools, account, signal),
    cursor,
    signal,
  });
}

/** One query for all regions of an account; rows of regions that the plan has given up are left out. */
export async function* readAggregated(
  tools: ShardTools,
  shard: Shard,
  { signal, cursor }: ReadOptions,
): AsyncGenerator<SourceEvent> {
  const { account } = shard;
  const kinds = inventoryKinds(shard);
  const regions = await tools.estate.scannedRegions(account, signal);
  if (!regions.ok) {
    for (const kind of shard.kinds) {
      yield { type: 'coverage', row: gapRow(account, '*', kind, coverageOf(regions.failure), 'account') };
    }
    return;
  }
  const elsewhere = new Set(shard.elsewhere);
  const states = new Map<string, RecorderState>();
  for (const region of regions.value) {
    states.set(region, await tools.recorders.state(account, region, signal));
  }
  const gapOf = await gapsOf(tools, account, states, signal);
  if (cursor === undefined) {
    for (const region of regions.value) yield* readCalled(tools, shard, region, signal);
  }
  const events = readInventory({
    route: tools.routes.aggregated(account),
    place: { account, region: undefined },
    kinds,
    others: (kind) =>
      !isElsewhere(tools, kind) &&
      isUnfiltered(tools.estate.options) &&
      regions.value.some((region) => gapOf(kind, region) === undefined),
    regions: regions.value,
    gapOf,
    doubtOf: (kind, region) => doubtOf(kinds, kind, states.get(region)),
    // As planned, whatever the recorders say by now: what they have lost since is a gap of this shard's.
    elsewhere: (kind, region) => elsewhere.has(`${kind}|${region}`),
    ownsGlobal: async () => true,
    finish: finishItem(tools, account, signal),
    cursor,
    signal,
  });
  yield* newestOnly(events);
}

/** Of one region: what no inventory holds. */
async function* readCalled(
  tools: ShardTools,
  { account, kinds }: Shard,
  region: string,
  signal: AbortSignal,
): AsyncGenerator<SourceEvent> {
  if (kinds.includes(recorderKind)) yield* readRecorder(tools, account, region, signal);
  if (kinds.includes(regionKind)) yield* readRegionItself(tools, account, region, signal);
}

const inventoryKinds = (shard: Shard): readonly string[] =>
  shard.kinds.filter((kind) => !calledKinds.includes(kind));

async function* readRecorder(
  tools: ShardTools,
  account: string,
  region: string,
  signal: AbortSignal,
): AsyncGenerator<SourceEvent> {
  const { recording } = await tools.recorders.state(account, region, signal);
  const name = recording.known && recording.value !== 'none' ? recording.value.name : `${account} ${region}`;
  yield {
    type: 'resource',
    resource: {
      provider: 'aws',
      kind: recorderKind,
      account,
      region,
      // One at most per account and region, and the place itself where there is none.
      id: `${account}/${region}`,
      name,
      tags: Object.create(null) as Record<string, string>,
      observedAt: new Date(tools.estate.now()).toISOString(),
      parts: { recording },
    },
  };
  yield { type: 'coverage', row: readRow(account, region, recorderKind, 1, 'config') };
}

const gapsOf = async (
  tools: ShardTools,
  account: string,
  states: ReadonlyMap<string, RecorderState>,
  signal: AbortSignal,
): Promise<(kind: string, region: string) => Gap | undefined> => {
  const byRegion = new Map<string, RecorderState['gapOf']>();
  for (const [region, { gapOf }] of states) {
    const copied = await tools.aggregator?.gapOf(account, region, signal);
    byRegion.set(region, (kind) => copied ?? gapOf(kind));
  }
  return (kind, region) => {
    if (region !== 'global') return byRegion.get(region)?.(kind);
    // Without a region: out of reach where every region is.
    const gaps = [...byRegion.values()].map((gapOf) => gapOf(kind));
    return gaps.includes(undefined) ? undefined : gaps[0];
  };
};

/** Of what the shard was to tell of; kinds that nobody asked for are listed where there are some. */
const doubtOf = (
  kinds: readonly string[],
  kind: string,
  state: Pick<RecorderState, 'doubtOf'> | undefined,
): Gap | undefined => {
  if (!kinds.includes(kind)) return undefined;
  return isKind(kind) ? state?.doubtOf(kind) : uncounted;
};

/** Read from its own service in any case, where somebody looks at it: its items would show it a second time. */
const isElsewhere = ({ needs }: ShardTools, kind: string): boolean =>
  isUnrecorded(kind) && (needs === undefined || needs.has(kind));

const finishItem = (tools: ShardTools, account: string, signal: AbortSignal): InventoryRequest['finish'] => {
  const finish = joinedParts(tools, account, signal);
  return (resource, item) => finish(resource, item.identity.resourceId);
};
