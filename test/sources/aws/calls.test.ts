import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Sandbox } from '#sandbox/contract.ts';
import { generateEstate } from '#sandbox/estate/generate.ts';
import { startSandbox } from '#sandbox/start.ts';
import { SharedCounts } from '#sources/aws/config/counts.ts';
import { optionsFor, scan } from './sandbox-scan.ts';

const size = 1_000;
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({
    estate: generateEstate({ seed: 1, accounts: 1, regions: 2, resources: size }),
  });
});
afterEach(() => {
  sandbox.clearFaults();
  sandbox.clearCalls();
});
afterAll(async () => {
  await sandbox.close();
});

const options = (aggregated: boolean) =>
  optionsFor(sandbox, {
    role: { name: 'PlumblineReader', externalId: 'generated' },
    timeout: 10_000,
    ...(aggregated ? { aggregator: { name: 'generated', region: sandbox.homeRegion } } : {}),
  });
const made = (action: string): number => sandbox.calls.filter((call) => call.action === action).length;

describe('a scan of a thousand resources', () => {
  test.each([
    ['by the account itself', false],
    ['by an aggregator', true],
  ])('%s makes at most 31 calls per thousand, and a few for each region', async (_name, aggregated) => {
    const { source, resources } = await scan(options(aggregated));
    expect(resources.length).toBeGreaterThanOrEqual(size);
    const { calls, byAction } = source.usage();
    // What AWS Config does not tell is asked of its service, once a region, however much there is.
    const ofRegions = [...byAction]
      .filter(([action]) =>
        /^(?:guardduty|securityhub|access-analyzer|organizations:ListDelegated|apigateway|wafv2|logs|acm|lambda)/.test(
          action,
        ),
      )
      .reduce((sum, [, count]) => sum + count, 0);
    // Guards, log groups and functions, and where CloudFront's web ACLs are kept. AWS Config tells that there are no
    // certificates, no APIs, and no web ACLs in the other region.
    expect(ofRegions).toBe(1 + 5 * 2 + 2);
    expect(((calls - ofRegions) / resources.length) * 1_000).toBeLessThanOrEqual(31);
  });

  test('asks once for the counts of a region, whoever needs them', async () => {
    await scan(options(false));
    expect(made('config:GetDiscoveredResourceCounts')).toBe(2);
    sandbox.clearCalls();
    await scan(options(true));
    expect(made('config:GetAggregateDiscoveredResourceCounts')).toBe(1);
  });

  test('measures a listing that fell short by a fresh count, and calls it cut', async () => {
    sandbox.addFault({
      match: { action: 'config:SelectResourceConfig', kind: 'AWS::EC2::VPC', region: 'us-east-1' },
      effect: { type: 'omit' },
    });
    const { coverage } = await scan(options(false));
    expect(made('config:GetDiscoveredResourceCounts')).toBe(3);
    const vpcs = coverage.filter(({ kind }) => kind === 'AWS::EC2::VPC');
    expect(vpcs).toMatchObject([
      { region: 'eu-west-1', state: 'read' },
      { region: 'us-east-1', state: 'unsupported' },
    ]);
  });
});

describe('shared counts', () => {
  const { signal } = new AbortController();
  const asking = (answers: readonly boolean[]) => {
    let asked = 0;
    let time = 0;
    const counts = new SharedCounts(
      async () => {
        const ok = answers[asked] ?? true;
        asked += 1;
        if (ok) return { ok: true, value: new Map([['AWS::EC2::VPC', asked]]) };
        throw new Error('aborted');
      },
      () => time,
    );
    return {
      counts,
      asked: () => asked,
      wait: (minutes: number) => {
        time += minutes * 60_000;
      },
    };
  };

  test('serve all who ask within minutes, and nobody later', async () => {
    const { counts, asked, wait } = asking([]);
    await Promise.all([counts.get(signal), counts.get(signal)]);
    wait(4);
    await counts.get(signal);
    expect(asked()).toBe(1);
    wait(2);
    await counts.get(signal);
    expect(asked()).toBe(2);
  });

  test('are renewed for all by one who asks anew', async () => {
    const { counts, asked } = asking([]);
    await counts.get(signal);
    await counts.renew(signal);
    expect(await counts.get(signal)).toMatchObject({ value: new Map([['AWS::EC2::VPC', 2]]) });
    expect(asked()).toBe(2);
  });

  test('that could not be had are asked for again', async () => {
    const { counts, asked } = asking([false]);
    await expect(counts.get(signal)).rejects.toThrow('aborted');
    expect(await counts.get(signal)).toMatchObject({ ok: true });
    expect(asked()).toBe(2);
  });
});
