/** Parts that are made of other kinds' resources, where those come from the services, or from both ways at once. */
import { afterEach, describe, expect, it } from 'vitest';
import type { AwsOptions } from '#sources/aws/options.ts';
import { ids } from '#test/sandbox/clients.ts';
import {
  account,
  block,
  bucket,
  close,
  everywhere,
  flowLog,
  needs,
  read,
  recordedBy,
  recorderIn,
  regions,
  trail,
  vpc,
} from './joined-estate.ts';

const getBlock = 's3:GetAccountPublicAccessBlock';
const getStatus = 'cloudtrail:GetTrailStatus';
const partly = { blockPublicAcls: true, blockPublicPolicy: false };

afterEach(close);

describe('an account that no recorder records', () => {
  it('has its trails, its block and its flow logs from the services, each asked once', async () => {
    const { own, partsOf, asked } = await read(recordedBy([]));
    expect(own('trails')).toMatchObject({ known: true, value: [{ name: 'production', multiRegion: false }] });
    expect(own('publicAccessBlock')).toMatchObject({ known: true, value: partly });
    const blocks = partsOf(bucket, 'accountPublicAccessBlock');
    expect(blocks.length).toBeGreaterThan(0);
    for (const one of blocks) expect(one).toMatchObject({ known: true, value: partly });
    const logs = partsOf(vpc, 'flowLogs');
    expect(logs.every(({ known }) => known)).toBe(true);
    expect(logs).toContainEqual(
      expect.objectContaining({ value: [expect.objectContaining({ active: true })] }),
    );
    expect(asked(getBlock)).toEqual([`${ids.production} eu-west-1`]);
    // Once more for those of other accounts and regions, which any region shows.
    const trails = asked('cloudtrail:DescribeTrails');
    expect([...new Set(trails)].sort((a, b) => (a < b ? -1 : 1))).toEqual(everywhere(ids.production));
    expect(trails).toHaveLength(regions.length + 1);
    // It records one region only, so whether it logs does not matter.
    expect(own('trailStatus')).toEqual({ known: true, value: [] });
    expect(asked(getStatus)).toEqual([]);
    expect([...asked('ec2:DescribeFlowLogs')].sort((a, b) => (a < b ? -1 : 1))).toEqual(
      everywhere(ids.production),
    );
  });

  it('gives the same parts by AWS Config and by the services', async () => {
    const recorded = recordedBy(regions.map((region) => recorderIn(region)));
    const joined = async (inventory: AwsOptions['inventory']) => {
      const { resources } = await read(recorded, { inventory, accounts: [ids.staging] });
      await close();
      return resources
        .filter(({ kind }) => [account, bucket, vpc].includes(kind))
        .map(({ id, kind, parts }) => [id, ...[...(needs.get(kind) ?? [])].map((part) => parts[part])])
        .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
    };
    const direct = await joined('direct');
    expect(direct.length).toBeGreaterThan(5);
    expect(direct).toEqual(await joined('config'));
  });

  it('without a block has none, and no resource for it', async () => {
    const { own, resources, row, asked } = await read(recordedBy([]), { accounts: [ids.staging] });
    expect(own('publicAccessBlock')).toEqual({ known: true, value: 'none' });
    expect(resources.filter(({ kind }) => kind === block)).toEqual([]);
    expect(row(block, 'global')).toMatchObject({ state: 'read', count: 0, route: 'direct' });
    expect(asked(getBlock)).toHaveLength(1);
  });

  it.each([
    ['refused', { type: 'deny' }, 'denied'],
    ['throttled', { type: 'throttle' }, 'throttled'],
    ['answered with nothing', { type: 'wrong-body', body: 'empty' }, 'malformed'],
  ] as const)('whose block is %s, has it unread and not "none"', async (_, effect, reason) => {
    const { own, partsOf, row, asked } = await read(recordedBy([]), {}, [
      { match: { action: getBlock }, effect },
    ]);
    expect(own('publicAccessBlock')).toMatchObject({ known: false, reason, missing: getBlock });
    for (const one of partsOf(bucket, 'accountPublicAccessBlock')) {
      expect(one).toMatchObject({ known: false, reason });
    }
    expect(row(block, 'global')).toMatchObject({ state: reason, missing: getBlock });
    if (reason === 'denied') expect(asked(getBlock)).toHaveLength(1);
  });

  it('whose trails are refused in one region, has no complete list of them', async () => {
    const { own, row } = await read(recordedBy([]), {}, [
      {
        match: { action: 'cloudtrail:DescribeTrails', account: ids.production, region: 'us-east-1' },
        effect: { type: 'deny' },
      },
    ]);
    expect(own('trails')).toMatchObject({
      known: false,
      reason: 'denied',
      missing: 'cloudtrail:DescribeTrails',
      detail: expect.stringContaining('us-east-1'),
    });
    expect(row(trail, 'eu-west-1')).toMatchObject({ state: 'read', count: 1 });
    expect(row(trail, 'us-east-1')).toMatchObject({ state: 'denied' });
  });

  it('whose flow logs are refused, has VPCs with unread ones', async () => {
    const { partsOf } = await read(recordedBy([]), {}, [
      { match: { action: 'ec2:DescribeFlowLogs' }, effect: { type: 'deny' } },
    ]);
    for (const one of partsOf(vpc, 'flowLogs')) {
      expect(one).toMatchObject({ known: false, reason: 'denied', missing: 'ec2:DescribeFlowLogs' });
    }
  });
});

describe('an account with a recorder in one region', () => {
  const mixed = recordedBy([recorderIn('eu-west-1')]);

  it('has its block from AWS Config where that holds it, without a call to S3', async () => {
    const { own, row, asked } = await read(mixed, { inventory: 'auto' });
    expect(own('publicAccessBlock')).toMatchObject({ known: true, value: partly });
    expect(row(block, 'global')).toMatchObject({ state: 'read', count: 1, route: 'config' });
    expect(asked(getBlock)).toEqual([]);
  });

  it('without a block asks S3 once, which settles it', async () => {
    const { own, row, asked } = await read(mixed, { inventory: 'auto', accounts: [ids.staging] });
    expect(own('publicAccessBlock')).toEqual({ known: true, value: 'none' });
    expect(row(block, 'global')).toMatchObject({ state: 'read', count: 0, route: 'direct' });
    expect(asked(getBlock)).toHaveLength(1);
  });

  it('without a block and refused by S3 does not know it', async () => {
    const { own, row } = await read(mixed, { inventory: 'auto', accounts: [ids.staging] }, [
      { match: { action: getBlock }, effect: { type: 'deny' } },
    ]);
    expect(own('publicAccessBlock')).toMatchObject({ known: false, reason: 'denied', missing: getBlock });
    expect(row(block, 'global')?.state).not.toBe('read');
  });

  it('where only AWS Config may be asked does not know it either', async () => {
    const { own, asked } = await read(mixed, { inventory: 'config', accounts: [ids.staging] });
    expect(own('publicAccessBlock')).toMatchObject({ known: false, reason: 'not-recorded' });
    expect(asked(getBlock)).toEqual([]);
  });

  it('has the trails of both ways', async () => {
    const { own, row, asked } = await read(mixed, { inventory: 'auto' });
    expect(own('trails')).toMatchObject({ known: true, value: [{ name: 'production' }] });
    expect(own('otherTrails')).toMatchObject({ known: true });
    expect(row(trail, 'eu-west-1')).toMatchObject({ route: 'config', count: 1 });
    expect(row(trail, 'us-east-1')).toMatchObject({ route: 'direct', count: 0 });
    expect(asked('cloudtrail:DescribeTrails')).not.toContain(`${ids.production} eu-west-1`);
  });

  it('that leaves flow logs out has those from EC2, for VPCs from AWS Config', async () => {
    const { partsOf, row, asked } = await read(recordedBy([recorderIn('eu-west-1', [flowLog])]), {
      inventory: 'auto',
      regions: ['eu-west-1'],
    });
    expect(row(vpc, 'eu-west-1')).toMatchObject({ route: 'config' });
    expect(row(flowLog, 'eu-west-1')).toMatchObject({ route: 'direct', state: 'read' });
    const logs = partsOf(vpc, 'flowLogs');
    expect(logs.every(({ known }) => known)).toBe(true);
    expect(logs.some((one) => one.known && (one.value as readonly unknown[]).length > 0)).toBe(true);
    expect(asked('ec2:DescribeFlowLogs')).toHaveLength(1);
  });
});
