/** One asset, in the forms that it may come in. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unread } from '#model/reading.ts';
import { readAsset } from '#sources/gcp/asset.ts';
import { Hierarchy } from '#sources/gcp/hierarchy.ts';
import { resourceOfAsset } from '#sources/gcp/items.ts';

const firewall = {
  name: '//compute.googleapis.com/projects/meridian-shop/global/firewalls/ssh',
  assetType: 'compute.googleapis.com/Firewall',
  ancestors: ['projects/100000000001', 'organizations/300000000003'],
};

const data = {
  name: 'ssh',
  network: 'https://www.googleapis.com/compute/v1/projects/meridian-shop/global/networks/core',
  allowed: [{ IPProtocol: 'tcp', ports: ['22', '8000-8099'] }],
};

const text = (stringValue: string) => ({ kind: 'stringValue', stringValue });
const list = (...values: readonly object[]) => ({ kind: 'listValue', listValue: { values } });

const struct = {
  fields: {
    name: text('ssh'),
    network: text(data.network),
    allowed: list({
      kind: 'structValue',
      structValue: { fields: { IPProtocol: text('tcp'), ports: list(text('22'), text('8000-8099')) } },
    }),
  },
};

const joined = {
  iamPolicy: unread('not-recorded'),
  orgPolicies: unread('not-recorded'),
  publicAccessConstraint: unread('not-recorded'),
  refusals: () => unread('not-recorded'),
};

const partsOf = (raw: unknown) => {
  const asset = readAsset(raw);
  if ('malformed' in asset) return asset.malformed;
  const made = resourceOfAsset(asset, new Hierarchy(), joined, '2026-11-25T06:00:00.000Z');
  return made.type === 'resource' ? made.resource.parts : made.problem;
};

describe('an asset', () => {
  it('reads the same from gRPC, from REST and from an export', () => {
    const fromRest = partsOf({ ...firewall, resource: { data } });
    expect(fromRest).toMatchObject({ rule: { known: true, value: { sources: ['0.0.0.0/0'] } } });
    expect(partsOf({ ...firewall, resource: { data: struct } })).toEqual(fromRest);
    const { assetType, ancestors: _, ...rest } = firewall;
    const exported = {
      ...rest,
      asset_type: assetType,
      ancestry_path: 'organization/300000000003/project/100000000001',
      resource: { data },
    };
    expect(partsOf(exported)).toEqual(fromRest);
  });

  it('that the service cut has no part to judge', () => {
    const raw = { ...firewall, resource: { data }, assetExceptions: [{ exceptionType: 'TRUNCATION' }] };
    expect(partsOf(raw)).toMatchObject({ rule: { known: false, reason: 'truncated' } });
  });

  it.each([
    ['no data', undefined],
    ['data that is text', 'x'],
    ['a port beyond the last', { ...data, allowed: [{ IPProtocol: 'tcp', ports: ['70000'] }] }],
    ['a range that runs backwards', { ...data, allowed: [{ IPProtocol: 'tcp', ports: ['9-8'] }] }],
    ['neither allowed nor denied', { network: data.network }],
    ['ranges that are no list', { ...data, sourceRanges: { a: 1 } }],
    ['a direction that nobody knows', { ...data, direction: 'SIDEWAYS' }],
  ])('with %s is malformed, not open and not closed', (_name, broken) => {
    expect(partsOf({ ...firewall, resource: { data: broken } })).toMatchObject({
      rule: { known: false, reason: 'malformed' },
    });
  });

  it('with values nested beyond reason is malformed', () => {
    let deep: object = { a: 1 };
    for (let level = 0; level < 200; level += 1) deep = { a: deep };
    expect(partsOf({ ...firewall, resource: { data: deep } })).toMatchObject({
      rule: { known: false, reason: 'malformed' },
    });
  });

  it('never throws, whatever it holds', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), fc.anything(), (value, other) => {
        partsOf(value);
        partsOf({ ...firewall, resource: { data: value }, iamPolicy: other });
        partsOf({ ...firewall, resource: { data: { ...data, allowed: value, sourceRanges: other } } });
      }),
      { numRuns: 300 },
    );
  });

  it('keeps no secret of a machine', () => {
    const raw = {
      ...firewall,
      name: '//compute.googleapis.com/projects/p/zones/europe-west3-a/instances/i',
      assetType: 'compute.googleapis.com/Instance',
      resource: {
        data: {
          metadata: { items: [{ key: 'startup-script', value: 'export KEY=AKIAIOSFODNN7EXAMPLE' }] },
          labels: { token: 'ghp_abcdefghijklmnopqrstuvwxyz0123456789' },
        },
      },
    };
    const asset = readAsset(raw);
    if ('malformed' in asset) throw new Error(asset.malformed);
    const made = JSON.stringify(resourceOfAsset(asset, new Hierarchy(), joined, '2026-11-25T06:00:00.000Z'));
    expect(made).not.toContain('AKIAIOSFODNN7EXAMPLE');
    expect(made).not.toContain('ghp_abcdef');
  });
});
