/**
 * 100,000 resources against what was approved of them: 1 % has changed, and 5 % is the same in another order or
 * spelling. Beside it what compares the same documents to the letter, and so answers less.
 */
import { isDeepStrictEqual } from 'node:util';
import type { BaselineView, ScanView, SeenRow } from '#engine/drift/drift-verdict.ts';
import { driftOf, seenRow } from '#engine/drift/drift-verdict.ts';
import { ListingView } from '#engine/lifecycle-view.ts';
import type { Reading } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import { alternate } from '../alternate.ts';
import type { Measured } from '../result.ts';
import { normalise } from '../workload/normalise.ts';
import { rowAt } from '../workload/rows.ts';

const resources = 100_000;
const passes = 9;
const changedEvery = 100;
const noisyEvery = 20;

const mapped = (resource: Resource, change: (value: unknown, key: string) => unknown): Resource => ({
  ...resource,
  parts: JSON.parse(JSON.stringify(resource.parts), (key, value: unknown) =>
    change(value, key),
  ) as Resource['parts'],
});

/** What a cloud does by itself: lists in another order, ranges with host bits. */
const noisy = (resource: Resource): Resource =>
  mapped(resource, (value) =>
    Array.isArray(value) ? value.toReversed() : value === '10.0.0.0/8' ? '10.0.0.1/8' : value,
  );

/** What somebody does. */
const changed = (resource: Resource): Resource => ({
  ...mapped(resource, (value, key) =>
    key === 'encrypted' ? value !== true : key === 'cidr' ? '203.0.113.0/24' : value,
  ),
  tags: { ...resource.tags, changed: 'by hand' },
});

const judgedOf = (rows: readonly Resource[]): ReadonlyMap<string, readonly string[]> =>
  new Map(rows.map(({ kind, parts }) => [kind, Object.keys(parts).sort((a, b) => (a < b ? -1 : 1))]));

export const drift = async (): Promise<readonly Measured[]> => {
  const before = Array.from({ length: resources }, (_, index) => normalise(rowAt(index)));
  const after = before.map((resource, index) =>
    index % changedEvery === 0 ? changed(resource) : index % noisyEvery === 1 ? noisy(resource) : resource,
  );
  const pairs = before.map((resource, index) => ({
    before: [seenRow(resource)],
    now: seenRow(after[index] ?? resource),
  }));
  // Parsed anew, so that the two share nothing that would make them equal at a glance.
  const documents = pairs.map(({ before: [was], now }) => [parsed(was), parsed(now)] as const);
  const judged = judgedOf(before);
  const listings = new ListingView();
  const baseline: BaselineView = {
    number: 1,
    scope: { providers: [], accounts: [], kinds: [] },
    judged,
    listings,
    sameReader: true,
  };
  const scan: ScanView = { judged, listings, asked: () => true };
  const found = { pass: 0, fail: 0, other: 0 };
  const ours = (): void => {
    Object.assign(found, { pass: 0, fail: 0, other: 0 });
    for (const pair of pairs) {
      const { verdict } = driftOf(pair, [baseline], scan);
      if (verdict === 'pass' || verdict === 'fail') found[verdict] += 1;
      else found.other += 1;
    }
  };
  let equal = 0;
  const deep = await alternate(passes, ours, () => {
    equal = 0;
    for (const [was, is] of documents) if (isDeepStrictEqual(was, is)) equal += 1;
  });
  const wanted = resources / changedEvery;
  if (found.fail !== wanted || found.other > 0) {
    throw new Error(`found ${found.fail} changes of ${wanted}, and ${found.other} without an answer`);
  }
  const json = await alternate(passes, ours, () => {
    equal = 0;
    for (const [was, is] of documents) if (JSON.stringify(was) === JSON.stringify(is)) equal += 1;
  });
  const less = `it calls ${resources - equal - wanted} noisy ones different too, and says of none what changed`;
  return [
    {
      name: 'drift-deep-equal',
      ...deep,
      referenceKind: 'peer',
      notes: [`isDeepStrictEqual of parsed parts: ${less}`],
    },
    { name: 'drift-json', ...json, referenceKind: 'peer', notes: [`JSON.stringify of both: ${less}`] },
  ];
};

const parsed = (row: SeenRow | undefined): Readonly<Record<string, Reading<unknown>>> =>
  JSON.parse(row?.parts ?? '{}') as Readonly<Record<string, Reading<unknown>>>;
