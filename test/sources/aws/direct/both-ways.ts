/** Reads one kind from AWS Config and from its own service, out of the same estate. */
import * as fc from 'fast-check';
import type { CoverageRow } from '#model/coverage.ts';
import { isKind, partSources } from '#model/part-sources.ts';
import type { Resource } from '#model/resource.ts';
import { compareText } from '#model/resource.ts';
import type { Needs } from '#model/source.ts';
import type { ConfigItem, Estate, JsonObject, Shelf } from '#sandbox/estate/estate.ts';
import { mapSeries } from '#sandbox/estate/estate.ts';
import { startSandbox } from '#sandbox/start.ts';
import { optionsFor, scan } from '../sandbox-scan.ts';

export interface OneWay {
  /** Sorted by id. */
  readonly resources: readonly Resource[];
  /** Of the kind. */
  readonly coverage: readonly CoverageRow[];
}

export const readBothWays = async (
  estate: Estate,
  kind: string,
): Promise<{ readonly config: OneWay; readonly direct: OneWay }> => {
  const sandbox = await startSandbox({ estate });
  try {
    const read = async (inventory: 'config' | 'direct'): Promise<OneWay> => {
      const accounts = estate.accounts.filter(({ status }) => status === 'ACTIVE').map(({ id }) => id);
      const { resources, coverage } = await scan(
        optionsFor(sandbox, { inventory, kinds: [kind], accounts }),
        everyPart(kind),
      );
      return {
        resources: [...resources].sort((a, b) => compareText(a.region + a.id, b.region + b.id)),
        coverage: coverage.filter((row) => row.kind === kind),
      };
    };
    return { config: await read('config'), direct: await read('direct') };
  } finally {
    await sandbox.close();
  }
};

const everyPart = (kind: string): Needs =>
  new Map([[kind, new Set(isKind(kind) ? Object.keys(partSources[kind]) : [])]]);

/** The demo's estate, cut to the place that has most items of a kind, with these items changed. */
export const estateWith = (
  estate: Estate,
  kind: string,
  change: (item: ConfigItem) => ConfigItem,
): Estate => {
  const [home] = estate.shelves
    .filter((one) => one.kind === kind && one.region !== 'global')
    .sort((a, b) => b.size - a.size);
  if (home === undefined) throw new Error(`the demo has no ${kind}`);
  const isHere = ({ account, region }: Shelf): boolean =>
    account === home.account && (region === home.region || region === 'global');
  const changed = (shelf: Shelf): Shelf =>
    shelf.kind === kind ? { ...shelf, ...mapSeries(shelf, change) } : shelf;
  return {
    ...estate,
    denials: [],
    accounts: estate.accounts
      .filter(({ id }) => id === home.account || id === estate.caller.account)
      .map((account) => ({
        ...account,
        status: account.id === home.account ? account.status : ('SUSPENDED' as const),
        regions: account.regions.filter(({ name }) => name === home.region),
      })),
    shelves: estate.shelves.filter(isHere).map(changed),
    withheld: [],
    live: estate.live.filter(isHere).map(changed),
  };
};

/**
 * Another item of the same form: some switches turned, some numbers raised, some lists emptied. Names and references
 * stay, since a list of a service is asked for by them.
 */
export const variation: fc.Arbitrary<(item: ConfigItem) => ConfigItem> = fc
  .array(fc.nat({ max: 9 }), { minLength: 4, maxLength: 12 })
  .map((draws) => (item: ConfigItem) => {
    let drawn = 0;
    const draw = (): number => draws[drawn++ % draws.length] ?? 0;
    const vary = (value: unknown, name = ''): unknown => {
      if (typeof value === 'boolean') return draw() < 4 ? !value : value;
      if (typeof value === 'number') return draw() < 2 && value > 0 && value < 1000 ? value + 1 : value;
      // AWS Config has these twice, which must agree.
      if (/^ip(?:v4)?Ranges$/.test(name)) return value;
      if (Array.isArray(value)) return draw() === 0 ? [] : value.map((one) => vary(one));
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, vary(member, key)]));
    };
    return {
      ...item,
      configuration: item.configuration === null ? null : (vary(item.configuration) as JsonObject),
      supplementaryConfiguration: vary(item.supplementaryConfiguration) as JsonObject,
    };
  });
