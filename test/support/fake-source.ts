/** A cloud out of arrays: what stands in it is seen, what a test breaks is not. */
import type { CoverageRow } from '#model/coverage.ts';
import { listing } from '#model/coverage.ts';
import type { Provider, Resource } from '#model/resource.ts';
import { compareText } from '#model/resource.ts';
import type { Needs, Shard, Source, SourceEvent } from '#model/source.ts';

export interface FakeSourceOptions {
  readonly provider?: Provider;
  readonly resources: readonly Resource[];
  /** Further coverage of the plan: accounts that can't be entered, say. */
  readonly planned?: readonly CoverageRow[];
  /** Kinds that each account and region lists; those of the resources when left out. */
  readonly kinds?: readonly string[];
  /** Places that are read although nothing is there, as `account/region`. */
  readonly places?: readonly string[];
  /** How a listing ends; `read` where it says nothing. `silent` hands over no row at all. */
  readonly listing?: (
    place: Pick<CoverageRow, 'account' | 'region' | 'kind'>,
  ) => Partial<CoverageRow> | 'silent';
  /** Rows of parts, after the listing. */
  readonly coverage?: readonly CoverageRow[];
  /** Thrown by the read of a shard after so many resources. */
  readonly breaks?: (shard: Shard) => { readonly after: number; readonly error: unknown } | undefined;
  /** Thrown by the plan. */
  readonly planError?: unknown;
  readonly notices?: readonly string[];
  readonly accountNames?: Readonly<Record<string, string>>;
  /** Page tokens of this shard are too old: a read from one of its checkpoints is refused. */
  readonly expired?: (shard: Shard) => boolean;
  /** Awaited before each event, to hold a read where a test wants it. */
  readonly pause?: (shard: Shard) => Promise<void> | void;
}

/** One shard per account and region. */
export const fakeSource = (
  options: FakeSourceOptions,
): Source & { readonly needs: () => Needs | undefined } => {
  const provider = options.provider ?? 'aws';
  const kinds = options.kinds ?? [...new Set(options.resources.map(({ kind }) => kind))].sort(compareText);
  const places = [
    ...new Set([
      ...options.resources.map(({ account, region }) => `${account}/${region}`),
      ...(options.places ?? []),
    ]),
  ].sort(compareText);
  let calls = 0;
  let needed: Needs | undefined;

  async function* read(
    shard: Shard,
    signal: AbortSignal,
    cursor: string | undefined,
  ): AsyncGenerator<SourceEvent> {
    const here = options.resources.filter(
      ({ account, region }) => account === shard.account && region === shard.region,
    );
    const broken = options.breaks?.(shard);
    calls += 1;
    if (cursor !== undefined && options.expired?.(shard) === true) {
      for (const kind of shard.kinds) {
        const { account, region } = shard;
        const row = { provider, account, region, kind, part: listing, count: 0, route: 'fake' };
        yield { type: 'coverage', row: { ...row, state: 'unavailable' } };
      }
      return;
    }
    for (const [index, resource] of here.entries()) {
      if (cursor !== undefined && index <= Number(cursor)) continue;
      await options.pause?.(shard);
      signal.throwIfAborted();
      if (broken?.after === index) throw broken.error;
      yield { type: 'resource', resource };
      yield { type: 'checkpoint', cursor: String(index) };
    }
    if (broken !== undefined) throw broken.error;
    for (const kind of shard.kinds) {
      const place = { account: shard.account, region: shard.region, kind };
      const differs = options.listing?.(place) ?? {};
      if (differs === 'silent') continue;
      const count = here.filter((resource) => resource.kind === kind).length;
      const row: CoverageRow = { provider, ...place, part: listing, state: 'read', count, route: 'fake' };
      yield { type: 'coverage', row: { ...row, ...differs } };
    }
    for (const row of options.coverage ?? []) {
      if (row.account === shard.account && row.region === shard.region) yield { type: 'coverage', row };
    }
  }

  return {
    provider,
    needs: () => needed,
    async plan(needs) {
      needed = needs;
      if (options.planError !== undefined) throw options.planError;
      return {
        shards: places.map((place) => {
          const [account = '', region = ''] = place.split('/');
          return { name: `${provider}/${place}/all-0`, provider, account, region, kinds };
        }),
        coverage: options.planned ?? [],
        trust: {
          accounts: new Set(places.map((place) => place.split('/')[0] ?? '')),
          organization: 'o-fake',
          partners: new Set<string>(),
        },
        accountNames: new Map(Object.entries(options.accountNames ?? {})),
        identity: `${provider}:reader`,
        notices: options.notices ?? [],
      };
    },
    read: (shard, { signal, cursor }) => read(shard, signal, cursor),
    usage: () => ({ calls, throttled: 0, byAction: new Map([['fake:Read', calls]]) }),
  };
};
