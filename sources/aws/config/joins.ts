/**
 * What one resource's part needs of other kinds' items: a VPC's flow logs, an account's access block and trails. A
 * join is complete or not read at all, since a missing item would look like "there is none".
 */

import type { PublicAccessBlock, TrailFacts } from '#model/aws/identity.ts';
import type { FlowLogFacts } from '#model/aws/network.ts';
import type { Reading, Unread } from '#model/reading.ts';
import { known, mapReading, unread } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import type { Aggregator } from '../aggregator.ts';
import { directKind } from '../direct/kinds.ts';
import type { DirectReader } from '../direct/reader.ts';
import { unreadOf } from '../errors.ts';
import type { AwsEstate } from '../estate.ts';
import { isGlobalKind, resourceOfItem } from '../items.ts';
import type { Gap } from '../recorders.ts';
import type { Routing } from '../routing.ts';
import type { ListingPlace } from './listing.ts';
import { listPages, shortfall } from './listing.ts';
import { groupKinds } from './queries.ts';
import type { InventoryRoute } from './route.ts';
import { aggregatorRoute, ownRoute } from './route.ts';

/** Answers of an aggregator kept at a time. */
const maxRecent = 8;
/** Items held for one join; an account has a handful of trails and a few flow logs a VPC. */
const maxItems = 20_000;

interface Joined {
  readonly resource: Resource;
  readonly resourceId: string;
  /** Its region; `global` for kinds without one. */
  readonly where: string;
}

export class Joins {
  readonly #estate: AwsEstate;
  readonly #aggregator: Aggregator | undefined;
  readonly #routing: Routing;
  readonly #direct: DirectReader;
  readonly #recent = new Map<string, Promise<Reading<AllItems>>>();
  readonly #blocks = new Map<string, Promise<Reading<PublicAccessBlock>>>();
  readonly #trails = new Map<string, Promise<Reading<readonly TrailFacts[]>>>();

  constructor(estate: AwsEstate, aggregator: Aggregator | undefined, routing: Routing, direct: DirectReader) {
    this.#estate = estate;
    this.#aggregator = aggregator;
    this.#routing = routing;
    this.#direct = direct;
  }

  /** VPC id → its flow logs, of every status; VPCs without one are not in it. */
  async flowLogs(
    account: string,
    region: string,
    signal: AbortSignal,
  ): Promise<Reading<ReadonlyMap<string, readonly FlowLogFacts[]>>> {
    const items = await this.#list('AWS::EC2::FlowLog', account, region, signal);
    if (!items.known) return items;
    const byVpc = new Map<string, FlowLogFacts[]>();
    for (const { resource, resourceId } of items.value) {
      const settings = resource.parts['settings'] as Reading<Omit<FlowLogFacts, 'id'>> | undefined;
      if (settings === undefined) continue;
      // Which VPC it is of can't be told, so no VPC's list is complete.
      if (!settings.known) return settings;
      const { resource: of } = settings.value;
      if (!of.startsWith('vpc-')) continue;
      const list = byVpc.get(of) ?? [];
      list.push({ id: resourceId, ...settings.value });
      byVpc.set(of, list);
    }
    for (const list of byVpc.values()) list.sort((a, b) => (a.id < b.id ? -1 : 1));
    return known(byVpc);
  }

  /**
   * The account's own block. AWS Config keeps one item of it; in which region it does, AWS does not say (our guess:
   * in each that records it), so the nearest is asked first, and `none` needs all of them.
   */
  accountBlock(account: string, nearest: string, signal: AbortSignal): Promise<Reading<PublicAccessBlock>> {
    return remember(this.#blocks, account, () => this.#accountBlock(account, nearest, signal));
  }

  /** The account's own trails, of all scanned regions. */
  trails(account: string, signal: AbortSignal): Promise<Reading<readonly TrailFacts[]>> {
    return this.#ownTrails(account, signal);
  }

  /**
   * Trails that cover the account from where this scan did not look in the account itself: those of its organisation,
   * and of enabled regions outside the scope. Whoever finds none among its own needs to know these.
   */
  async otherTrails(account: string, signal: AbortSignal): Promise<Reading<readonly TrailFacts[]>> {
    const outside = await this.#regionsOutside(account, signal);
    if (!outside.known) return outside;
    if (outside.value.length > 0) {
      return unread('not-recorded', undefined, `not looked at: ${outside.value.join(', ')}`);
    }
    return this.#organizationTrails(account, signal);
  }

  async #accountBlock(
    account: string,
    nearest: string,
    signal: AbortSignal,
  ): Promise<Reading<PublicAccessBlock>> {
    const regions = await this.#regions(account, signal);
    if (!regions.known) return regions;
    const order = [...regions.value].sort((a, b) => Number(b === nearest) - Number(a === nearest));
    let problem: Unread | undefined;
    for (const region of order) {
      const items = await this.#list('AWS::S3::AccountPublicAccessBlock', account, region, signal);
      if (!items.known) {
        problem ??= items;
        continue;
      }
      const found = items.value[0]?.resource.parts['settings'] as Reading<PublicAccessBlock> | undefined;
      if (found !== undefined) return found;
    }
    if (problem !== undefined) return problem;
    return regions.value.length === 0
      ? unread('not-recorded', undefined, 'no region is looked at')
      : known('none');
  }

  async #organizationTrails(account: string, signal: AbortSignal): Promise<Reading<readonly TrailFacts[]>> {
    const organization = await this.#estate.organization(signal);
    if (!organization.ok) {
      const reading = unreadOf(organization.failure);
      return {
        ...reading,
        detail: `trails of the organisation could not be looked for: ${reading.detail ?? ''}`,
      };
    }
    // The management account's organisation trails are its own.
    if (organization.value === 'none' || organization.value.management === account) return known([]);
    const { management } = organization.value;
    if (management === 'unknown') {
      return unread(
        'malformed',
        'organizations:ListAccounts',
        'the organisation names no management account',
      );
    }
    const shared = await this.#ownTrails(management, signal);
    if (!shared.known) {
      return {
        ...shared,
        detail: `trails of management account ${management}: ${shared.detail ?? shared.reason}`,
      };
    }
    return known(shared.value.filter((trail) => trail.organization));
  }

  /** Enabled regions of the account that are not scanned. */
  async #regionsOutside(account: string, signal: AbortSignal): Promise<Reading<readonly string[]>> {
    if (this.#estate.options.regions === 'enabled') return known([]);
    const scanned = await this.#regions(account, signal);
    if (!scanned.known) return scanned;
    const all = await this.#estate.regions(account, signal);
    if (!all.ok) return unreadOf(all.failure);
    return known(
      all.value
        .filter(({ name, enabled }) => enabled && !scanned.value.includes(name))
        .map(({ name }) => name),
    );
  }

  #ownTrails(account: string, signal: AbortSignal): Promise<Reading<readonly TrailFacts[]>> {
    return remember(this.#trails, account, async () => {
      const regions = await this.#regions(account, signal);
      if (!regions.known) return regions;
      const trails = new Map<string, TrailFacts>();
      for (const region of regions.value) {
        const items = await this.#list('AWS::CloudTrail::Trail', account, region, signal);
        if (!items.known) return { ...items, detail: `${region}: ${items.detail ?? items.reason}` };
        for (const { resource } of items.value) {
          const settings = resource.parts['settings'] as Reading<TrailFacts> | undefined;
          if (settings === undefined) continue;
          if (!settings.known) return settings;
          // A trail of several regions shows in each of them.
          trails.set(settings.value.arn, settings.value);
        }
      }
      return known([...trails.values()].sort((a, b) => (a.arn < b.arn ? -1 : 1)));
    });
  }

  async #regions(account: string, signal: AbortSignal): Promise<Reading<readonly string[]>> {
    const regions = await this.#estate.scannedRegions(account, signal);
    return regions.ok ? known(regions.value) : unreadOf(regions.failure);
  }

  /** All live items of one kind in one region, or why they are not all there. */
  async #list(
    kind: string,
    account: string,
    region: string,
    signal: AbortSignal,
  ): Promise<Reading<readonly Joined[]>> {
    const way = await this.#routing.way(account, region, kind, signal);
    if (way.by === 'nothing') return unreadGap(way.gap);
    if (way.by === 'direct') return this.#listDirectly(kind, account, region, signal);
    if (this.#aggregator === undefined) {
      const all = await readAll(ownRoute(this.#estate, account, region), kind, { account, region }, signal);
      return all.known && all.value.short !== undefined
        ? unreadGap(all.value.short)
        : mapReading(all, ({ joined }) => joined);
    }
    const route = aggregatorRoute(this.#estate, account);
    const all = await this.#aggregated(route, kind, account, signal);
    if (!all.known) return all;
    const here = all.value.joined.filter(({ where }) => where === region || where === 'global');
    if (all.value.short === undefined) return known(here);
    // Short in a region that is out of reach anyway is no loss here.
    const counts = await route.countsByRegion(kind, signal);
    const short = counts.ok ? shortfall(kind, here.length, counts.value.get(region) ?? 0) : all.value.short;
    return short === undefined ? known(here) : unreadGap(short);
  }

  async #listDirectly(
    kind: string,
    account: string,
    region: string,
    signal: AbortSignal,
  ): Promise<Reading<readonly Joined[]>> {
    const reader = directKind(kind);
    if (reader === undefined) return unread('unsupported', undefined, `${kind} has no service of its own`);
    const joined: Joined[] = [];
    for await (const event of this.#direct.pages(reader, account, region, undefined, undefined, signal)) {
      if (event.type === 'failed') return unreadGap(event.gap);
      for (const { resource, resourceId } of event.resources) {
        if (joined.length >= maxItems)
          return unread('truncated', undefined, `more than ${maxItems} of ${kind}`);
        joined.push({ resource, resourceId, where: resource.region });
      }
    }
    return known(joined);
  }

  /** An aggregator gives all regions of an account at once: the last few answers serve the account's other regions. */
  #aggregated(
    route: InventoryRoute,
    kind: string,
    account: string,
    signal: AbortSignal,
  ): Promise<Reading<AllItems>> {
    const key = `${account}|${kind}`;
    const answer = remember(this.#recent, key, () =>
      readAll(route, kind, { account, region: undefined }, signal),
    );
    for (const oldest of this.#recent.keys()) {
      if (this.#recent.size <= maxRecent) break;
      if (oldest !== key) this.#recent.delete(oldest);
    }
    return answer;
  }
}

interface AllItems {
  readonly joined: readonly Joined[];
  /** Set where AWS Config counts more than its query gave. */
  readonly short: Gap | undefined;
}

/** All live items of one kind on a route. */
const readAll = async (
  route: InventoryRoute,
  kind: string,
  place: ListingPlace,
  signal: AbortSignal,
): Promise<Reading<AllItems>> => {
  const counts = await route.counts(kind, signal);
  if (!counts.ok) return unreadOf(counts.failure);
  const joined: Joined[] = [];
  for (const group of groupKinds([kind], counts.value, true, route.condition)) {
    for await (const event of listPages(route, group, place, undefined, signal)) {
      if (event.type === 'failed') return unreadGap(event.gap);
      for (const { item, suspicious } of event.rows) {
        const result = resourceOfItem(item, { suspicious, whole: true });
        if (result.type === 'malformed') return unread('malformed', undefined, result.problem);
        if (result.type === 'not-recorded')
          return unread('not-recorded', undefined, `${result.id} is not recorded`);
        if (result.type === 'left-out') continue;
        if (joined.length >= maxItems)
          return unread('truncated', undefined, `more than ${maxItems} items of ${kind}`);
        const { region: where, resourceId } = item.identity;
        joined.push({ resource: result.resource, resourceId, where: isGlobalKind(kind) ? 'global' : where });
      }
    }
  }
  return known({ joined, short: shortfall(kind, joined.length, counts.value.get(kind) ?? 0) });
};

const unreadGap = (gap: Gap): Unread =>
  unread(gap.state === 'read' || gap.state === 'absent' ? 'unavailable' : gap.state, gap.missing, gap.detail);

const remember = <T>(kept: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> => {
  const before = kept.get(key);
  if (before !== undefined) return before;
  const promise = make();
  promise.catch(() => kept.delete(key));
  kept.set(key, promise);
  return promise;
};
