/**
 * Every resource of the sample estates, as its cloud could hand it over a second time: lists and fields in another order,
 * what is null left out, JSON texts spelled otherwise. None of it is drift, except where an order means something.
 */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { compareSeen } from '#analysis/drift/compare.ts';
import { unread } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import { compareText } from '#model/resource.ts';
import { loadAzureEstate } from '#sandbox/azure/load.ts';
import type { ConfigItem } from '#sandbox/estate/estate.ts';
import { loadEstate } from '#sandbox/estate/load.ts';
import { loadGcpEstate } from '#sandbox/gcp/estate.ts';
import { normalizeItem } from '#sources/aws/items.ts';
import { readRow } from '#sources/azure/items.ts';
import { readAsset } from '#sources/gcp/asset.ts';
import { Hierarchy } from '#sources/gcp/hierarchy.ts';
import { resourceOfAsset } from '#sources/gcp/items.ts';

const sample = fileURLToPath(new URL('../../../sandbox/estates/meridian', import.meta.url));
const now = new Date('2026-11-24T06:00:00Z');

const turned = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(turned).reverse();
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, field]) => field !== null)
        .reverse()
        .map(([name, field]) => [name, turned(field)]),
    );
  }
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.stringify(turned(JSON.parse(value)), null, 3);
  } catch {
    return value;
  }
};

/** Tags as AWS Config has them; IAM's items come from IAM itself, where order is as little said. */
const asConfig = ({ tags, ...item }: ConfigItem) => ({
  ...item,
  tags: tags.map(([key, value]) => ({ key, value })),
});

/** Kind and place of what differs. */
const differing = (was: Resource, is: Resource): readonly string[] => {
  const judged = Object.keys(was.parts);
  expect(Object.keys(is.parts), was.id).toEqual(judged);
  const { changes } = compareSeen(was, is, {
    provider: was.provider,
    kind: was.kind,
    judged: { was: judged, is: judged },
    sameReader: true,
  });
  return changes.map(({ path }) => `${was.kind} ${path.replaceAll(/\/\d+(?=\/|$)/g, '/N')}`);
};

const pairsOf = <T>(items: readonly T[], read: (raw: unknown) => Resource | undefined): readonly string[] => {
  const found = new Set<string>();
  let compared = 0;
  for (const item of items) {
    const was = read(item);
    if (was === undefined) continue;
    const is = read(turned(item));
    if (is === undefined) throw new Error(`${was.id} can't be read the other way round`);
    compared += 1;
    for (const one of differing(was, is)) found.add(one);
  }
  expect(compared).toBeGreaterThan(50);
  return [...found].sort(compareText);
};

test('AWS: what is the same in another order and spelling is no drift', async () => {
  const estate = await loadEstate(sample, { now });
  const items = estate.shelves.flatMap((shelf) =>
    Array.from({ length: shelf.size }, (_, at) => asConfig(shelf.at(at))),
  );
  expect(
    pairsOf(items, (raw) => {
      const item = normalizeItem(raw);
      return item.type === 'resource' ? item.resource : undefined;
    }),
  ).toEqual([]);
});

test('Azure: what is the same in another order and spelling is no drift', async () => {
  const estate = await loadAzureEstate(`${sample}/azure`);
  expect(
    pairsOf(estate.items, (raw) => {
      const row = readRow(raw, { account: 'a', observedAt: now.toISOString() });
      return row.type === 'resource' ? row.resource : undefined;
    }),
  ).toEqual([]);
});

test('Google Cloud: what is the same in another order and spelling is no drift', async () => {
  const { assets } = await loadGcpEstate(`${sample}/gcp`, now);
  const joined = {
    iamPolicy: unread('unsupported'),
    orgPolicies: unread('unsupported'),
    publicAccessConstraint: unread('unsupported'),
    refusals: () => unread('unsupported'),
  };
  expect(
    pairsOf(
      assets.map((asset) => ({ ...asset, resource: { location: asset.location, data: asset.data } })),
      (raw) => {
        const asset = readAsset(raw);
        if ('malformed' in asset) return undefined;
        const read = resourceOfAsset(asset, new Hierarchy(), joined, now.toISOString());
        return read.type === 'resource' ? read.resource : undefined;
      },
    ),
  ).toEqual([]);
});
