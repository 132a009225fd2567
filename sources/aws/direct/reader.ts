/** Reads kinds from their own services: pages, then the calls that each resource costs, as far as somebody needs them. */
import pMap from 'p-map';
import { directSourceOf } from '#model/aws/direct-sources.ts';
import type { Reading } from '#model/reading.ts';
import { unread } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import type { Needs } from '#model/source.ts';
import type { Fields } from '#sources/decoding.ts';
import { coverageOf, unreadOf } from '#sources/failure.ts';
import { RecentKeys } from '#sources/recent-keys.ts';
import { TokenLoop } from '#sources/token-loop.ts';
import type { Outcome } from '../clients.ts';
import type { ConfigItem } from '../config-item.ts';
import type { AwsEstate } from '../estate.ts';
import { homeRegionOf } from '../home-region.ts';
import { isGlobalKind, resourceOfItem } from '../items.ts';
import { KeptAnswers } from '../kept-answers.ts';
import { permissionOf } from '../operations.ts';
import type { Gap } from '../recorders.ts';
import type { DirectKind, DirectPage, DirectPlace, Found, Trees } from './kind.ts';
import type { TagsByArn } from './tags.ts';
import { readTags } from './tags.ts';

/** Resources of a page whose own calls are under way at once; the budget of each API still holds. */
const concurrency = 8;
/** A page after this many is not believed. */
const maxPages = 100_000;
/** Keys kept to tell rows that come twice: some pages. */
const maxRecent = 5_000;
/** First pages kept at a time: more than the regions of one account. */
const maxShared = 64;
/** Regions whose tags are kept at a time: more than shards are read at once, as a rule. */
const maxTagged = 16;

export interface ReadResource {
  readonly resource: Resource;
  /** The service's own id, for what joins by it. */
  readonly resourceId: string;
}

export type DirectEvent =
  | { readonly type: 'page'; readonly resources: readonly ReadResource[]; readonly next: string | undefined }
  | { readonly type: 'failed'; readonly gap: Gap };

export class DirectReader {
  readonly #estate: AwsEstate;
  readonly #shared = new KeptAnswers<Outcome<DirectPage>>(maxShared, ({ ok }) => ok);
  readonly #tags = new KeptAnswers<Outcome<TagsByArn>>(maxTagged);

  constructor(estate: AwsEstate) {
    this.#estate = estate;
  }

  /**
   * @param region any that the account has, for kinds of which it has one set.
   * @param needs undefined where every part is needed; `list` where the list alone is: no tags, and nothing that costs a call for each.
   */
  async *pages(
    kind: DirectKind,
    account: string,
    region: string,
    needs: Needs | 'list' | undefined,
    token: string | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<DirectEvent> {
    const caller = await this.#estate.caller(signal);
    if (!caller.ok) {
      yield { type: 'failed', gap: coverageOf(caller.failure) };
      return;
    }
    const place = this.#place(
      account,
      this.#askedIn(kind, region, caller.value.partition),
      caller.value.partition,
      signal,
    );
    const recent = new RecentKeys(maxRecent);
    const loop = new TokenLoop();
    let at = token;
    if (token !== undefined) loop.closes(token);
    for (let page = 0; page < maxPages; page += 1) {
      const answer = await this.#page(kind, place, at);
      if (!answer.ok) {
        yield { type: 'failed', gap: coverageOf(answer.failure) };
        return;
      }
      const { rows, next } = answer.value;
      const fresh = rows.filter((row) => recent.isNew(row.arn ?? row.resourceId));
      const read = await pMap(fresh, (row) => this.#resource(kind, place, row, needs, signal), {
        concurrency,
        signal,
      });
      const resources: ReadResource[] = [];
      for (const one of read) {
        if (one === 'gone') continue;
        if ('malformed' in one) {
          yield {
            type: 'failed',
            gap: { state: 'malformed', missing: permissionOf(kind.action), detail: one.malformed },
          };
          return;
        }
        resources.push(one);
      }
      if (next !== undefined && loop.closes(next)) {
        yield { type: 'page', resources, next: undefined };
        yield { type: 'failed', gap: repeats(kind) };
        return;
      }
      yield { type: 'page', resources, next };
      // An empty page with a token is not the end.
      if (next === undefined) return;
      at = next;
    }
    yield {
      type: 'failed',
      gap: { state: 'truncated', missing: permissionOf(kind.action), detail: 'the pages do not end' },
    };
  }

  /** These parts of one resource that another way has found, each with its call; `gone` where the service has it no more. */
  async partsOf(
    kind: DirectKind,
    account: string,
    region: string,
    found: Found,
    parts: readonly string[],
    signal: AbortSignal,
  ): Promise<Readonly<Record<string, Reading<unknown>>> | 'gone'> {
    const caller = await this.#estate.caller(signal);
    if (!caller.ok) return Object.fromEntries(parts.map((part) => [part, unreadOf(caller.failure)]));
    const place = this.#place(account, region, caller.value.partition, signal);
    const needs = new Map([[kind.kind, new Set(parts)]]);
    const read = await this.#resource(kind, place, { ...found, tags: {} }, needs, signal);
    if (read === 'gone') return 'gone';
    if ('malformed' in read) {
      const reading = unread('malformed', permissionOf(kind.action), read.malformed);
      return Object.fromEntries(parts.map((part) => [part, reading]));
    }
    return read.resource.parts;
  }

  /** Why the tags of a kind are not there; undefined where they are, or come with the list. */
  async tagsGap(
    kind: DirectKind,
    account: string,
    region: string,
    signal: AbortSignal,
  ): Promise<Gap | undefined> {
    if (directSourceOf(kind.kind)?.tagged !== true) return undefined;
    const caller = await this.#estate.caller(signal);
    if (!caller.ok) return coverageOf(caller.failure);
    const { partition } = caller.value;
    const asked = this.#askedIn(kind, region, partition);
    const tags = await this.#allTags(this.#place(account, asked, partition, signal));
    return tags.ok ? undefined : coverageOf(tags.failure);
  }

  /** Kinds without a region are asked for, and tagged, in one that stands for all. */
  #askedIn({ kind }: DirectKind, region: string, partition: string): string {
    const { homeRegion } = this.#estate.options;
    if (!isGlobalKind(kind)) return region;
    return partition === 'aws' ? (homeRegionOf(kind) ?? homeRegion) : homeRegion;
  }

  #place(account: string, region: string, partition: string, signal: AbortSignal): DirectPlace {
    return {
      account,
      region,
      partition,
      call: (action, input) => this.#estate.call(action, { account, region }, input, signal),
    };
  }

  /** What one shard asks and another joins, or the other way round, is asked once. */
  #page(kind: DirectKind, place: DirectPlace, token: string | undefined): Promise<Outcome<DirectPage>> {
    if (kind.shared !== true || token !== undefined) return kind.page(place, token);
    const key = `${kind.kind}|${place.account}|${place.region}`;
    return this.#shared.get(key, () => kind.page(place, token));
  }

  #allTags(place: DirectPlace): Promise<Outcome<TagsByArn>> {
    return this.#tags.get(`${place.account}|${place.region}`, () => readTags(place));
  }

  async #resource(
    kind: DirectKind,
    place: DirectPlace,
    found: Found,
    needs: Needs | 'list' | undefined,
    signal: AbortSignal,
  ): Promise<ReadResource | 'gone' | { readonly malformed: string }> {
    signal.throwIfAborted();
    let trees: Required<Trees> = {
      configuration: found.configuration,
      supplementary: found.supplementary ?? {},
    };
    const instead = new Map<string, Reading<never> | 'not-needed'>();
    const isNeeded = (part: string): boolean =>
      needs === undefined || (needs !== 'list' && needs.get(kind.kind)?.has(part) === true);
    for (const detail of kind.details) {
      if (!detail.parts.some(isNeeded)) {
        for (const part of detail.parts) instead.set(part, 'not-needed');
        continue;
      }
      const answer = await detail.read(place, { ...found, ...trees });
      if (answer.ok) {
        trees = {
          configuration: merged(trees.configuration, answer.value.configuration),
          supplementary: merged(trees.supplementary, answer.value.supplementary),
        };
        continue;
      }
      // Deleted between the list and this call.
      if (answer.failure.type === 'absent') return 'gone';
      for (const part of detail.parts) instead.set(part, unreadOf(answer.failure));
    }
    const tags = needs === 'list' ? {} : await this.#tagsOf(kind, place, found);
    const result = resourceOfItem(itemOf(kind, place, found, trees, tags ?? {}, this.#now()));
    switch (result.type) {
      case 'resource': {
        const parts: Record<string, Reading<unknown>> = { ...result.resource.parts };
        for (const [part, reading] of instead) {
          if (reading === 'not-needed') delete parts[part];
          else parts[part] = reading;
        }
        const resource = { ...result.resource, parts, ...(tags === undefined ? { tagsUnread } : {}) };
        return { resource, resourceId: found.resourceId };
      }
      case 'malformed':
        return { malformed: result.problem };
      case 'left-out':
      case 'not-recorded':
        return 'gone';
    }
  }

  #now(): string {
    return new Date(this.#estate.now()).toISOString();
  }

  /** Undefined where they could not be read. */
  async #tagsOf(
    kind: DirectKind,
    place: DirectPlace,
    found: Found,
  ): Promise<Readonly<Record<string, string>> | undefined> {
    if (found.tags !== undefined || directSourceOf(kind.kind)?.tagged !== true) return found.tags ?? {};
    const tags = await this.#allTags(place);
    return tags.ok ? (tags.value.get(found.arn ?? '') ?? {}) : undefined;
  }
}

const tagsUnread = true as const;

const merged = (fields: Fields, more: Fields | undefined): Fields =>
  more === undefined ? fields : { ...fields, ...more };

const itemOf = (
  kind: DirectKind,
  place: DirectPlace,
  found: Found,
  { configuration, supplementary }: Required<Trees>,
  tags: Readonly<Record<string, string>>,
  capturedAt: string,
): ConfigItem => ({
  identity: {
    kind: kind.kind,
    account: place.account,
    region: isGlobalKind(kind.kind) ? 'global' : place.region,
    arn: found.arn,
    resourceId: found.resourceId,
    resourceName: found.resourceName,
    capturedAt,
  },
  status: 'OK',
  configuration,
  supplementary,
  tags,
});

const repeats = (kind: DirectKind): Gap => ({
  state: 'truncated',
  missing: permissionOf(kind.action),
  detail: 'the service repeats a page token',
});
