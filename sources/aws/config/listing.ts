/** Reads the pages of one query, and says whether all of it was seen. */

import { coverageOf } from '#sources/failure.ts';
import { RecentKeys } from '#sources/recent-keys.ts';
import { TokenLoop } from '#sources/token-loop.ts';
import { mayHoldSecret } from '../../secrets.ts';
import type { ConfigItem } from '../config-item.ts';
import { readConfigItem } from '../config-item.ts';
import type { Failure } from '../errors.ts';
import { isGlobalKind } from '../items.ts';
import type { Gap } from '../recorders.ts';
import type { Group } from './queries.ts';
import { expressionOf } from './queries.ts';
import type { InventoryRoute } from './route.ts';

export interface Row {
  readonly item: ConfigItem;
  /** The row's text may hold a secret. */
  readonly suspicious: boolean;
}

export type ListingEvent =
  /** One page, whole; `next` is undefined after the last. */
  | { readonly type: 'page'; readonly rows: readonly Row[]; readonly next: string | undefined }
  /** The rest of the query can't be had. */
  | { readonly type: 'failed'; readonly gap: Gap; readonly failure?: Failure };

export interface ListingPlace {
  readonly account: string;
  /** Undefined where the query is of all regions. */
  readonly region: string | undefined;
}

/** Pages without end have been seen where a filter empties them; real queries need few more than they have rows. */
const sparePages = 100;
/** Ten pages. */
const recentRows = 1000;

export async function* listPages(
  route: InventoryRoute,
  group: Group,
  place: ListingPlace,
  start: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<ListingEvent> {
  const expression = expressionOf(group, route.condition);
  const rows = Object.values(group.counts).reduce((sum, count) => sum + count, 0);
  const maxPages = sparePages + Math.ceil(rows / 25);
  const recent = new RecentKeys(recentRows);
  const loop = new TokenLoop();
  let token = start;
  if (start !== undefined) loop.closes(start);
  for (let page = 0; page < maxPages; page += 1) {
    const answer = await route.page(expression, token, signal);
    if (!answer.ok) {
      yield { type: 'failed', gap: coverageOf(answer.failure), failure: answer.failure };
      return;
    }
    const read = readRows(answer.value.rows, group, place, recent);
    if ('malformed' in read) {
      yield { type: 'failed', gap: { state: 'malformed', missing: actionOf(route), detail: read.malformed } };
      return;
    }
    const { next } = answer.value;
    if (next !== undefined && loop.closes(next)) {
      yield { type: 'page', rows: read.rows, next: undefined };
      yield {
        type: 'failed',
        gap: { state: 'truncated', missing: actionOf(route), detail: 'the service repeats a page token' },
      };
      return;
    }
    yield { type: 'page', rows: read.rows, next };
    // An empty page with a token is not the end.
    if (next === undefined) return;
    token = next;
  }
  yield {
    type: 'failed',
    gap: { state: 'truncated', missing: actionOf(route), detail: 'the pages do not end' },
  };
}

const actionOf = (route: InventoryRoute): string =>
  route.name === 'config' ? 'config:SelectResourceConfig' : 'config:SelectAggregateResourceConfig';

/** A page with one row that can't be told, or that is not what was asked for, is rejected whole. */
const readRows = (
  texts: readonly string[],
  group: Group,
  place: ListingPlace,
  recent: RecentKeys,
): { readonly rows: readonly Row[] } | { readonly malformed: string } => {
  const rows: Row[] = [];
  for (const text of texts) {
    const item = readConfigItem(text);
    if ('malformed' in item) return item;
    const { kind, account, region, resourceId, arn, capturedAt } = item.identity;
    if (!group.kinds.includes(kind))
      return { malformed: `a row is of kind ${kind.slice(0, 100)}, which was not asked for` };
    if (account !== place.account) return { malformed: `a row of ${kind} is of another account` };
    if (place.region !== undefined && region !== place.region && region !== 'global' && !isGlobalKind(kind)) {
      return { malformed: `a row of ${kind} is of another region` };
    }
    if (!/^[a-z0-9-]{2,40}$/.test(region)) return { malformed: `a row of ${kind} names no region` };
    // With the time, since kinds without a region may be delivered, and counted, once for each (our guess).
    if (!recent.isNew(JSON.stringify([kind, region, resourceId, arn, capturedAt]))) continue;
    rows.push({ item, suspicious: mayHoldSecret(text) });
  }
  return { rows };
};

/** Fewer rows than AWS Config itself has counted: queries do not serve the kind (yet), or were cut. */
export const shortfall = (kind: string, seen: number, counted: number): Gap | undefined => {
  if (seen >= counted) return undefined;
  return seen === 0
    ? { state: 'unsupported', detail: `AWS Config counts ${counted} of ${kind}, but its queries give none` }
    : { state: 'truncated', detail: `AWS Config counts ${counted} of ${kind}, but its queries gave ${seen}` };
};
