/** Scans of a small estate against what somebody approved. */
import { describe, expect, it } from 'vitest';
import { baseline } from '#checks/drift/baseline.ts';
import type { Finding } from '#model/finding.ts';
import { unread } from '#model/reading.ts';
import type { ScanReader } from '#model/scan.ts';
import { approveBaseline } from '#pipeline/drift/approve-baseline.ts';
import { baselineKey, listBaselines } from '#pipeline/drift/baselines.ts';
import { replayScan } from '#pipeline/replay.ts';
import type { StoreDriver } from '#store/driver.ts';
import { memoryStore } from '#store/memory.ts';
import { all, bucket, checks, history, onDay, prod, staging, volume } from './scan-scene.ts';

const scene = { checks: [...checks, baseline] };

const approve = (
  store: StoreDriver,
  reader: ScanReader,
  scope: Partial<Parameters<typeof approveBaseline>[2]['scope']> = {},
) =>
  approveBaseline(store, reader, {
    scope: { providers: [], accounts: [], kinds: [], ...scope },
    by: 'ann',
    reason: 'reviewed',
    now: onDay(0)(),
  });

const driftIn = async (reader: ScanReader): Promise<readonly Finding[]> =>
  (await all(reader.findings())).filter(({ check }) => check === 'drift.baseline');

/** `name state severity: path was → is`, one line per finding. */
const told = async (reader: ScanReader): Promise<readonly string[]> =>
  (await driftIn(reader)).map(
    ({ name, state, severity, drift }) =>
      `${name} ${state} ${severity}: ${drift?.changes.map(({ path, was = '·', is = '·' }) => `${path} ${was} → ${is}`).join()}`,
  );

const countsOf = ({ manifest }: ScanReader) => manifest.counts['drift.baseline'];

const begun = async (estate: Parameters<ReturnType<typeof history>['next']>[0]) => {
  const { store, next } = history();
  const scan = (now: typeof estate, more = {}) => next(now, { ...scene, ...more });
  const first = await scan(estate);
  return { store, scan, first };
};

describe('without a baseline', () => {
  it('asks nothing about drift', async () => {
    const { first } = await begun({ resources: [volume('a', true)] });
    expect(countsOf(first.reader)).toBeUndefined();
    expect(first.manifest.scope.checks).not.toContain('drift.baseline');
  });
});

describe('after a scan was approved', () => {
  it('passes what is as it was, and says how many were asked', async () => {
    const estate = { resources: [volume('a', true), bucket('b', 1)] };
    const { store, scan, first } = await begun(estate);
    await approve(store, first.reader);
    const { reader, manifest } = await scan(estate);
    expect(countsOf(reader)).toEqual({ asked: 2, notApplicable: 0, pass: 2, fail: 0, unknown: 0 });
    expect(manifest.baselines).toEqual([1]);
    expect(await told(reader)).toEqual([]);
  });

  it('tells a change once as new, with the severity of the check that it flips; then as open; then as resolved', async () => {
    const { store, scan, first } = await begun({ resources: [volume('a', true), volume('b', true)] });
    await approve(store, first.reader);
    await scan({ resources: [volume('a', true), volume('b', true)] });
    const drifted = { resources: [volume('a', false), volume('b', true)] };
    const second = await scan(drifted);
    expect(await told(second.reader)).toEqual(['a new high: settings/encrypted true → false']);
    expect(second.manifest.changes).toMatchObject({ new: 2, drifted: 1 });
    expect(second.manifest.shares).toEqual({
      'drift.baseline': { aws: { counts: countsOf(second.reader), open: { high: 1 }, excepted: 0 } },
    });
    const [finding] = await driftIn(second.reader);
    expect(finding?.drift?.flips).toEqual([{ check: 'data.aws.volume-encrypted', severity: 'high' }]);
    expect(finding?.drift?.expected).toMatchObject({ from: 'baseline', baseline: 1, scan: 1 });
    expect(finding?.evidence).toEqual([{ path: 'settings/encrypted', found: 'false', expected: 'true' }]);
    expect(finding?.drift?.changes[0]).toMatchObject({
      after: '2026-11-26T06:00:00.000Z',
      seen: '2026-11-27T06:00:00.000Z',
    });
    const third = await scan(drifted);
    expect(await told(third.reader)).toEqual(['a open high: settings/encrypted true → false']);
    expect(third.manifest.changes).not.toHaveProperty('drifted');
    expect((await driftIn(third.reader))[0]?.drift?.changes[0]?.after).toBe('2026-11-26T06:00:00.000Z');
    const fourth = await scan({ resources: [volume('a', true), volume('b', true)] });
    expect((await driftIn(fourth.reader)).map(({ state }) => state)).toEqual(['resolved']);
  });

  it('calls a tag alone low', async () => {
    const { store, scan, first } = await begun({
      resources: [volume('a', false, { tags: { team: 'shop' } })],
    });
    await approve(store, first.reader);
    const { reader } = await scan({ resources: [volume('a', false, { tags: { team: 'ops' } })] });
    expect(await told(reader)).toEqual(['a new low: tags/team shop → ops']);
    expect((await driftIn(reader))[0]?.tags?.['team']).toBe('ops');
  });

  it('resolves when the new state is approved', async () => {
    const { store, scan, first } = await begun({ resources: [volume('a', true)] });
    await approve(store, first.reader);
    const second = await scan({ resources: [volume('a', false)] });
    await approve(store, second.reader);
    const { reader, manifest } = await scan({ resources: [volume('a', false)] });
    expect((await driftIn(reader)).map(({ state }) => state)).toEqual(['resolved']);
    expect(manifest.baselines).toEqual([2]);
  });

  it('tells what appeared, and what is gone from a complete listing', async () => {
    const { store, scan, first } = await begun({ resources: [volume('a', true), bucket('b', 0)] });
    await approve(store, first.reader);
    const { reader } = await scan({
      resources: [bucket('b', 0), bucket('c', 3)],
      kinds: ['AWS::EC2::Volume', 'AWS::S3::Bucket'],
    });
    expect(await told(reader)).toEqual([
      'a new low: resource there → ·',
      'c new critical: resource · → there',
    ]);
    expect(countsOf(reader)).toEqual({ asked: 3, notApplicable: 0, pass: 1, fail: 2, unknown: 0 });
  });

  it('says nothing of an account that was not there', async () => {
    const { store, scan, first } = await begun({ resources: [volume('a', true)] });
    await approve(store, first.reader);
    const { reader } = await scan({
      resources: [volume('a', true), volume('z', false, { account: staging })],
    });
    expect(await told(reader)).toEqual([]);
    expect(countsOf(reader)).toMatchObject({ asked: 1 });
  });
});

describe('what can not be read', () => {
  it('is unknown, and resolves nothing', async () => {
    const { store, scan, first } = await begun({ resources: [volume('a', true)] });
    await approve(store, first.reader);
    await scan({ resources: [volume('a', false)] });
    const { reader } = await scan({ resources: [volume('a', unread('denied', 'ec2:DescribeVolumes'))] });
    expect(countsOf(reader)).toEqual({ asked: 1, notApplicable: 0, pass: 0, fail: 0, unknown: 1 });
    expect(await told(reader)).toEqual(['a open high: settings/encrypted true → false']);
    const rows = (await all(reader.unknowns())).filter((row) => row.checks.includes('drift.baseline'));
    expect(rows).toMatchObject([
      {
        part: 'settings',
        reason: 'denied',
        missing: 'ec2:DescribeVolumes',
        resources: ['arn:aws:ec2:volume/a'],
      },
    ]);
  });

  it('in the baseline is unknown now', async () => {
    const { store, scan, first } = await begun({ resources: [volume('a', unread('throttled'))] });
    await approve(store, first.reader);
    const { reader } = await scan({ resources: [volume('a', false)] });
    expect(countsOf(reader)).toMatchObject({ pass: 0, unknown: 1 });
  });

  it('of tags is no proof that they were taken away', async () => {
    const tagged = volume('a', true, { tags: { team: 'shop' } });
    const { store, scan, first } = await begun({ resources: [tagged] });
    await approve(store, first.reader);
    const blind = { ...volume('a', true), tagsUnread: true } as const;
    const second = await scan({ resources: [blind] });
    expect(await told(second.reader)).toEqual([]);
    expect(countsOf(second.reader)).toEqual({ asked: 1, notApplicable: 0, pass: 0, fail: 0, unknown: 1 });
    const third = await scan({ resources: [tagged] });
    expect(countsOf(third.reader)).toMatchObject({ pass: 1, unknown: 0 });
  });

  it('is no proof that something is gone', async () => {
    const { store, scan, first } = await begun({ resources: [volume('a', true)] });
    await approve(store, first.reader);
    const { reader } = await scan({
      resources: [],
      kinds: ['AWS::EC2::Volume'],
      places: [`${prod}/eu-west-1`],
      listing: () => ({ state: 'throttled' }),
    });
    expect(await told(reader)).toEqual([]);
    expect(countsOf(reader)).toMatchObject({ asked: 1, unknown: 1 });
  });

  it('is everything when the baseline is damaged', async () => {
    const { store, scan, first } = await begun({ resources: [volume('a', true)] });
    const { files } = await approve(store, first.reader);
    await scan({ resources: [volume('a', false)] });
    await store.write(files.seen, Buffer.from('no rows'));
    const { reader, manifest } = await scan({ resources: [volume('a', true)] });
    expect(countsOf(reader)).toMatchObject({ asked: 1, pass: 0, unknown: 1 });
    expect((await driftIn(reader)).map(({ state }) => state)).toEqual(['open']);
    expect(manifest.shares?.['drift.baseline']?.aws?.counts).toEqual(countsOf(reader));
    expect(manifest.notices.join()).toContain('Drift is unknown');
  });
});

describe('baselines of a part', () => {
  it('let the latest that speaks of a resource count', async () => {
    const here = { account: prod };
    const there = { account: staging };
    const { store, scan, first } = await begun({
      resources: [volume('a', true, here), volume('b', true, there)],
    });
    await approve(store, first.reader);
    const second = await scan({ resources: [volume('a', false, here), volume('b', false, there)] });
    await approve(store, second.reader, { accounts: [staging] });
    const { reader, manifest } = await scan({
      resources: [volume('a', false, here), volume('b', false, there)],
    });
    expect(manifest.baselines).toEqual([2, 1]);
    expect(await told(reader)).toEqual([
      'a open high: settings/encrypted true → false',
      'b resolved high: settings/encrypted true → false',
    ]);
  });

  it('by a tag speak of what has it, and of what had it', async () => {
    const tagged = { tags: { env: 'prod' } };
    const { store, scan, first } = await begun({ resources: [volume('a', true, tagged), volume('b', true)] });
    await approve(store, first.reader, { tag: { key: 'env', value: 'prod' } });
    const { reader } = await scan({ resources: [volume('a', true), volume('b', false)] });
    expect(await told(reader)).toEqual(['a new low: tags/env prod → ·']);
  });

  it('refuse to speak of nothing', async () => {
    const { store, first } = await begun({ resources: [volume('a', true)] });
    await expect(approve(store, first.reader, { kinds: ['AWS::S3::Bucket'] })).rejects.toThrow(
      /saw no resource/,
    );
    expect(await store.list('baselines/')).toEqual([]);
  });
});

describe('a baseline', () => {
  it('keeps what it stands for when its scan is gone', async () => {
    const { store, scan, first } = await begun({ resources: [volume('a', true)] });
    await approve(store, first.reader);
    for (const key of await store.list(`scans/${first.manifest.run}/shards/`)) await store.delete(key);
    const { reader } = await scan({ resources: [volume('a', false)] });
    expect(await told(reader)).toHaveLength(1);
  });

  it('has a number that nobody else takes', async () => {
    const { store, first } = await begun({ resources: [volume('a', true)] });
    await Promise.all([approve(store, first.reader), approve(store, first.reader)]);
    expect((await listBaselines(store, 'tideway')).map(({ number }) => number)).toEqual([2, 1]);
    expect(await store.list('baselines/')).toContain(baselineKey(2));
  });
});

describe('an exception on drift', () => {
  it('hides it, and is void once it drifts further', async () => {
    const { store, scan, first } = await begun({ resources: [volume('a', true)] });
    await approve(store, first.reader);
    const second = await scan({ resources: [volume('a', false)] });
    const [finding] = await driftIn(second.reader);
    if (finding === undefined) throw new Error('no drift');
    const exceptions = [
      {
        check: finding.check,
        resource: finding.id,
        owner: 'ops',
        reason: 'move',
        approvedBy: 'ann',
        until: '2027-01-31',
        fingerprint: finding.fingerprint,
      },
    ];
    const third = await scan({ resources: [volume('a', false)] }, { exceptions });
    expect((await driftIn(third.reader))[0]?.exception?.owner).toBe('ops');
    expect(third.manifest.excepted['drift.baseline']).toBe(1);
    expect(third.manifest.shares?.['drift.baseline']?.aws).toMatchObject({ open: {}, excepted: 1 });
    const fourth = await scan(
      { resources: [volume('a', false, { tags: { team: 'shop' } })] },
      { exceptions },
    );
    expect((await driftIn(fourth.reader))[0]).not.toHaveProperty('exception');
    expect(fourth.manifest.changes.exceptionsVoid).toBe(1);
  });
});

describe('judging a scan again', () => {
  it('compares with the baselines that it was compared with', async () => {
    const { store, scan, first } = await begun({ resources: [volume('a', true)] });
    await approve(store, first.reader);
    const { manifest, reader } = await scan({ resources: [volume('a', false)] });
    await approve(store, reader);
    const again = await replayScan({
      manifest,
      store,
      scratch: memoryStore(),
      checks: scene.checks,
      exceptions: { entries: [], rules: { longestDays: 365, broadest: 100, zone: 'Europe/Vienna' } },
      expectedUnknowns: [],
      ownerTags: ['team'],
      version: '0.1.0',
    });
    expect(await told(again.reader)).toEqual(await told(reader));
    expect(await all(again.flips())).toEqual([]);
  });
});
