/**
 * Streams one place's inventory: what AWS Config has discovered, kind by kind, page by page. Kinds that a check
 * looks at come whole; the others with their identity, so that they are in the inventory. Whatever was to be listed
 * and was not, ends as a gap.
 */
import type { CoverageRow } from '#model/coverage.ts';
import type { Resource } from '#model/resource.ts';
import { compareText } from '#model/resource.ts';
import type { SourceEvent } from '#model/source.ts';
import type { ConfigItem } from '../config-item.ts';
import { coverageOf } from '../errors.ts';
import { isGlobalKind, resourceOfItem } from '../items.ts';
import { gapRow } from '../plan.ts';
import type { Gap } from '../recorders.ts';
import { iamKinds, recorderKind } from '../shards.ts';
import type { Progress } from './cursor.ts';
import { readCursor, writeCursor } from './cursor.ts';
import type { ListingPlace, Row } from './listing.ts';
import { listPages, shortfall } from './listing.ts';
import type { Group } from './queries.ts';
import { groupKinds, isPlainKind, splitGroup } from './queries.ts';
import type { InventoryRoute } from './route.ts';

export interface InventoryRequest {
  readonly route: InventoryRoute;
  readonly place: ListingPlace;
  /** Kinds to read whole, which a gap is owed for where they can't be. */
  readonly kinds: readonly string[];
  /** Whether a kind that nobody needs is of interest; false reads {@link kinds} only. */
  readonly others: (kind: string) => boolean;
  /** Regions whose rows count, and why one is out of reach for a kind; `global` for kinds without a region. */
  readonly regions: readonly string[];
  readonly gapOf: (kind: string, region: string) => Gap | undefined;
  /** Places whose rows of a kind are read another way: nothing is said of them here. */
  readonly elsewhere: (kind: string, region: string) => boolean;
  /** Whether rows of region `global` are handed over here, for kinds that are not known to have no region. */
  readonly ownsGlobal: () => Promise<boolean>;
  /** Joins in what other kinds tell. */
  readonly finish: (resource: Resource, item: ConfigItem) => Promise<Resource>;
  readonly cursor: string | undefined;
  readonly signal: AbortSignal;
}

/** After so many queries in a row that failed for no reason of their own, the rest is not tried. */
const patience = 3;

type Seen = Record<string, Record<string, number>>;

export async function* readInventory(request: InventoryRequest): AsyncGenerator<SourceEvent> {
  const { route, kinds, signal } = request;
  const started = await startProgress(request);
  if ('gap' in started) {
    for (const kind of kinds) yield* gapRows(request, kind, started.gap);
    return;
  }
  let { groups, token, seen }: { groups: readonly Group[]; token: string | undefined; seen: Seen } = {
    groups: started.groups,
    token: started.token,
    seen: mutable(started.seen),
  };
  let failures = 0;
  while (groups.length > 0) {
    const [group, ...rest] = groups;
    if (group === undefined) break;
    let failed: Gap | undefined;
    let untouched = token === undefined;
    let again = false;
    for await (const event of listPages(route, group, request.place, token, signal)) {
      if (event.type === 'failed') {
        failed = event.gap;
        // Which kind it was can be found out as long as nothing was handed over; a refusal is of all of them.
        again =
          untouched && group.kinds.length > 1 && event.failure?.type !== 'denied' && failures < patience;
        break;
      }
      yield* handOver(request, group, event.rows, seen);
      if (event.rows.length > 0) untouched = false;
      if (event.next !== undefined) {
        token = event.next;
        yield { type: 'checkpoint', cursor: writeCursor({ groups, token, seen }) };
      }
    }
    token = undefined;
    if (again) {
      failures += 1;
      groups = [...splitGroup(group), ...rest];
      seen = {};
      continue;
    }
    failures = failed === undefined ? 0 : failures + 1;
    yield* close(request, group, seen, failed);
    groups = rest;
    seen = {};
    if (failed !== undefined && (failures >= patience || isRefusal(failed))) {
      for (const left of groups) yield* close(request, left, {}, failed);
      groups = [];
    }
    yield { type: 'checkpoint', cursor: writeCursor({ groups, token: undefined, seen: {} }) };
  }
}

const isRefusal = (gap: Gap): boolean => gap.state === 'denied' || gap.state === 'denied-by-guardrail';

const startProgress = async (request: InventoryRequest): Promise<Progress | { readonly gap: Gap }> => {
  const { route, kinds, others, cursor, signal } = request;
  if (cursor !== undefined) {
    return readCursor(cursor) ?? { gap: { state: 'unavailable', detail: 'the checkpoint can not be read' } };
  }
  const counts = await route.counts(undefined, signal);
  if (!counts.ok) return { gap: coverageOf(counts.failure) };
  const needed = new Set(kinds);
  const rest = [...counts.value]
    .filter(([kind, count]) => count > 0 && !needed.has(kind) && isListed(kind) && others(kind))
    .map(([kind]) => kind);
  return {
    groups: [
      ...groupKinds(kinds, counts.value, true, route.condition),
      ...groupKinds(rest, counts.value, false, route.condition),
    ],
    token: undefined,
    seen: {},
  };
};

/** Rule results are no resources; IAM and recorders are read from their own services. */
const isListed = (kind: string): boolean =>
  isPlainKind(kind) &&
  !iamKinds.includes(kind) &&
  kind !== recorderKind &&
  kind !== 'AWS::Config::ResourceCompliance' &&
  kind !== 'AWS::Config::ConformancePackCompliance';

async function* handOver(
  request: InventoryRequest,
  group: Group,
  rows: readonly Row[],
  seen: Seen,
): AsyncGenerator<SourceEvent> {
  for (const { item, suspicious } of rows) {
    const { kind } = item.identity;
    const result = resourceOfItem(item, { suspicious, whole: group.whole });
    switch (result.type) {
      case 'resource': {
        const { region } = result.resource;
        count(seen, kind, region);
        // A place that is stale, or that nobody asked for, is not judged by what an aggregator still holds of it.
        if (region === 'global' ? !(await keepsGlobal(request, kind)) : !request.regions.includes(region))
          continue;
        if (request.gapOf(kind, region) !== undefined || request.elsewhere(kind, region)) continue;
        yield { type: 'resource', resource: await request.finish(result.resource, item) };
        break;
      }
      case 'left-out':
        break;
      case 'not-recorded':
        count(seen, kind, unrecorded);
        break;
      case 'malformed':
        // One item of a status that nobody knows: it may be live.
        count(seen, kind, unreadable);
        break;
    }
  }
}

/** Such rows are delivered in every region that records the kind: one of them hands them over. */
const keepsGlobal = async (request: InventoryRequest, kind: string): Promise<boolean> =>
  isGlobalKind(kind) || (await request.ownsGlobal());

/** In the place of a region, for rows that are live but not followed, or that can't be told. */
const unrecorded = '!unrecorded';
const unreadable = '!unreadable';

const count = (seen: Seen, kind: string, region: string): void => {
  const regions = seen[kind] ?? {};
  seen[kind] = regions;
  regions[region] = (regions[region] ?? 0) + 1;
};

/** One listing row for each region of each kind: read, or a gap. */
async function* close(
  request: InventoryRequest,
  group: Group,
  seen: Seen,
  failed: Gap | undefined,
): AsyncGenerator<SourceEvent> {
  let recounted: ReadonlyMap<string, number> | undefined;
  for (const kind of group.kinds) {
    const rows = seen[kind] ?? {};
    const gap = failed ?? strangers(kind, rows);
    if (gap !== undefined) {
      yield* gapRows(request, kind, gap, rows);
      continue;
    }
    const counted = group.counts[kind] ?? 0;
    if (total(rows) >= counted) {
      yield* listed(request, kind, rows, () => undefined);
      continue;
    }
    const { route, signal } = request;
    if (route.countsByRegion !== undefined) {
      // The count is of all regions; which of them is short is for a count by region to say.
      const byRegion = await route.countsByRegion(kind, signal);
      const short = byRegion.ok ? undefined : shortfall(kind, total(rows), counted);
      yield* listed(request, kind, rows, (region) =>
        byRegion.ok ? shortfall(kind, rows[region] ?? 0, byRegion.value.get(region) ?? 0) : short,
      );
      continue;
    }
    // Something may have been deleted since the count: what holds is the later one.
    if (recounted === undefined) {
      const again = await route.counts(undefined, signal);
      recounted = again.ok ? again.value : new Map(Object.entries(group.counts));
    }
    const short = shortfall(kind, total(rows), recounted.get(kind) ?? 0);
    yield* listed(request, kind, rows, () => short);
  }
}

const total = (rows: Readonly<Record<string, number>>): number =>
  Object.values(rows).reduce((sum, some) => sum + some, 0);

/** Rows that say themselves that nobody follows what they show. */
const strangers = (kind: string, rows: Readonly<Record<string, number>>): Gap | undefined => {
  const { [unrecorded]: hidden = 0, [unreadable]: unknown = 0 } = rows;
  if (hidden > 0) {
    return { state: 'not-recorded', detail: `${hidden} of ${kind} exist that AWS Config does not record` };
  }
  return unknown > 0
    ? { state: 'malformed', detail: `${unknown} of ${kind} have a status that is not known` }
    : undefined;
};

function* listed(
  request: InventoryRequest,
  kind: string,
  rows: Readonly<Record<string, number>>,
  shortOf: (region: string) => Gap | undefined,
): Generator<SourceEvent> {
  const { account } = request.place;
  const route = request.route.name;
  for (const region of regionsOf(request, kind, rows)) {
    const count = rows[region] ?? 0;
    const gap = request.gapOf(kind, region) ?? shortOf(region);
    const row: CoverageRow =
      gap === undefined
        ? { provider: 'aws', account, region, kind, part: '*', state: 'read', count, route }
        : gapRow(account, region, kind, gap, route, count);
    yield { type: 'coverage', row };
  }
}

/** A region that is out of reach for the kind keeps its own reason. */
function* gapRows(
  request: InventoryRequest,
  kind: string,
  gap: Gap,
  rows: Readonly<Record<string, number>> = {},
): Generator<SourceEvent> {
  for (const region of regionsOf(request, kind, rows)) {
    const why = request.gapOf(kind, region) ?? gap;
    yield {
      type: 'coverage',
      row: gapRow(request.place.account, region, kind, why, request.route.name, rows[region] ?? 0),
    };
  }
}

/** Kinds that nobody needs get a row only where they were found, or would have been. */
const regionsOf = (
  request: InventoryRequest,
  kind: string,
  rows: Readonly<Record<string, number>>,
): readonly string[] =>
  allRegionsOf(request, kind, rows).filter((region) => !request.elsewhere(kind, region));

const allRegionsOf = (
  request: InventoryRequest,
  kind: string,
  rows: Readonly<Record<string, number>>,
): readonly string[] => {
  if (isGlobalKind(kind)) return ['global'];
  if (request.kinds.includes(kind) || request.regions.length === 1) return request.regions;
  const found = request.regions.filter((region) => rows[region] !== undefined).sort(compareText);
  return found.length > 0 ? found : request.regions;
};

const mutable = (seen: Progress['seen']): Seen =>
  Object.fromEntries(Object.entries(seen).map(([kind, regions]) => [kind, { ...regions }]));
