import { describe, expect, it } from 'vitest';
import type { Check } from '#model/check.ts';
import { unread } from '#model/reading.ts';
import type { ScanReader } from '#model/scan.ts';
import { failIfAny, pass } from '#model/verdict.ts';
import { encodeManifest, manifestKey } from '#pipeline/manifests.ts';
import { openScan } from '#pipeline/read-scan.ts';
import type { Flip, ReplayOptions } from '#pipeline/replay.ts';
import { NoPartsError, replayScan } from '#pipeline/replay.ts';
import type { StoreDriver } from '#store/driver.ts';
import { memoryStore } from '#store/memory.ts';
import type { Scene } from './scan-scene.ts';
import {
  all,
  bucket,
  bucketAclPrivate,
  checks,
  deniedAccount,
  history,
  prod,
  scanOptions,
  staging,
  volume,
  volumeEncrypted,
} from './scan-scene.ts';

const snapshot = async (store: StoreDriver): Promise<Record<string, string>> => {
  const held: Record<string, string> = {};
  for (const key of await store.list('')) {
    held[key] = Buffer.from((await store.read(key)) ?? []).toString('base64');
  }
  return held;
};

const replay = async (reader: ScanReader, store: StoreDriver, more: Scene & Partial<ReplayOptions> = {}) => {
  const { exceptions: _asList, ...scene } = more;
  const options = scanOptions({}, { ...more, store });
  return replayScan({
    ...options,
    ...scene,
    exceptions: options.exceptions,
    manifest: reader.manifest,
    store,
    scratch: memoryStore(),
  });
};

const words = (flips: readonly Flip[]): readonly string[] =>
  flips.map(({ type, finding, before }) =>
    [type, finding.check, finding.name, ...(before === undefined ? [] : [before, finding.severity])].join(
      ' ',
    ),
  );

/** Volumes pass whatever they are. */
const lenient: Check = { ...volumeEncrypted, evaluate: () => pass };
/** Buckets without an ACL grant fail too. */
const strict: Check = {
  ...bucketAclPrivate,
  evaluate: () => failIfAny([{ path: 'acl', found: 'some' }]),
};

const estate = {
  resources: [
    volume('bad', false, { tags: { team: 'payments' } }),
    volume('good', true),
    volume('denied', unread('denied', 'ec2:DescribeVolumes')),
    bucket('open', 4, { account: staging }),
    bucket('closed', 0, { account: staging }),
  ],
  listing: ({ account, kind }: { account: string; kind: string }) =>
    account === staging && kind === 'AWS::EC2::Volume' ? ({ state: 'throttled' } as const) : {},
  planned: [deniedAccount('333344445555')] as const,
  breaks: ({ account }: { account: string }) =>
    account === 'x' ? { after: 0, error: new Error('gone') } : undefined,
};

describe('the same version and checks', () => {
  it('give the same findings, unknowns, coverage and counts, to the byte', async () => {
    const scans = history();
    await scans.next({ resources: [volume('bad', false), volume('was-bad', false)] });
    const { reader } = await scans.next(estate);
    const before = await snapshot(scans.store);
    const again = await replay(reader, scans.store);
    const lines = async (rows: AsyncIterable<unknown>) => (await all(rows)).map((row) => JSON.stringify(row));
    for (const rows of ['findings', 'unknowns', 'coverage', 'inventory', 'exceptions'] as const) {
      expect(await lines(again.reader[rows]()), rows).toEqual(await lines(reader[rows]()));
    }
    const { counts, open, excepted, changes, complete, resources } = reader.manifest;
    expect(again.reader.manifest).toMatchObject({ counts, open, excepted, changes, complete, resources });
    expect(again.checks).toEqual([]);
    expect(await all(again.flips())).toEqual([]);
    expect(await snapshot(scans.store)).toEqual(before);
  });

  it('are the same where a read broke off, or threw what is no error', async () => {
    for (const error of [new TypeError('a: b'), 'just text']) {
      const scans = history();
      const { reader } = await scans.next({ ...estate, breaks: () => ({ after: 1, error }) });
      const again = await replay(reader, scans.store);
      expect(await all(again.reader.coverage())).toEqual(await all(reader.coverage()));
      expect(again.reader.manifest.counts).toEqual(reader.manifest.counts);
    }
  });
});

describe('another version', () => {
  it('has each flip told, and nothing committed', async () => {
    const scans = history();
    const { reader } = await scans.next(estate);
    const before = await snapshot(scans.store);
    const again = await replay(reader, scans.store, { checks: [lenient, strict] });
    expect(again.checks).toEqual([
      { change: 'changed', check: bucketAclPrivate.id },
      { change: 'changed', check: volumeEncrypted.id },
    ]);
    expect(words(await all(again.flips()))).toEqual([
      'fails data.aws.bucket-acl-private closed',
      'severity data.aws.bucket-acl-private open critical medium',
      'passes data.aws.volume-encrypted bad',
    ]);
    expect(await snapshot(scans.store)).toEqual(before);
  });

  it('that has a check less or more says so', async () => {
    const scans = history();
    const { reader } = await scans.next(estate, { checks: [volumeEncrypted] });
    const again = await replay(reader, scans.store, { checks: [bucketAclPrivate] });
    expect(again.checks).toEqual([
      { change: 'added', check: bucketAclPrivate.id },
      { change: 'removed', check: volumeEncrypted.id },
    ]);
    // Its part was not kept, so what it would say is not known: never a pass.
    expect(again.reader.manifest.counts[bucketAclPrivate.id]).toMatchObject({
      asked: 3,
      pass: 0,
      unknown: 3,
    });
    expect(words(await all(again.flips()))).toEqual(['removed data.aws.volume-encrypted bad']);
  });

  it('that has a check on a kind that was not listed does not take it for empty', async () => {
    const scans = history();
    const { reader } = await scans.next(
      { resources: [volume('bad', false)], kinds: ['AWS::EC2::Volume'] },
      { checks: [volumeEncrypted] },
    );
    const again = await replay(reader, scans.store, { checks });
    expect(again.reader.manifest.counts[bucketAclPrivate.id]).toMatchObject({ asked: 1, unknown: 1 });
    expect(again.reader.manifest.complete).toBe(false);
  });

  it('that reads another part leaves the question unknown', async () => {
    const scans = history();
    const { reader } = await scans.next(estate);
    const other: Check = { ...bucketAclPrivate, reads: ['acl', 'policy'] };
    const again = await replay(reader, scans.store, { checks: [volumeEncrypted, other] });
    expect(words(await all(again.flips()))).toEqual(['unknown data.aws.bucket-acl-private open']);
    expect((await all(again.reader.unknowns())).map(({ part, detail }) => `${part} ${detail}`)).toContain(
      'policy no check looked at it when the scan was made, so it was not kept',
    );
  });

  it('that renamed a check keeps the ids of its findings', async () => {
    const scans = history();
    const { reader } = await scans.next(estate);
    const renamed: Check = {
      ...volumeEncrypted,
      id: 'data.aws.disk-encrypted',
      aliases: [volumeEncrypted.id],
    };
    const again = await replay(reader, scans.store, { checks: [renamed, bucketAclPrivate] });
    expect(again.checks).toEqual([{ change: 'renamed', check: renamed.id, before: volumeEncrypted.id }]);
    expect(await all(again.flips())).toEqual([]);
  });
});

describe('a scan of a version that kept no parts', () => {
  it('can not be judged again, and the error says why', async () => {
    const scans = history();
    const { manifest } = await scans.next({ resources: [volume('a', false)] });
    const { parts: _none, ...files } = manifest.files;
    await scans.store.write(manifestKey(1), encodeManifest({ ...manifest, files }));
    const attempt = replay(await openScan(scans.store, 1), scans.store);
    await expect(attempt).rejects.toThrow(NoPartsError);
    await expect(attempt).rejects.toThrow(/scan 1 can't be judged again: .* 0\.1\.0, which kept no parts/);
  });
});

describe('a scan with other checks than the one before', () => {
  const change = async (
    before: Parameters<ReturnType<typeof history>['next']>[0],
    after: Parameters<ReturnType<typeof history>['next']>[0],
    [then, now]: readonly [readonly Check[], readonly Check[]],
  ) => {
    const scans = history();
    await scans.next(before, { checks: then });
    const { reader } = await scans.next(after, { checks: now });
    const rows = await all(reader.findings());
    const { new: fresh, worse, reopened, resolved, byVersion } = reader.manifest.changes;
    return {
      rows: rows.map(
        ({ name, state, byVersion: by }) => `${name} ${state}${by === undefined ? '' : ` v${by}`}`,
      ),
      counts: { new: fresh, worse, reopened, resolved, byVersion },
      scans,
    };
  };
  const none = { new: 0, worse: 0, reopened: 0, resolved: 0, byVersion: undefined };
  const volumes = (bad: boolean) => ({ resources: [volume('one', !bad)] });
  const buckets = (grants: number) => ({ resources: [bucket('one', grants)] });
  const toLenient = [[volumeEncrypted], [lenient]] as const;
  const toStrict = [[bucketAclPrivate], [strict]] as const;
  const severer: Check = { ...volumeEncrypted, severity: 'critical' };

  it.each([
    [
      'a fail of the new check alone',
      buckets(0),
      buckets(0),
      toStrict,
      ['one open v2'],
      { ...none, byVersion: 1 },
    ],
    [
      'a fail that the old check had',
      volumes(true),
      volumes(true),
      toLenient,
      ['one resolved v2'],
      { ...none, byVersion: 1 },
    ],
    [
      'a resource that was mended',
      volumes(true),
      volumes(false),
      [[volumeEncrypted], [severer]],
      ['one resolved'],
      { ...none, resolved: 1 },
    ],
    [
      'a resource that broke',
      volumes(false),
      volumes(true),
      [[volumeEncrypted], [severer]],
      ['one new'],
      { ...none, new: 1 },
    ],
    [
      'a fail that is graded higher',
      volumes(true),
      volumes(true),
      [[volumeEncrypted], [severer]],
      ['one open v2'],
      { ...none, byVersion: 1 },
    ],
    [
      'a fail that has more places now',
      buckets(1),
      buckets(2),
      [[bucketAclPrivate], [{ ...bucketAclPrivate, title: 'Bucket has no grant' }]],
      ['one worse'],
      { ...none, worse: 1 },
    ],
    [
      'a fail of a check that did not run before',
      buckets(1),
      buckets(1),
      [[volumeEncrypted], checks],
      ['one new'],
      { ...none, new: 1 },
    ],
    ['nothing', volumes(true), volumes(true), [[volumeEncrypted], [volumeEncrypted]], ['one open'], none],
  ] as const)('tells %s from the rest', async (_what, before, after, versions, rows, counts) => {
    const told = await change(before, after, versions);
    expect(told.rows).toEqual(rows);
    expect(told.counts).toEqual(counts);
  });

  it('reopens by version what was resolved and never mended', async () => {
    const scans = history();
    await scans.next(volumes(true), { checks: [volumeEncrypted] });
    await scans.next(volumes(true), { checks: [lenient] });
    const { reader } = await scans.next(volumes(true), { checks: [volumeEncrypted] });
    expect(await all(reader.findings())).toMatchObject([{ state: 'open', byVersion: 3, firstScan: 1 }]);
    expect(reader.manifest.changes).toMatchObject({ new: 0, reopened: 0, byVersion: 1 });
    const { reader: next } = await scans.next(volumes(true), { checks: [volumeEncrypted] });
    expect(await all(next.findings())).toMatchObject([{ state: 'open', byVersion: 3 }]);
    expect(next.manifest.changes).not.toHaveProperty('byVersion');
  });

  it('resolves nothing where it could not look', async () => {
    const scans = history();
    await scans.next(volumes(true), { checks: [volumeEncrypted] });
    const { reader } = await scans.next(
      { ...volumes(true), listing: () => ({ state: 'denied' }), resources: [] },
      { checks: [lenient] },
    );
    expect(await all(reader.findings())).toMatchObject([{ state: 'open', judgedScan: 1 }]);
  });

  it('takes a fail that the last scan itself did not judge as resolved by what it sees', async () => {
    const scans = history();
    await scans.next(volumes(true), { checks: [volumeEncrypted] });
    await scans.next({ resources: [], places: [`${staging}/eu-west-1`] }, { checks: [volumeEncrypted] });
    const { reader } = await scans.next(volumes(false), { checks: [lenient] });
    expect(await all(reader.findings())).toMatchObject([{ state: 'resolved', resolvedScan: 3 }]);
    expect(reader.manifest.changes).toMatchObject({ resolved: 1 });
  });

  it('says so where the last scan kept no parts', async () => {
    const scans = history();
    const { manifest } = await scans.next(volumes(true), { checks: [volumeEncrypted] });
    const { parts: _none, ...files } = manifest.files;
    await scans.store.write(manifestKey(1), encodeManifest({ ...manifest, files }));
    const { reader } = await scans.next(volumes(true), { checks: [lenient] });
    expect(reader.manifest.changes).toMatchObject({ resolved: 1 });
    expect(reader.manifest.notices).toEqual([
      'One check is not as in scan 1, which kept no parts to judge again: what differs by that counts as new, worse or resolved',
    ]);
    expect(prod).toBe(manifest.scope.accounts[0]);
  });
});
