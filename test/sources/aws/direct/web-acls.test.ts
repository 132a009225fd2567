/** Web ACLs of a region and of CloudFront, and what their own calls can end in. */
import { describe, expect, it } from 'vitest';
import type { Reading } from '#model/reading.ts';
import type { Fault } from '#sandbox/contract.ts';
import { scanKind } from './one-kind.ts';

const told = async (
  region: string,
  faults: readonly Fault[] = [],
  more: Omit<NonNullable<Parameters<typeof scanKind>[2]>, 'faults'> = {},
) => {
  const scanned = await scanKind('AWS::WAFv2::WebACL', { regions: [region] }, { faults, ...more });
  return {
    ...scanned,
    parts: (name: string) =>
      scanned.resources.find((one) => one.name === name)?.parts as Readonly<Record<string, Reading<unknown>>>,
    names: scanned.resources.map(({ name }) => name).sort(),
    calls: scanned.calls.map(({ action }) => action),
  };
};

describe('web ACLs', () => {
  it('have their rules by what they do, and where they log to', async () => {
    const { names, parts, coverage } = await told('eu-west-1');
    expect(names).toEqual(['allow-list', 'shop', 'trial']);
    expect(parts('trial')['settings']).toEqual({
      known: true,
      value: {
        defaultAction: 'allow',
        rules: [
          { name: 'common', action: 'count' },
          { name: 'antarctica', action: 'count' },
        ],
        managedGroups: 0,
      },
    });
    expect(parts('shop')['settings']).toMatchObject({ value: { rules: [{ action: 'none' }] } });
    expect(parts('allow-list')['settings']).toMatchObject({ value: { defaultAction: 'block' } });
    expect(parts('shop')['logging']).toMatchObject({ value: [expect.stringContaining('aws-waf-logs-')] });
    expect(parts('trial')['logging']).toEqual({ known: true, value: [] });
    expect(coverage).toMatchObject([{ state: 'read', count: 3, route: 'direct' }]);
  });

  it('of CloudFront are those of us-east-1, and asked for there only', async () => {
    const east = await told('us-east-1');
    expect(east.names).toEqual(['edge', 'edge-empty']);
    expect(east.resources.every(({ id }) => id.includes(':global/webacl/'))).toBe(true);
    expect(east.calls.filter((action) => action === 'wafv2:ListWebACLs')).toHaveLength(2);
    const west = await told('eu-west-1');
    expect(west.calls.filter((action) => action === 'wafv2:ListWebACLs')).toHaveLength(1);
  });

  it.each(['eu-west-1', 'us-east-1'])(
    'of %s come whole in short pages, some of them empty',
    async (region) => {
      const whole = await told(region);
      const { names, coverage } = await told(region, [], { sandbox: { longestPage: 1, emptyPageEvery: 2 } });
      expect(names).toEqual(whole.names);
      expect(coverage).toMatchObject([{ state: 'read' }]);
    },
  );

  it('whose list is refused are a gap', async () => {
    const { names, coverage } = await told('us-east-1', [
      { match: { action: 'wafv2:ListWebACLs' }, effect: { type: 'deny' }, skip: 1 },
    ]);
    expect(names).toEqual([]);
    expect(coverage).toMatchObject([{ state: 'denied', missing: 'wafv2:ListWebACLs' }]);
  });

  it.each([
    ['wafv2:GetWebACL', 'settings'],
    ['wafv2:GetLoggingConfiguration', 'logging'],
  ])('whose %s is refused have an unread part', async (action, part) => {
    for (const [effect, reason] of [
      [{ type: 'deny' }, 'denied'],
      [{ type: 'throttle' }, 'throttled'],
      [{ type: 'wrong-body', body: 'bare' }, 'malformed'],
    ] as const) {
      const { parts } = await told('eu-west-1', [{ match: { action }, effect }]);
      expect(parts('shop')[part]).toMatchObject({ known: false, reason, missing: action });
    }
  });

  it('deleted between the list and their rules are left out', async () => {
    const gone = (await told('eu-west-1')).resources.find(({ name }) => name === 'trial')?.id ?? '';
    const { names, coverage } = await told('eu-west-1', [
      { match: { action: 'wafv2:GetWebACL' }, effect: { type: 'change', hide: [gone] } },
    ]);
    expect(names).toEqual(['allow-list', 'shop']);
    expect(coverage).toMatchObject([{ state: 'read', count: 2 }]);
  });

  it('cost no call of their own where nobody looks at their parts', async () => {
    const { calls, names } = await told('eu-west-1', [], { parts: [] });
    expect(names).toHaveLength(3);
    expect(calls.filter((action) => action.startsWith('wafv2:Get'))).toEqual([]);
  });
});
