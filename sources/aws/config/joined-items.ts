/**
 * Items that other kinds' parts are made of, read once for a place and shared by all that join them: a region's
 * inventory, the kinds without a region, and IAM. A list is complete or not read at all.
 */

import type { Resource } from '#model/resource.ts';
import { coverageOf } from '#sources/failure.ts';
import type { Aggregator } from '../aggregator.ts';
import { isGlobalKind, resourceOfItem } from '../items.ts';
import type { Gap, RecorderState } from '../recorders.ts';
import type { ListingPlace, Row } from './listing.ts';
import { listPages, shortfall } from './listing.ts';
import type { Group } from './queries.ts';
import { groupKinds, groupOf, splitGroup } from './queries.ts';
import type { InventoryRoute, Routes } from './route.ts';

/** Few of each, so that one query gives them all. */
const joinedKinds = [
  'AWS::CloudTrail::Trail',
  'AWS::EC2::FlowLog',
  'AWS::S3::AccountPublicAccessBlock',
] as const;

export type JoinedKind = (typeof joinedKinds)[number];

export interface Joined {
  readonly resource: Resource;
  readonly resourceId: string;
  /** Its region; `global` for kinds without one. */
  readonly where: string;
}

/** Items held of one kind and place; an account has a handful of trails and a few flow logs a VPC. */
const maxItems = 20_000;
/** Places kept at a time: more than the regions of one account. */
const maxPlaces = 64;

/** All of a kind, or why they are not all there. What a service tells of itself (`byService`) needs no recorder. */
export type JoinedList =
  | { readonly items: readonly Joined[]; readonly byService?: true }
  | { readonly gap: Gap };

/** One kind's items in a place; `short` is set where AWS Config counts more than its query gave. */
type Answer = { readonly items: readonly Joined[]; readonly short: Gap | undefined } | { readonly gap: Gap };
type Answers = ReadonlyMap<string, Answer>;

interface Place {
  readonly route: InventoryRoute;
  readonly where: ListingPlace;
  readonly kinds: readonly string[];
  /** Kind → what its query gave, for it and the kinds that were asked for with it. */
  readonly answers: Map<string, Promise<Answers>>;
  /** How many items the answers hold. */
  weight: number;
}

/** What a place records, as `Recorders` tells it. */
interface RecordedKinds {
  state(
    account: string,
    region: string,
    signal: AbortSignal,
  ): Promise<Pick<RecorderState, 'gapOf' | 'doubtOf'>>;
}

export class JoinedItems {
  readonly #recorders: RecordedKinds;
  readonly #aggregator: Pick<Aggregator, 'gapOf'> | undefined;
  readonly #routes: Pick<Routes, 'own' | 'aggregated'>;
  /** In order of last use. */
  readonly #places = new Map<string, Place>();

  constructor(
    recorders: RecordedKinds,
    aggregator: Pick<Aggregator, 'gapOf'> | undefined,
    routes: Pick<Routes, 'own' | 'aggregated'>,
  ) {
    this.#recorders = recorders;
    this.#aggregator = aggregator;
    this.#routes = routes;
  }

  /** All live items of one kind in one region, or why they are not all there. */
  async list(kind: JoinedKind, account: string, region: string, signal: AbortSignal): Promise<JoinedList> {
    const state = await this.#recorders.state(account, region, signal);
    const gap = (await this.#aggregator?.gapOf(account, region, signal)) ?? state.gapOf(kind);
    if (gap !== undefined) return { gap };
    const place = this.#place(account, region, state.gapOf);
    const answer = await this.#read(place, kind, signal);
    if ('gap' in answer) return answer;
    const { items, short } = answer;
    const { countsByRegion } = place.route;
    const here =
      countsByRegion === undefined
        ? items
        : items.filter(({ where }) => where === region || where === 'global');
    let missing = short;
    if (short !== undefined && countsByRegion !== undefined) {
      // Short in a region that is out of reach anyway is no loss here.
      const counts = await countsByRegion(kind, signal);
      if (counts.ok) missing = shortfall(kind, here.length, counts.value.get(region) ?? 0);
    }
    if (here.length === 0) missing ??= state.doubtOf(kind);
    return missing === undefined ? { items: here } : { gap: missing };
  }

  /** An aggregator gives all regions of an account at once, and what its regions record is told by region. */
  #place(account: string, region: string, gapOf: (kind: string) => Gap | undefined): Place {
    const aggregated = this.#aggregator !== undefined;
    const key = aggregated ? account : `${account}|${region}`;
    const place = this.#places.get(key) ?? {
      route: aggregated ? this.#routes.aggregated(account) : this.#routes.own(account, region),
      where: { account, region: aggregated ? undefined : region },
      kinds: aggregated ? joinedKinds : joinedKinds.filter((kind) => gapOf(kind) === undefined),
      answers: new Map(),
      weight: 0,
    };
    this.#places.delete(key);
    this.#places.set(key, place);
    return place;
  }

  async #read(place: Place, kind: JoinedKind, signal: AbortSignal): Promise<Answer> {
    if (!place.answers.has(kind)) {
      const counts = await place.route.counts(signal);
      if (!counts.ok) return { gap: coverageOf(counts.failure) };
      const groups = groupKinds(place.kinds, counts.value, true, place.route.condition);
      const group = groups.find(({ kinds }) => kinds.includes(kind)) ?? groupOf([kind], counts.value, true);
      // Somebody else may have asked meanwhile.
      if (!place.answers.has(kind)) this.#ask(place, group, signal);
    }
    const answers = await place.answers.get(kind);
    return answers?.get(kind) ?? { gap: { state: 'unavailable', detail: `${kind} was not asked for` } };
  }

  #ask(place: Place, group: Group, signal: AbortSignal): void {
    const asked = readGroup(place, group, signal);
    for (const kind of group.kinds) place.answers.set(kind, asked);
    const forget = (kind: string): void => {
      if (place.answers.get(kind) === asked) place.answers.delete(kind);
    };
    asked.then(
      (answers) => {
        // What failed is asked again by whoever needs it next.
        for (const [kind, answer] of answers) {
          if ('gap' in answer) forget(kind);
          else place.weight += answer.items.length;
        }
        this.#shed(place);
      },
      () => group.kinds.forEach(forget),
    );
  }

  #shed(latest: Place): void {
    let weight = [...this.#places.values()].reduce((sum, place) => sum + place.weight, 0);
    for (const [oldest, place] of this.#places) {
      if (place === latest || (this.#places.size <= maxPlaces && weight <= maxItems)) break;
      weight -= place.weight;
      this.#places.delete(oldest);
    }
  }
}

const readGroup = async (place: Place, group: Group, signal: AbortSignal): Promise<Answers> => {
  const { route, where } = place;
  const lists = new Map<string, Joined[] | Gap>(group.kinds.map((kind) => [kind, []]));
  for await (const event of listPages(route, group, where, undefined, signal)) {
    if (event.type === 'failed') {
      // Which kind it was is found out by asking for each; a refusal is of all of them.
      if (group.kinds.length === 1 || event.failure?.type === 'denied') {
        const { gap } = event;
        return new Map(group.kinds.map((kind) => [kind, { gap }]));
      }
      const each = new Map<string, Answer>();
      for (const one of splitGroup(group)) {
        for (const [kind, answer] of await readGroup(place, one, signal)) each.set(kind, answer);
      }
      return each;
    }
    for (const row of event.rows) addRow(lists, row);
  }
  const gaps = await shortfalls(route, group, lists, signal);
  return new Map(
    [...lists].map(([kind, list]) => [
      kind,
      Array.isArray(list) ? { items: list, short: gaps.get(kind) } : { gap: list },
    ]),
  );
};

const addRow = (lists: Map<string, Joined[] | Gap>, { item, suspicious }: Row): void => {
  const { kind, region, resourceId } = item.identity;
  const list = lists.get(kind);
  // Not complete already: nothing that follows can mend it.
  if (!Array.isArray(list)) return;
  const result = resourceOfItem(item, { suspicious, whole: true });
  switch (result.type) {
    case 'resource':
      if (list.length < maxItems) {
        list.push({ resource: result.resource, resourceId, where: isGlobalKind(kind) ? 'global' : region });
      } else lists.set(kind, { state: 'truncated', detail: `more than ${maxItems} items of ${kind}` });
      break;
    case 'left-out':
      break;
    case 'not-recorded':
      lists.set(kind, { state: 'not-recorded', detail: `${result.id} is not recorded` });
      break;
    case 'malformed':
      lists.set(kind, { state: 'malformed', detail: result.problem });
      break;
  }
};

/** Measured by a fresh count where the one before is not reached: something may have been deleted since. */
const shortfalls = async (
  route: InventoryRoute,
  group: Group,
  lists: ReadonlyMap<string, readonly Joined[] | Gap>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Gap>> => {
  const gapsBy = (countOf: (kind: string) => number): Map<string, Gap> => {
    const gaps = new Map<string, Gap>();
    for (const [kind, list] of lists) {
      const gap = 'length' in list ? shortfall(kind, list.length, countOf(kind)) : undefined;
      if (gap !== undefined) gaps.set(kind, gap);
    }
    return gaps;
  };
  const gaps = gapsBy((kind) => group.counts[kind] ?? 0);
  if (gaps.size === 0) return gaps;
  const again = await route.recount(signal);
  return again.ok ? gapsBy((kind) => again.value.get(kind) ?? 0) : gaps;
};
