/** Distributions: an account has one set, recorded and tagged in us-east-1 only. */
import { describe, expect, it } from 'vitest';
import type { Estate } from '#sandbox/estate/estate.ts';
import type { AwsOptions } from '#sources/aws/options.ts';
import { meridian, scanKind } from './one-kind.ts';

const action = 'cloudfront:ListDistributions';

const told = (options: Partial<AwsOptions>, more?: Parameters<typeof scanKind>[2]) =>
  scanKind('AWS::CloudFront::Distribution', options, more);

/** Production records everything but in us-east-1. */
const withoutVirginia: Estate = {
  ...meridian,
  accounts: meridian.accounts.map((account) => ({
    ...account,
    recorders: account.recorders.filter(({ region }) => region !== 'us-east-1'),
  })),
};

describe('distributions', () => {
  it('come from AWS Config where us-east-1 is recorded, the other regions notwithstanding', async () => {
    const { resources, coverage, calls } = await told({ inventory: 'auto' });
    expect(resources).toHaveLength(4);
    expect(coverage).toMatchObject([{ region: 'global', state: 'read', count: 4, route: 'config' }]);
    expect(calls.map((call) => call.action)).not.toContain(action);
  });

  it('are asked for once where us-east-1 is not recorded, whatever other regions record', async () => {
    const { resources, coverage, calls } = await told({ inventory: 'auto' }, { estate: withoutVirginia });
    expect(resources).toHaveLength(4);
    expect(coverage).toMatchObject([{ region: 'global', state: 'read', count: 4, route: 'direct' }]);
    expect(calls.filter((call) => call.action === action)).toHaveLength(1);
  });

  it('are asked for once where us-east-1 is out of scope', async () => {
    const { resources, coverage } = await told({ inventory: 'auto', regions: ['eu-west-1'] });
    expect(resources).toHaveLength(4);
    expect(coverage).toMatchObject([{ state: 'read', route: 'direct' }]);
  });

  it('are unknown from AWS Config alone where us-east-1 is not recorded: not none', async () => {
    const { resources, coverage } = await told({ inventory: 'config' }, { estate: withoutVirginia });
    expect(resources).toEqual([]);
    expect(coverage).toMatchObject([{ state: 'not-recorded' }]);
  });

  it('have their tags, which are kept in us-east-1', async () => {
    const { resources } = await told({ inventory: 'direct', homeRegion: 'eu-west-1' });
    expect(resources.map(({ tags }) => tags['owner']).filter((owner) => owner !== undefined)).toEqual([
      'web',
    ]);
  });

  it('come whole in short pages, some of them empty', async () => {
    const { resources, coverage } = await told(
      { inventory: 'direct' },
      { sandbox: { longestPage: 1, emptyPageEvery: 2 } },
    );
    expect(resources).toHaveLength(4);
    expect(coverage).toMatchObject([{ state: 'read', count: 4 }]);
  });

  it.each([
    [{ type: 'deny' }, 'denied'],
    [{ type: 'deny', by: 'scp' }, 'denied-by-guardrail'],
    [{ type: 'throttle' }, 'throttled'],
    [{ type: 'wrong-body', body: 'bare' }, 'malformed'],
  ] as const)('are a gap when the list is met by %o', async (effect, state) => {
    const { resources, coverage } = await told(
      { inventory: 'direct' },
      { faults: [{ match: { action }, effect }] },
    );
    expect(resources).toEqual([]);
    expect(coverage).toMatchObject([{ state, missing: action }]);
  });
});
