/** Log groups, and the trails that write into them. */
import { describe, expect, it } from 'vitest';
import type { Fault } from '#sandbox/contract.ts';
import type { SandboxOptions } from '#sandbox/start.ts';
import type { AwsOptions } from '#sources/aws/options.ts';
import { ids } from '#test/sandbox/clients.ts';
import { partNamed, scanKind } from './one-kind.ts';

const action = 'logs:DescribeLogGroups';

const told = async (
  options: Partial<AwsOptions> = {},
  faults: readonly Fault[] = [],
  sandbox: Omit<SandboxOptions, 'estate'> = {},
) => {
  const scanned = await scanKind(
    'AWS::Logs::LogGroup',
    { accounts: [ids.security], regions: ['eu-west-1'], ...options },
    { faults, sandbox },
  );
  return { ...scanned, part: (name: string, of: string) => partNamed(scanned, name, of) };
};

describe('log groups', () => {
  it.each(['config', 'direct', 'auto'] as const)(
    'know the trail that writes into them, by %s',
    async (inventory) => {
      const { part, coverage } = await told({ inventory });
      expect(part('trail/meridian-security', 'trails')).toEqual({
        known: true,
        value: ['meridian-security'],
      });
      expect(part('triage', 'trails')).toEqual({ known: true, value: [] });
      expect(coverage).toMatchObject([{ state: 'read', count: 2, route: 'direct' }]);
    },
  );

  it('have the ARN without a star, their days and their key', async () => {
    const { resources, part } = await told();
    expect(resources.map(({ id }) => id)).toContain(
      `arn:aws:logs:eu-west-1:${ids.security}:log-group:trail/meridian-security`,
    );
    expect(part('trail/meridian-security', 'settings')).toMatchObject({
      value: { retention: 400, kmsKey: expect.stringContaining(':key/') },
    });
    const { part: other } = await told({ accounts: [ids.production] });
    expect(other('/aws/eks/tools/cluster', 'settings')).toMatchObject({
      value: { retention: 0, kmsKey: 'none' },
    });
  });

  it('come whole in short pages, with their tags', async () => {
    const { resources, coverage } = await told({ accounts: [ids.production] }, [], {
      longestPage: 1,
      emptyPageEvery: 2,
    });
    expect(resources).toHaveLength(5);
    expect(resources.filter(({ tags }) => tags['owner'] === 'platform')).toHaveLength(1);
    expect(coverage).toMatchObject([{ state: 'read', count: 5 }]);
  });

  it.each([
    [{ type: 'deny' }, 'denied'],
    [{ type: 'deny', by: 'scp' }, 'denied-by-guardrail'],
    [{ type: 'throttle' }, 'throttled'],
    [{ type: 'wrong-body', body: 'bare' }, 'malformed'],
  ] as const)('are a gap when the list is met by %o', async (effect, state) => {
    const { resources, coverage } = await told({}, [{ match: { action }, effect }]);
    expect(resources).toEqual([]);
    expect(coverage).toMatchObject([{ state, missing: action }]);
  });

  it('of trails that may not be seen have unread trails, and their settings', async () => {
    const { part } = await told({ inventory: 'direct' }, [
      { match: { action: 'cloudtrail:DescribeTrails' }, effect: { type: 'deny' } },
    ]);
    expect(part('triage', 'trails')).toMatchObject({ known: false, reason: 'denied' });
    expect(part('triage', 'settings')).toMatchObject({ known: true });
  });
});
