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
 */
import { isUnrecorded } from '#model/aws/direct-sources.ts';
import type { Aggregator } from './aggregator.ts';
import { directKind } from './direct/kinds.ts';
import type { AwsEstate } from './estate.ts';
import { isGlobalKind } from './items.ts';
import type { Gap, Recorders } from './recorders.ts';

/** The name of the services' own way in coverage. */
export const directRoute = 'direct';

export type Way =
  | { readonly by: 'config' }
  /** `because`: what AWS Config lacks; undefined where it is not to be asked. */
  | { readonly by: 'direct'; readonly because: Gap | undefined }
  | { readonly by: 'nothing'; readonly gap: Gap };

export class Routing {
  readonly #estate: AwsEstate;
  readonly #recorders: Recorders;
  readonly #aggregator: Aggregator | undefined;

  constructor(estate: AwsEstate, recorders: Recorders, aggregator: Aggregator | undefined) {
    this.#estate = estate;
    this.#recorders = recorders;
    this.#aggregator = aggregator;
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
    if (gap === undefined) return { by: 'config' };
    return inventory === 'auto' && readable ? { by: 'direct', because: gap } : { by: 'nothing', gap };
  }

  /** Why a kind is read directly, in a few words for the coverage. */
  async because(
    account: string,
    region: string,
    kind: string,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const way = await this.way(account, region, kind, signal);
    if (way.by !== 'direct' || way.because === undefined) return undefined;
    return way.because.detail ?? way.because.state;
  }

  async #configGap(
    account: string,
    region: string,
    kind: string,
    signal: AbortSignal,
  ): Promise<Gap | undefined> {
    if (region !== 'global') return this.#gapIn(account, region, kind, signal);
    const regions = await this.#estate.scannedRegions(account, signal);
    if (!regions.ok) return { state: 'unavailable', detail: 'the regions could not be listed' };
    let first: Gap | undefined;
    for (const one of regions.value) {
      const gap = await this.#gapIn(account, one, kind, signal);
      if (gap === undefined) return undefined;
      first ??= gap;
    }
    return first ?? { state: 'not-recorded', detail: 'no region is looked at' };
  }

  async #gapIn(account: string, region: string, kind: string, signal: AbortSignal): Promise<Gap | undefined> {
    const copied = await this.#aggregator?.gapOf(account, region, signal);
    return copied ?? (await this.#recorders.state(account, region, signal)).gapOf(kind);
  }
}

/** In the place of a region, as coverage has it. */
export const regionOf = (kind: string, region: string): string => (isGlobalKind(kind) ? 'global' : region);

/** Of a kind whose service is not asked itself. */
export const notReadable: Gap = {
  state: 'unsupported',
  detail: 'this kind can only be read from AWS Config',
};
