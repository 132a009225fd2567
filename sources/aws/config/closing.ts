/** What a query's rows say of its kinds: each was listed to its end, or there is a gap. */
import { compareText } from '#model/resource.ts';
import type { SourceEvent } from '#model/source.ts';
import { gapRow, readRow } from '../coverage-rows.ts';
import { isGlobalKind } from '../items.ts';
import type { Gap } from '../recorders.ts';
import { shortfall } from './listing.ts';
import type { Group } from './queries.ts';
import type { InventoryRequest } from './request.ts';

/** Rows so far, by kind and region. */
export type Seen = Record<string, Record<string, number>>;

/** In the place of a region, for rows that are live but not followed, or that can't be told. */
export const unrecorded = '!unrecorded';
export const unreadable = '!unreadable';

export const count = (seen: Seen, kind: string, region: string): void => {
  const regions = seen[kind] ?? {};
  seen[kind] = regions;
  regions[region] = (regions[region] ?? 0) + 1;
};

/** One listing row for each region of each kind: read, or a gap. */
export async function* close(
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
      const again = await route.recount(signal);
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
    const doubt = request.doubtOf(kind, region);
    const gap = request.gapOf(kind, region) ?? shortOf(region) ?? (count === 0 ? doubt : undefined);
    const { detail } = doubt ?? {};
    const row =
      gap === undefined
        ? { ...readRow(account, region, kind, count, route), ...(detail === undefined ? {} : { detail }) }
        : gapRow(account, region, kind, gap, route, count);
    yield { type: 'coverage', row };
  }
}

/** A region that is out of reach for the kind keeps its own reason. */
export function* gapRows(
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
