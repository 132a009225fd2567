/** Lists that other kinds' parts are made of, whichever way they come. A list is complete or not read at all. */
import type { JoinedItems, JoinedKind, JoinedList } from './config/joined-items.ts';
import { directKind } from './direct/kinds.ts';
import type { DirectReader } from './direct/reader.ts';
import type { Routing } from './routing.ts';
import { regionOf } from './routing.ts';

/** Held of one list; an account has a handful of trails and a few flow logs a VPC. */
const maxResources = 20_000;
/** Places kept at a time: more than the regions of one account. */
const maxPlaces = 64;

export class JoinedLists {
  readonly #items: JoinedItems;
  readonly #routing: Routing;
  readonly #direct: DirectReader;
  /** Of the services, in the order in which they were asked. */
  readonly #kept = new Map<string, Promise<JoinedList>>();

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

  #listDirectly(kind: JoinedKind, account: string, region: string, signal: AbortSignal): Promise<JoinedList> {
    const key = `${kind}|${account}|${region}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept;
    const asked = this.#ask(kind, account, region, signal);
    this.#kept.set(key, asked);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= maxPlaces) break;
      this.#kept.delete(oldest);
    }
    const forget = (): void => {
      if (this.#kept.get(key) === asked) this.#kept.delete(key);
    };
    // What failed is asked again by whoever needs it next.
    asked.then((answer) => {
      if ('gap' in answer) forget();
    }, forget);
    return asked;
  }

  async #ask(kind: JoinedKind, account: string, region: string, signal: AbortSignal): Promise<JoinedList> {
    const reader = directKind(kind);
    if (reader === undefined) {
      return { gap: { state: 'unsupported', detail: `${kind} can only be read from AWS Config` } };
    }
    const items: Extract<JoinedList, { items: unknown }>['items'][number][] = [];
    for await (const event of this.#direct.pages(reader, account, region, 'joined', undefined, signal)) {
      if (event.type === 'failed') return { gap: event.gap };
      for (const { resource, resourceId } of event.resources) {
        if (items.length >= maxResources) {
          return { gap: { state: 'truncated', detail: `more than ${maxResources} of ${kind}` } };
        }
        items.push({ resource, resourceId, where: resource.region });
      }
    }
    return { items, byService: true };
  }
}
