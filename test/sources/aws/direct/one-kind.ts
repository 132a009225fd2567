/** Reads one kind of the demo's production account from its own service, with whatever a test breaks on the way. */
import { expect } from 'vitest';
import type { CoverageRow } from '#model/coverage.ts';
import { isKind, partSources } from '#model/part-sources.ts';
import type { Reading } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import type { Needs } from '#model/source.ts';
import type { Fault, RecordedCall } from '#sandbox/contract.ts';
import type { ConfigItem, Estate } from '#sandbox/estate/estate.ts';
import { seriesOf } from '#sandbox/estate/estate.ts';
import type { SandboxOptions } from '#sandbox/start.ts';
import { startSandbox } from '#sandbox/start.ts';
import { ids, loadMeridian } from '#test/sandbox/clients.ts';
import { optionsFor, scan } from '../sandbox-scan.ts';

const meridian = await loadMeridian();
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
    .flatMap((one) => Array.from({ length: one.size }, (_, index) => one.at(index)));

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
    shelf.kind === kind
      ? { ...shelf, ...seriesOf(Array.from({ length: shelf.size }, (_, index) => change(shelf.at(index)))) }
      : shelf,
  ),
});

export const tell = async (
  kind: string,
  more: {
    readonly faults?: readonly Fault[];
    readonly change?: (item: ConfigItem) => ConfigItem;
    /** Parts that somebody reads; all of them when omitted. */
    readonly parts?: readonly string[];
    readonly sandbox?: Omit<SandboxOptions, 'estate'>;
  } = {},
): Promise<Told> => {
  const sandbox = await startSandbox({
    ...more.sandbox,
    estate: withItems(kind, more.change ?? ((item) => item)),
  });
  try {
    for (const fault of more.faults ?? []) sandbox.addFault(fault);
    const needs: Needs = new Map([[kind, new Set(more.parts ?? partsOf(kind))]]);
    const { resources, coverage } = await scan(
      optionsFor(sandbox, {
        inventory: 'direct',
        kinds: [kind],
        accounts: [ids.production],
        regions: [region],
        attempts: 2,
      }),
      needs,
    );
    return { resources, coverage: coverage.filter((row) => row.kind === kind), calls: [...sandbox.calls] };
  } finally {
    await sandbox.close();
  }
};

/** What was read of one part: the value, or why it was not. */
export const partOf = ({ resources }: Told, item: ConfigItem, part: string): Reading<unknown> => {
  const found = resources.find(({ id }) => id === (item.arn ?? item.resourceId));
  expect(found, `${item.resourceId} is listed`).toBeDefined();
  const reading = (found?.parts as Readonly<Record<string, Reading<unknown>>> | undefined)?.[part];
  if (reading === undefined) throw new Error(`${item.resourceId} has no part ${part}`);
  return reading;
};
