/** Lists that other kinds' parts are made of, whichever way they come. A list is complete or not read at all. */
import type { JoinedItems, JoinedKind, JoinedList } from './config/joined-items.ts';
import { everyTrail } from './direct/cloudtrail.ts';
import type { DirectKind } from './direct/kind.ts';
import { directKind } from './direct/kinds.ts';
import type { DirectReader } from './direct/reader.ts';
import type { Routing } from './routing.ts';
import { notReadable, regionOf } from './routing.ts';

/** Held of one list; an account has a handful of trails and a few flow logs a VPC. */
const maxResources = 20_000;

export class JoinedLists {
  readonly #items: JoinedItems;
  readonly #routing: Routing;
  readonly #direct: DirectReader;

  constructor(items: JoinedItems, routing: Routing, direct: DirectReader) {
    this.#items = items;
    this.#routing = routing;
    this.#direct = direct;
  }

  /** Whether AWS Config tells of a kind in a region, as far as this scan may ask it. */
  async isRecorded(kind: JoinedKind, account: string, region: string, signal: AbortSignal): Promise<boolean> {
    return (await this.#routing.way(account, region, kind, signal)).by === 'config';
  }

  /** @param region a real one, also for kinds that an account has one set of. */
  async list(kind: JoinedKind, account: string, region: string, signal: AbortSignal): Promise<JoinedList> {
    const way = await this.#routing.way(account, region, kind, signal);
    switch (way.by) {
      case 'config':
        return this.#items.list(kind, account, region, signal);
      case 'direct':
        // An account has one block, wherever it is asked for.
        return this.#listDirectly(kind, account, regionOf(kind, region), signal);
      case 'nothing':
        return { gap: way.gap };
    }
  }

  /**
   * Every trail that records something of this account, the organisation's and those of other regions included, as
   * CloudTrail itself shows them in any region; undefined where none of these regions is read from its services.
   */
  async everyTrail(
    account: string,
    regions: readonly string[],
    signal: AbortSignal,
  ): Promise<JoinedList | undefined> {
    for (const region of regions) {
      const way = await this.#routing.way(account, region, everyTrail.kind, signal);
      if (way.by === 'direct') return this.#readAll(everyTrail, account, region, signal);
    }
    return undefined;
  }

  async #listDirectly(
    kind: JoinedKind,
    account: string,
    region: string,
    signal: AbortSignal,
  ): Promise<JoinedList> {
    const reader = directKind(kind);
    return reader === undefined ? { gap: notReadable } : this.#readAll(reader, account, region, signal);
  }

  async #readAll(
    reader: DirectKind,
    account: string,
    region: string,
    signal: AbortSignal,
  ): Promise<JoinedList> {
    const items: Extract<JoinedList, { items: unknown }>['items'][number][] = [];
    for await (const event of this.#direct.pages(reader, account, region, 'list', undefined, signal)) {
      if (event.type === 'failed') return { gap: event.gap };
      for (const { resource, resourceId } of event.resources) {
        if (items.length >= maxResources) {
          return { gap: { state: 'truncated', detail: `more than ${maxResources} of ${reader.kind}` } };
        }
        items.push({ resource, resourceId, where: resource.region });
      }
    }
    return { items, byService: true };
  }
}
