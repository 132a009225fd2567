/**
 * Which way a kind is read in a place: from AWS Config where it records the kind and follows it, from the kind's own
 * service where it does not, never both.
 *
 * A recorder that can't be asked about (refused, throttled through every try, an answer that makes no sense) counts as
 * one that does not follow: nobody knows then how old its items are, while the service always tells what is there now.
 * That costs the calls of the direct way, of other services than the one that is throttled; the answers are as good, and
 * unknown for a whole region would be the alternative. `config` keeps to that alternative. The recorder itself stays
 * unread either way. The plan decides once: a shard is read the way that it was planned, also by a process in which the
 * recorder answers again.
 *
 * A recorder that follows a kind may all the same not hold all of it. Its service is asked then; with `config`, what AWS
 * Config shows counts, and that it shows nothing does not.
 */
import { isUnrecorded } from '#model/aws/direct-sources.ts';
import { isKind } from '#model/part-sources.ts';
import type { Aggregator } from './aggregator.ts';
import type { Outcome } from './clients.ts';
import type { Counts } from './config/counts.ts';
import type { Routes } from './config/route.ts';
import { directKind } from './direct/kinds.ts';
import type { AwsEstate } from './estate.ts';
import { isGlobalKind } from './items.ts';
import { KeptAnswers } from './kept-answers.ts';
import type { Gap, Recorders } from './recorders.ts';

/** The name of the services' own way in coverage. */
export const directRoute = 'direct';

export type Way =
  | { readonly by: 'config' }
  /**
   * `because`: what AWS Config lacks; undefined where it is not to be asked. `doubted` where it records the kind and may
   * not hold all of it.
   */
  | { readonly by: 'direct'; readonly because: Gap | undefined; readonly doubted?: true }
  | { readonly by: 'nothing'; readonly gap: Gap };

/** Counts by region kept at a time: more than kinds are named, as a rule. */
const maxCounted = 64;

export class Routing {
  readonly #estate: AwsEstate;
  readonly #recorders: Recorders;
  readonly #aggregator: Aggregator | undefined;
  readonly #routes: Pick<Routes, 'own' | 'aggregated'>;
  /** Account and kind → how many in each region, where an aggregator is asked. */
  readonly #byRegion = new KeptAnswers<Outcome<Counts>>(maxCounted, ({ ok }) => ok);

  constructor(
    estate: AwsEstate,
    recorders: Recorders,
    aggregator: Aggregator | undefined,
    routes: Pick<Routes, 'own' | 'aggregated'>,
  ) {
    this.#estate = estate;
    this.#recorders = recorders;
    this.#aggregator = aggregator;
    this.#routes = routes;
  }

  /** @param region `global` for kinds that an account has one set of: AWS Config is out of reach where every region is. */
  async way(account: string, region: string, kind: string, signal: AbortSignal): Promise<Way> {
    if (isUnrecorded(kind)) return { by: 'direct', because: undefined };
    const { inventory } = this.#estate.options;
    const readable = directKind(kind) !== undefined;
    if (inventory === 'direct') {
      return readable ? { by: 'direct', because: undefined } : { by: 'nothing', gap: notReadable };
    }
    const gap = await this.#configGap(account, region, kind, signal);
    if (gap !== undefined) {
      return inventory === 'auto' && readable ? { by: 'direct', because: gap } : { by: 'nothing', gap };
    }
    if (inventory === 'config' || !readable) return { by: 'config' };
    const doubt = await this.#doubt(account, region, kind, signal);
    return doubt === undefined ? { by: 'config' } : { by: 'direct', because: doubt, doubted: true };
  }

  /** Why a kind is read directly, in a few words for the coverage. */
  async because(
    account: string,
    region: string,
    kind: string,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const way = await this.way(account, region, kind, signal);
    return way.by === 'direct' ? reasonOf(way.because) : undefined;
  }

  #configGap(account: string, region: string, kind: string, signal: AbortSignal): Promise<Gap | undefined> {
    return this.#leastGap(account, region, signal, (one) => this.#gapIn(account, one, kind, signal));
  }

  /** Of a kind that is recorded. One without a region is held whole where one region holds it whole. */
  async #doubt(account: string, region: string, kind: string, signal: AbortSignal): Promise<Gap | undefined> {
    if (!isKind(kind)) return (await this.#isCounted(account, region, kind, signal)) ? undefined : uncounted;
    return this.#leastGap(account, region, signal, async (one) => {
      const gap = await this.#gapIn(account, one, kind, signal);
      return gap ?? (await this.#recorders.state(account, one, signal)).doubtOf(kind);
    });
  }

  /** Undefined where there is none in the region or, for `global`, in any of them. */
  async #leastGap(
    account: string,
    region: string,
    signal: AbortSignal,
    gapIn: (region: string) => Promise<Gap | undefined>,
  ): Promise<Gap | undefined> {
    if (region !== 'global') return gapIn(region);
    const regions = await this.#estate.scannedRegions(account, signal);
    if (!regions.ok) return { state: 'unavailable', detail: 'the regions could not be listed' };
    let first: Gap | undefined;
    for (const one of regions.value) {
      const gap = await gapIn(one);
      if (gap === undefined) return undefined;
      first ??= gap;
    }
    return first ?? { state: 'not-recorded', detail: 'no region is looked at' };
  }

  /** Whether AWS Config has discovered any of a kind: only then is it known to record the kind at all. */
  async #isCounted(account: string, region: string, kind: string, signal: AbortSignal): Promise<boolean> {
    const some = (counts: Outcome<Counts>, key: string): boolean =>
      counts.ok && (counts.value.get(key) ?? 0) > 0;
    if (this.#aggregator === undefined) {
      const counted = async (one: string): Promise<Gap | undefined> =>
        some(await this.#routes.own(account, one).counts(signal), kind) ? undefined : uncounted;
      return (await this.#leastGap(account, region, signal, counted)) === undefined;
    }
    const route = this.#routes.aggregated(account);
    if (!some(await route.counts(signal), kind)) return false;
    const { countsByRegion } = route;
    if (region === 'global' || countsByRegion === undefined) return true;
    return some(await this.#byRegion.get(`${account}|${kind}`, () => countsByRegion(kind, signal)), region);
  }

  async #gapIn(account: string, region: string, kind: string, signal: AbortSignal): Promise<Gap | undefined> {
    const copied = await this.#aggregator?.gapOf(account, region, signal);
    return copied ?? (await this.#recorders.state(account, region, signal)).gapOf(kind);
  }
}

/** A gap in a few words. */
export const reasonOf = (gap: Gap | undefined): string | undefined => gap?.detail ?? gap?.state;

/** In the place of a region, as coverage has it. */
export const regionOf = (kind: string, region: string): string => (isGlobalKind(kind) ? 'global' : region);

/** Of a kind that nothing judges: which of them AWS Config records, and where, nothing here knows. */
export const uncounted: Gap = {
  state: 'not-recorded',
  detail: 'AWS Config counts none, as it does of a type that it can not record',
};

/** Of a kind whose service is not asked itself. */
export const notReadable: Gap = {
  state: 'unsupported',
  detail: 'this kind can only be read from AWS Config',
};
