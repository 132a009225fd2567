import { describe, expect, it } from 'vitest';
import type { CoverageRow } from '#model/coverage.ts';
import { unread } from '#model/reading.ts';
import { diffCoverage } from '#pipeline/coverage-diff.ts';
import { FindingLookupError, findFinding } from '#pipeline/find-finding.ts';
import { listScans, openScan } from '#pipeline/read-scan.ts';
import { oldestKeptScan } from '#pipeline/tombstones.ts';
import { compareScans } from '#reports/facts/differences.ts';
import { memoryStore } from '#store/memory.ts';
import { findingOf, scanOf } from '#test/support/scan-fixture.ts';
import {
  all,
  deniedAccount,
  history,
  onDay,
  prod,
  scan,
  statesOf,
  volume,
  volumeEncrypted,
} from './scan-scene.ts';

describe('opening a scan', () => {
  it('by number, the last one, the last one of an estate', async () => {
    const { store, next } = history();
    await next({});
    await next({});
    await next({}, { estate: 'other' });
    expect((await openScan(store, 1)).manifest.number).toBe(1);
    expect((await openScan(store, 'latest')).manifest.number).toBe(3);
    expect((await openScan(store, 'latest', 'tideway')).manifest.number).toBe(2);
    expect((await listScans(store, 2)).manifests.map(({ number }) => number)).toEqual([3, 2]);
  });

  it('that is not there names those that are', async () => {
    const { store, next } = history();
    await expect(openScan(store, 'latest')).rejects.toThrow(
      /there is no scan in memory yet: run `plumbline scan` first/,
    );
    await expect(openScan(store, 4)).rejects.toThrow(/it holds none yet/);
    await next({});
    await expect(openScan(store, 4)).rejects.toThrow(/there is no scan 4 in memory: it holds scan 1$/);
    await next({});
    await expect(openScan(store, 4)).rejects.toThrow(/it holds scans 1 to 2$/);
  });

  it('streams each time anew', async () => {
    const { reader } = await scan({ resources: [volume('bad', false)] });
    expect(await all(reader.findings())).toEqual(await all(reader.findings()));
  });
});

describe('finding a finding', () => {
  const reader = scanOf({
    findings: ['a1', 'a2', 'b1'].map((id, index) =>
      findingOf('data.aws.volume-encrypted', `disk-${index}`, { finding: `${id}${'0'.repeat(30)}` }),
    ),
  });

  it('by the first characters of its id, in any letter case', async () => {
    expect((await findFinding(reader, 'b')).name).toBe('disk-2');
    expect((await findFinding(reader, ' A2 ')).name).toBe('disk-1');
  });

  it('is ambiguous when several begin so, and names them', async () => {
    const error = await findFinding(reader, 'a').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FindingLookupError);
    expect(error).toMatchObject({
      reason: 'ambiguous',
      message: "2 findings of scan 12 begin with 'a': type more of the id",
    });
    expect((error as FindingLookupError).candidates.map(({ name }) => name)).toEqual(['disk-0', 'disk-1']);
  });

  it('is unknown when none begins so, and names resources that are called so', async () => {
    const error = await findFinding(reader, 'DISK-1').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ reason: 'unknown' });
    expect((error as FindingLookupError).candidates.map(({ name }) => name)).toEqual(['disk-1']);
    await expect(findFinding(reader, ' ')).rejects.toThrow(/first characters of its id/);
  });
});

it('the difference of two scans knows a renamed check by the ids of its findings', async () => {
  const { store, next } = history();
  const renamed = { ...volumeEncrypted, id: 'data.aws.a-volume-encrypted', aliases: [volumeEncrypted.id] };
  await next({ resources: [volume('same', false), volume('mended', false)] });
  await next({ resources: [volume('same', false), volume('mended', true)] }, { checks: [renamed] });
  const { counts, rows } = await compareScans(await openScan(store, 1), await openScan(store, 2));
  expect(rows.map(({ difference, finding }) => `${difference} ${finding.name}`)).toEqual(['resolved mended']);
  expect(counts).toMatchObject({ resolved: 1, new: 0, gone: 0 });
});

describe('coverage from scan to scan', () => {
  const changesOf = async (
    first: Parameters<ReturnType<typeof history>['next']>,
    second: Parameters<ReturnType<typeof history>['next']>,
  ) => {
    const { store, next } = history();
    await next(...first);
    const { manifest } = await next(...second);
    const [before, after] = [await openScan(store, 1), await openScan(store, 2)];
    const changes = await all(
      diffCoverage(
        () => before.coverage(),
        () => after.coverage(),
      ),
    );
    return {
      lost: manifest.changes.coverageLost,
      changes: changes.map(({ type, row }) => `${type} ${row.kind} ${row.part} ${row.state}`),
    };
  };
  const denied = ({ kind }: { kind: string }): Partial<CoverageRow> =>
    kind === 'AWS::EC2::Volume' ? { state: 'denied', missing: 'ec2:DescribeVolumes' } : {};

  it('is lost where a listing is a gap now, and gained the other way round', async () => {
    expect(await changesOf([{}], [{ listing: denied }])).toEqual({
      lost: 1,
      changes: ['lost AWS::EC2::Volume * denied'],
    });
    expect(await changesOf([{ listing: denied }], [{}])).toEqual({
      lost: 0,
      changes: ['gained AWS::EC2::Volume * read'],
    });
  });

  it('is lost where a part is a gap now', async () => {
    const readable = { resources: [volume('a', true)] };
    const dark = { resources: [volume('a', unread('denied', 'ec2:X'))] };
    expect((await changesOf([readable], [dark])).changes).toEqual(['lost AWS::EC2::Volume settings denied']);
    expect((await changesOf([dark], [readable])).changes).toEqual(['gained AWS::EC2::Volume settings read']);
  });

  it('is lost kind by kind where the whole account is denied now', async () => {
    const planned = [deniedAccount(prod)];
    const { lost, changes } = await changesOf([{}], [{ planned, kinds: [] }]);
    expect(lost).toBe(2);
    expect(changes).toEqual(['lost AWS::EC2::Volume * denied', 'lost AWS::S3::Bucket * denied']);
  });

  it('is no news where it is expected, and the scan is complete', async () => {
    const expectedUnknowns = [{ kind: 'AWS::EC2::Volume', because: 'guard rail' }];
    const { lost, changes } = await changesOf([{}], [{ listing: denied }, { expectedUnknowns }]);
    expect({ lost, changes }).toEqual({ lost: 0, changes: [] });
    const { manifest, reader } = await scan({ listing: denied }, { expectedUnknowns });
    expect(manifest.complete).toBe(true);
    expect(manifest.counts['data.aws.volume-encrypted']).toMatchObject({ asked: 1, unknown: 1 });
    expect((await all(reader.coverage())).filter((row) => row.expected === true)).toHaveLength(1);
  });

  it('is not lost where less was asked for', async () => {
    expect(await changesOf([{}], [{ kinds: ['AWS::S3::Bucket'] }])).toEqual({ lost: 0, changes: [] });
  });
});

describe('tombstones', () => {
  it('are kept for 400 days', async () => {
    const store = memoryStore();
    const on = (day: number, encrypted: boolean) =>
      scan({ resources: [volume('bad', encrypted)] }, { store, now: onDay(day) });
    await on(0, false);
    await on(1, true);
    expect(await statesOf((await on(401, true)).reader)).toEqual({ bad: 'resolved' });
    expect(await statesOf((await on(402, true)).reader)).toEqual({});
    expect((await on(403, false)).manifest.changes).toMatchObject({ new: 1, reopened: 0 });
  });

  it('are found by the first scan that is young enough, past a damaged one', async () => {
    const store = memoryStore();
    for (const day of [0, 100, 200, 300]) await scan({}, { store, now: onDay(day) });
    expect(await oldestKeptScan(store, onDay(450)())).toBe(2);
    expect(await oldestKeptScan(store, onDay(300)())).toBe(1);
    expect(await oldestKeptScan(store, onDay(2000)())).toBe(5);
    expect(await oldestKeptScan(memoryStore(), onDay(0)())).toBe(1);
  });
});
