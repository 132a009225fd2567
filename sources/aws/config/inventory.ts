import { isKind } from '#model/part-sources.ts';
import type { SourceEvent } from '#model/source.ts';
import { coverageOf } from '#sources/failure.ts';
import { isGlobalKind, resourceOfItem } from '../items.ts';
import type { Gap } from '../recorders.ts';
import { iamKinds, recorderKind } from '../shards.ts';
import type { Seen } from './closing.ts';
import { close, count, gapRows, unreadable, unrecorded } from './closing.ts';
import type { Progress } from './cursor.ts';
import { readCursor, writeCursor } from './cursor.ts';
import type { Row } from './listing.ts';
import { listPages } from './listing.ts';
import type { Group } from './queries.ts';
import { groupKinds, isPlainKind, packedRows, splitGroup } from './queries.ts';
import type { InventoryRequest } from './request.ts';

/** After so many queries in a row that failed for no reason of their own, the rest is not tried. */
const patience = 3;
/** Rows of a query of several kinds: more than this means that far more exist than were counted. */
const maxHeld = 2 * packedRows;

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
    // Of several kinds: nothing is handed over before the last page, so that all can be asked for one by one instead.
    let holding = untouched && group.kinds.length > 1;
    const held: Row[] = [];
    for await (const event of listPages(route, group, request.place, token, signal)) {
      if (event.type === 'failed') {
        failed = event.gap;
        // Which kind it was can be found out as long as nothing was handed over; a refusal is of all of them.
        again =
          untouched && group.kinds.length > 1 && event.failure?.type !== 'denied' && failures < patience;
        break;
      }
      held.push(...event.rows);
      holding &&= held.length <= maxHeld;
      if (holding) continue;
      const rows = held.splice(0);
      yield* handOver(request, group, rows, seen);
      if (rows.length > 0) untouched = false;
      if (event.next !== undefined) {
        token = event.next;
        yield { type: 'checkpoint', cursor: writeCursor({ groups, token, seen }) };
      }
    }
    if (!again) yield* handOver(request, group, held, seen);
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
  const counts = await route.counts(signal);
  if (!counts.ok) return { gap: coverageOf(counts.failure) };
  const needed = new Set(kinds);
  const rest = [...counts.value]
    .filter(([kind, count]) => count > 0 && !needed.has(kind) && isListed(kind) && others(kind))
    .map(([kind]) => kind);
  return {
    groups: [
      ...groupKinds(kinds.filter(isKind), counts.value, true, route.condition),
      ...groupKinds(
        [...kinds.filter((kind) => !isKind(kind)), ...rest],
        counts.value,
        false,
        route.condition,
      ),
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

const mutable = (seen: Progress['seen']): Seen =>
  Object.fromEntries(Object.entries(seen).map(([kind, regions]) => [kind, { ...regions }]));
