/** Kinds without a region: AWS Config delivers them in several, and of each resource the newest item counts. */
import { isKind } from '#model/part-sources.ts';
import type { Resource } from '#model/resource.ts';
import { compareText } from '#model/resource.ts';
import type { ReadOptions, Shard, SourceEvent } from '#model/source.ts';
import { coverageOf } from '#sources/failure.ts';
import { gapRow, readRow } from '../coverage-rows.ts';
import { homeRegionOf } from '../home-region.ts';
import { isGlobalKind } from '../items.ts';
import type { Gap } from '../recorders.ts';
import { directRoute, uncounted } from '../routing.ts';
import type { ShardTools } from '../shard-tools.ts';
import { isUnfiltered } from '../shards.ts';
import { readInventory } from './inventory.ts';

/** Read with the other kinds that are joined, not a second time. */
const blockKind = 'AWS::S3::AccountPublicAccessBlock';

/** Items of kinds without a region are held until all regions were seen; beyond this many an account's are cut. */
const maxGlobalItems = 20_000;

/**
 * An aggregator holds one item of a resource without a region for each region that delivered it. They are held until
 * their kind is done, and no checkpoint is set meanwhile.
 */
export async function* newestOnly(events: AsyncIterable<SourceEvent>): AsyncGenerator<SourceEvent> {
  const newest = new Map<string, Resource>();
  const gaps = new Map<string, Gap>();
  for await (const event of events) {
    if (event.type === 'resource' && event.resource.region === 'global') {
      keepNewest(newest, event.resource, gaps);
      continue;
    }
    if (event.type === 'checkpoint' && newest.size > 0) continue;
    if (event.type === 'coverage') {
      const { kind } = event.row;
      for (const [key, resource] of newest) {
        if (resource.kind !== kind) continue;
        newest.delete(key);
        yield { type: 'resource', resource };
      }
      const gap = gaps.get(kind);
      if (gap !== undefined) {
        yield {
          type: 'coverage',
          row: gapRow(event.row.account, event.row.region, kind, gap, event.row.route),
        };
        continue;
      }
    }
    yield event;
  }
}

/**
 * Kinds of which an account has one set: AWS Config delivers them in several regions, so all are read, and of each
 * resource the newest item is kept. Starts anew when interrupted, since nothing is handed over before the end.
 */
export async function* readGlobal(
  tools: ShardTools,
  shard: Shard,
  { signal, cursor }: ReadOptions,
): AsyncGenerator<SourceEvent> {
  if (cursor !== undefined) return;
  const { account, kinds } = shard;
  const regions = await tools.estate.scannedRegions(account, signal);
  if (!regions.ok) {
    for (const kind of kinds) {
      yield {
        type: 'coverage',
        row: gapRow(account, 'global', kind, coverageOf(regions.failure), 'account'),
      };
    }
    return;
  }
  const newest = new Map<string, Resource>();
  const gaps = new Map<string, Gap>();
  const found = new Set<string>(kinds);
  let unrecorded: string | undefined;
  for (const region of regions.value) {
    const state = await tools.recorders.state(account, region, signal);
    if (state.gapOf(blockKind) !== undefined) unrecorded ??= region;
    for (const kind of kinds) {
      const gap = state.gapOf(kind);
      // What another region does not record of it is not missing.
      if ((homeRegionOf(kind) ?? region) !== region) continue;
      if (gap !== undefined && !gaps.has(kind)) gaps.set(kind, gap);
    }
    if (state.nothing) continue;
    if (kinds.includes(blockKind) && state.gapOf(blockKind) === undefined) {
      const blocks = await tools.joins.blocks(account, region, signal);
      if ('items' in blocks) for (const { resource } of blocks.items) keepNewest(newest, resource, gaps);
      else if (!gaps.has(blockKind)) {
        gaps.set(blockKind, { ...blocks.gap, detail: `${region}: ${blocks.gap.detail ?? blocks.gap.state}` });
      }
    }
    const events = readInventory({
      route: tools.routes.own(account, region),
      place: { account, region },
      kinds: kinds.filter((kind) => kind !== blockKind && state.gapOf(kind) === undefined),
      others: (kind) =>
        isGlobalKind(kind) &&
        !kinds.includes(kind) &&
        isUnfiltered(tools.estate.options) &&
        state.gapOf(kind) === undefined,
      regions: [region],
      gapOf: () => undefined,
      doubtOf: () => undefined,
      elsewhere: () => false,
      ownsGlobal: async () => true,
      finish: async (resource) => resource,
      cursor: undefined,
      signal,
    });
    for await (const event of events) {
      if (event.type === 'resource') keepNewest(newest, event.resource, gaps);
      if (event.type !== 'coverage') continue;
      const { kind, state: outcome, missing, principal, detail } = event.row;
      found.add(kind);
      if (outcome === 'read' || gaps.has(kind)) continue;
      gaps.set(kind, {
        state: outcome,
        ...(missing === undefined ? {} : { missing }),
        ...(principal === undefined ? {} : { principal }),
        ...(detail === undefined ? {} : { detail: `${region}: ${detail}` }),
      });
    }
  }
  const settled =
    kinds.includes(blockKind) &&
    unrecorded !== undefined &&
    ![...newest.values()].some(({ kind }) => kind === blockKind) &&
    (await settleBlock(tools, account, unrecorded, newest, gaps, signal));
  const counts = new Map<string, number>();
  for (const resource of newest.values()) {
    counts.set(resource.kind, (counts.get(resource.kind) ?? 0) + 1);
    yield { type: 'resource', resource };
  }
  for (const kind of [...found].sort(compareText)) {
    const count = counts.get(kind) ?? 0;
    // An account has one block of its own: once found, no other region can add to it.
    const complete = kind === blockKind && count === 1;
    const uncertain = count === 0 && kinds.includes(kind) && !isKind(kind) ? uncounted : undefined;
    const gap = complete ? undefined : (gaps.get(kind) ?? uncertain);
    yield {
      type: 'coverage',
      row:
        gap === undefined
          ? readRow(account, 'global', kind, count, settled && kind === blockKind ? directRoute : 'config')
          : gapRow(account, 'global', kind, gap, 'config', count),
    };
  }
  yield { type: 'checkpoint', cursor: 'done' };
}

/** No region that records the block holds one, and another records nothing: there S3 itself may be asked, which knows. */
const settleBlock = async (
  tools: ShardTools,
  account: string,
  unrecorded: string,
  newest: Map<string, Resource>,
  gaps: Map<string, Gap>,
  signal: AbortSignal,
): Promise<boolean> => {
  const blocks = await tools.joins.blocks(account, unrecorded, signal);
  if ('gap' in blocks || blocks.byService !== true) return false;
  gaps.delete(blockKind);
  for (const { resource } of blocks.items) keepNewest(newest, resource, gaps);
  return true;
};

const keepNewest = (newest: Map<string, Resource>, resource: Resource, gaps: Map<string, Gap>): void => {
  const key = `${resource.kind}|${resource.id}`;
  const before = newest.get(key);
  if (before === undefined && newest.size >= maxGlobalItems) {
    gaps.set(resource.kind, {
      state: 'truncated',
      detail: `more than ${maxGlobalItems} resources without a region`,
    });
    return;
  }
  if (before === undefined || before.observedAt < resource.observedAt) newest.set(key, resource);
};
