/** Reads one kind of the demo's production account from its own service, with whatever a test breaks on the way. */
import { expect } from 'vitest';
import type { CoverageRow } from '#model/coverage.ts';
import { isKind, partSources } from '#model/part-sources.ts';
import type { Reading } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import type { Needs } from '#model/source.ts';
import type { Fault, RecordedCall } from '#sandbox/contract.ts';
import type { ConfigItem, Estate } from '#sandbox/estate/estate.ts';
import { itemsIn, mapSeries } from '#sandbox/estate/estate.ts';
import type { SandboxOptions } from '#sandbox/start.ts';
import { startSandbox } from '#sandbox/start.ts';
import type { AwsOptions } from '#sources/aws/options.ts';
import { ids, loadMeridian } from '#test/sandbox/clients.ts';
import { optionsFor, scan } from '../sandbox-scan.ts';

export const meridian = await loadMeridian();
const region = 'eu-west-1';

export interface Told {
  readonly resources: readonly Resource[];
  /** Of the kind. */
  readonly coverage: readonly CoverageRow[];
  readonly calls: readonly RecordedCall[];
}

export const partsOf = (kind: string): readonly string[] =>
  isKind(kind) ? Object.keys(partSources[kind]) : [];

export const itemsOf = (kind: string): readonly ConfigItem[] =>
  meridian.live
    .filter((one) => one.account === ids.production && one.region === region && one.kind === kind)
    .flatMap((one) => [...itemsIn(one)]);

/** The first item that this is true of. */
export const itemWhere = (kind: string, is: (item: ConfigItem) => boolean = () => true): ConfigItem => {
  const item = itemsOf(kind).find(is);
  if (item === undefined) throw new Error(`the demo has no such ${kind}`);
  return item;
};

/** The demo with other items of a kind. */
const withItems = (kind: string, change: (item: ConfigItem) => ConfigItem): Estate => ({
  ...meridian,
  denials: [],
  live: meridian.live.map((shelf) =>
    shelf.kind === kind ? { ...shelf, ...mapSeries(shelf, change) } : shelf,
  ),
});

interface Asked {
  readonly faults?: readonly Fault[];
  /** Parts that somebody reads; all of them when omitted. */
  readonly parts?: readonly string[];
  readonly sandbox?: Omit<SandboxOptions, 'estate'>;
}

/** Of the production account, all regions, unless the options say otherwise. */
export const scanKind = async (
  kind: string,
  options: Partial<AwsOptions>,
  {
    faults = [],
    parts = partsOf(kind),
    estate = meridian,
    sandbox: more = {},
  }: Asked & { readonly estate?: Estate } = {},
): Promise<Told> => {
  const sandbox = await startSandbox({ ...more, estate });
  try {
    for (const fault of faults) sandbox.addFault(fault);
    const needs: Needs = new Map([[kind, new Set(parts)]]);
    const { resources, coverage } = await scan(
      optionsFor(sandbox, { kinds: [kind], accounts: [ids.production], attempts: 2, ...options }),
      needs,
    );
    return { resources, coverage: coverage.filter((row) => row.kind === kind), calls: [...sandbox.calls] };
  } finally {
    await sandbox.close();
  }
};

export const tell = (
  kind: string,
  { change = (item) => item, ...asked }: Asked & { readonly change?: (item: ConfigItem) => ConfigItem } = {},
): Promise<Told> =>
  scanKind(kind, { inventory: 'direct', regions: [region] }, { ...asked, estate: withItems(kind, change) });

/** Of the resource of this name; undefined where it has no such part, or is not there. */
export const partNamed = ({ resources }: Told, name: string, part: string): Reading<unknown> | undefined =>
  (
    resources.find((one) => one.name === name)?.parts as
      | Readonly<Record<string, Reading<unknown>>>
      | undefined
  )?.[part];

/** What was read of one part: the value, or why it was not. */
export const partOf = ({ resources }: Told, item: ConfigItem, part: string): Reading<unknown> => {
  const found = resources.find(({ id }) => id === (item.arn ?? item.resourceId));
  expect(found, `${item.resourceId} is listed`).toBeDefined();
  const reading = (found?.parts as Readonly<Record<string, Reading<unknown>>> | undefined)?.[part];
  if (reading === undefined) throw new Error(`${item.resourceId} has no part ${part}`);
  return reading;
};
