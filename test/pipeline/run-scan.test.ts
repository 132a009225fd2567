import { describe, expect, it } from 'vitest';
import { unread } from '#model/reading.ts';
import type { Manifest, QuestionCounts } from '#model/scan.ts';
import { memoryStore } from '#store/memory.ts';
import { fakeSource } from '#test/support/fake-source.ts';
import {
  all,
  bucket,
  bucketAclPrivate,
  checks,
  deniedAccount,
  history,
  prod,
  scan,
  staging,
  statesOf,
  volume,
} from './scan-scene.ts';

const sumOf = (counts: Readonly<Partial<Record<string, number>>> | undefined): number =>
  Object.values(counts ?? {}).reduce<number>((sum, number) => sum + (number ?? 0), 0);

/** fail = open + excepted; asked − not applicable = pass + fail + unknown. */
const expectLedgerAddsUp = ({ counts, open, excepted }: Manifest): void => {
  for (const [check, count] of Object.entries<QuestionCounts>(counts)) {
    expect(count.asked - count.notApplicable, check).toBe(count.pass + count.fail + count.unknown);
    expect(count.fail, check).toBe(sumOf(open[check]) + (excepted[check] ?? 0));
  }
};

describe('a first scan', () => {
  it('counts what passes, fails and is unknown, and keeps the fails', async () => {
    const { manifest, reader } = await scan({
      resources: [
        volume('good', true),
        volume('bad', false, { tags: { team: 'orders', secret: 'no owner' } }),
        volume('dark', unread('denied', 'ec2:DescribeVolumes')),
        bucket('open', 1),
      ],
    });
    expect(manifest).toMatchObject({
      number: 1,
      comparedWith: 0,
      resources: 4,
      callers: { aws: 'aws:reader' },
      counts: {
        'data.aws.volume-encrypted': { asked: 3, pass: 1, fail: 1, unknown: 1, notApplicable: 0 },
        'data.aws.bucket-acl-private': { asked: 1, pass: 0, fail: 1, unknown: 0, notApplicable: 0 },
      },
      open: { 'data.aws.volume-encrypted': { high: 1 }, 'data.aws.bucket-acl-private': { medium: 1 } },
      changes: { new: 2, worse: 0, reopened: 0, resolved: 0, notLookedAt: 0 },
    });
    expectLedgerAddsUp(manifest);
    const findings = await all(reader.findings());
    expect(
      findings.map(({ name, state, firstScan, judgedScan }) => [name, state, firstScan, judgedScan]),
    ).toEqual([
      ['open', 'new', 1, 1],
      ['bad', 'new', 1, 1],
    ]);
    expect(findings[1]?.tags).toEqual({ team: 'orders' });
    expect(await all(reader.unknowns())).toMatchObject([
      {
        part: 'settings',
        reason: 'denied',
        missing: 'ec2:DescribeVolumes',
        resources: ['arn:aws:ec2:volume/dark'],
      },
    ]);
    expect((await all(reader.inventory())).map((row) => row.name)).toEqual(['bad', 'dark', 'good', 'open']);
  });

  it('is incomplete where a part was unread, also when the source kept silent on it', async () => {
    const { manifest, reader } = await scan({ resources: [volume('dark', unread('denied', 'ec2:X'))] });
    expect(manifest.complete).toBe(false);
    expect((await all(reader.coverage())).filter((row) => row.part === 'settings')).toMatchObject([
      { state: 'denied', missing: 'ec2:X', count: 1 },
    ]);
  });

  it('is complete where everything was read', async () => {
    expect((await scan({ resources: [volume('good', true)] })).manifest.complete).toBe(true);
  });

  it('asks one question of a kind that could not be listed, whether plan or shard says so', async () => {
    const gap = {
      provider: 'aws',
      account: prod,
      region: 'eu-west-1',
      kind: 'AWS::EC2::Volume',
      part: '*',
      state: 'not-recorded',
      count: 0,
      route: 'config',
    } as const;
    const { manifest } = await scan({
      planned: [gap],
      listing: ({ kind }) => (kind === gap.kind ? gap : {}),
    });
    expect(manifest.counts['data.aws.volume-encrypted']).toMatchObject({ asked: 1, unknown: 1, pass: 0 });
    expect(manifest.complete).toBe(false);
    expectLedgerAddsUp(manifest);
  });

  it('makes a kind unknown that the source ends without a word on', async () => {
    const { manifest, reader } = await scan({
      listing: ({ kind }) => (kind === 'AWS::EC2::Volume' ? 'silent' : {}),
    });
    expect(manifest.counts['data.aws.volume-encrypted']).toMatchObject({ asked: 1, unknown: 1 });
    expect((await all(reader.coverage())).find((row) => row.kind === 'AWS::EC2::Volume')?.state).toBe(
      'unavailable',
    );
  });

  it('counts a resource once that two shards report', async () => {
    const { manifest, reader } = await scan(
      {},
      {
        sources: [
          fakeSource({ resources: [volume('bad', false)] }),
          fakeSource({ resources: [volume('bad', false)] }),
        ],
      },
    );
    expect(manifest.resources).toBe(1);
    expect(manifest.counts['data.aws.volume-encrypted']).toMatchObject({ asked: 1, fail: 1 });
    expect(await all(reader.findings())).toHaveLength(1);
    expectLedgerAddsUp(manifest);
  });
});

describe('a read that breaks off', () => {
  it('makes every kind of its shard unknown, keeps its fails, and leaves the others alone', async () => {
    const { manifest, reader } = await scan({
      resources: [volume('bad', false), volume('later', false), volume('other', true, { account: staging })],
      kinds: ['AWS::EC2::Volume'],
      breaks: ({ account }) => (account === prod ? { after: 1, error: new TypeError('a bug') } : undefined),
    });
    expect(manifest.complete).toBe(false);
    expect(manifest.counts['data.aws.volume-encrypted']).toEqual({
      asked: 3,
      notApplicable: 0,
      pass: 1,
      fail: 1,
      unknown: 1,
    });
    expect(await statesOf(reader)).toEqual({ bad: 'new' });
    expect(await all(reader.unknowns())).toMatchObject([
      { account: prod, reason: 'unavailable', resources: ['*'] },
    ]);
    expectLedgerAddsUp(manifest);
  });
});

describe('a second scan', () => {
  it('tells new, open, worse, resolved and reopened apart', async () => {
    const { next } = history();
    await next({
      resources: [volume('mended', false), volume('stays', false), bucket('grows', 1), bucket('sinks', 1)],
    });
    const second = await next({
      resources: [
        volume('mended', true),
        volume('stays', false),
        bucket('grows', 2),
        bucket('sinks', 3),
        volume('fresh', false),
      ],
    });
    expect(await statesOf(second.reader)).toEqual({
      mended: 'resolved',
      stays: 'open',
      grows: 'worse',
      sinks: 'worse',
      fresh: 'new',
    });
    expect(second.manifest.changes).toMatchObject({
      new: 1,
      worse: 2,
      resolved: 1,
      reopened: 0,
      notLookedAt: 0,
    });
    expect((await all(second.reader.findings())).find((row) => row.name === 'sinks')).toMatchObject({
      before: 'medium',
      severity: 'critical',
      firstScan: 1,
    });
    const third = await next({ resources: [volume('mended', false), volume('stays', false)] });
    expect(await statesOf(third.reader)).toMatchObject({
      mended: 'reopened',
      stays: 'open',
      fresh: 'resolved',
    });
    expectLedgerAddsUp(third.manifest);
  });

  it('resolves what is gone from a complete listing', async () => {
    const { next } = history();
    await next({ resources: [volume('deleted', false)] });
    expect(await statesOf((await next({})).reader)).toEqual({ deleted: 'resolved' });
  });
});

describe('what was not looked at', () => {
  const first = [volume('bad', false), bucket('open', 1)];
  const cases: Record<string, (next: ReturnType<typeof history>['next']) => ReturnType<typeof scan>> = {
    'the part is denied': (next) =>
      next({ resources: [volume('bad', unread('denied')), bucket('open', unread('throttled'))] }),
    'the listing is cut': (next) => next({ listing: () => ({ state: 'truncated' }) }),
    'the kinds are out of scope': (next) => next({ kinds: ['AWS::KMS::Key'] }),
    'the region is switched off': (next) => next({ listing: () => ({ state: 'absent' }) }),
    'the source says nothing': (next) => next({ listing: () => 'silent' }),
    'the account is not scanned': (next) => next({ places: [`${staging}/eu-west-1`] }),
    'the whole account is denied': (next) =>
      next({
        planned: [deniedAccount(prod)],
      }),
    'the checks do not run': (next) => next({}, { checks: [] }),
    'the read breaks off': (next) => next({ breaks: () => ({ after: 0, error: new Error('reset') }) }),
    'another kind of scan asks for other kinds': (next) =>
      next({}, { scope: { accounts: [], regions: [], kinds: ['AWS::KMS::Key'], severity: 'low' } }),
  };
  for (const [situation, second] of Object.entries(cases)) {
    it(`stays open, judged by the scan before: ${situation}`, async () => {
      const { next } = history();
      await next({ resources: first });
      const { reader, manifest } = await second(next);
      expect(await statesOf(reader)).toEqual({ bad: 'open', open: 'open' });
      expect((await all(reader.findings())).map((row) => row.judgedScan)).toEqual([1, 1]);
      expect(manifest.changes).toMatchObject({ resolved: 0, notLookedAt: 2 });
      expectLedgerAddsUp(manifest);
      const third = await next({ resources: [volume('bad', true), bucket('open', 0)] });
      expect(await statesOf(third.reader)).toEqual({ bad: 'resolved', open: 'resolved' });
    });
  }

  it('resolves within its scope only: one check of two', async () => {
    const { next } = history();
    await next({ resources: first });
    const { reader } = await next({}, { checks: checks.filter((check) => check === bucketAclPrivate) });
    expect(await statesOf(reader)).toEqual({ bad: 'open', open: 'resolved' });
  });

  it('does not mix estates that share a store', async () => {
    const store = memoryStore();
    await history(store).next({ resources: first });
    const other = await history(store).next({}, { estate: 'other' });
    expect(other.manifest).toMatchObject({ number: 2, comparedWith: 0 });
    expect(await statesOf(other.reader)).toEqual({});
    const again = await history(store).next({});
    expect(again.manifest).toMatchObject({ number: 3, comparedWith: 1 });
  });
});
