import { describe, expect, it } from 'vitest';
import { defineCheck } from '#model/check.ts';
import { findingId } from '#model/finding.ts';
import { manifestKey } from '#pipeline/manifests.ts';
import { listScans, openScan } from '#pipeline/read-scan.ts';
import { runScan } from '#pipeline/run-scan.ts';
import type { ScanProgress } from '#pipeline/scan-options.ts';
import { NewerFormatError } from '#store/blocks.ts';
import type { StoreDriver } from '#store/driver.ts';
import { memoryStore } from '#store/memory.ts';
import {
  all,
  bucket,
  checks,
  history,
  onDay,
  prod,
  scan,
  scanOptions,
  statesOf,
  volume,
  volumeEncrypted,
} from './scan-scene.ts';

const snapshot = async (store: StoreDriver): Promise<Record<string, string>> => {
  const held: Record<string, string> = {};
  for (const key of await store.list(''))
    held[key] = Buffer.from((await store.read(key)) ?? []).toString('base64');
  return held;
};

const full = new Error('the disk is full');

/** Fails at the n-th write, counted over `write` and `createIfAbsent`. */
const failingAt = (store: StoreDriver, failAt: number) => {
  const keys: string[] = [];
  const count = (key: string): void => {
    keys.push(key);
    if (keys.length === failAt) throw full;
  };
  const driver: StoreDriver = {
    ...store,
    async write(key, body) {
      count(key);
      await store.write(key, body);
    },
    async createIfAbsent(key, body) {
      count(key);
      return store.createIfAbsent(key, body);
    },
  };
  return { driver, keys };
};

describe('a store that fails at any write', () => {
  it('leaves earlier scans as they were, to the byte, and nothing of this one', async () => {
    const estate = { resources: [volume('bad', false), bucket('open', 1)] };
    const counting = failingAt(memoryStore(), 0);
    await scan(estate, { store: counting.driver });
    const perScan = counting.keys.length;
    expect(perScan).toBeGreaterThan(5);
    for (let failAt = 1; failAt <= perScan; failAt += 1) {
      const store = memoryStore();
      await scan(estate, { store });
      const before = await snapshot(store);
      const failing = failingAt(store, failAt);
      const attempt = scan(estate, { store: failing.driver, now: onDay(1) });
      const failed = await attempt.then(
        () => false,
        (error: unknown) => error === full,
      );
      expect(failed, `write ${failAt}`).toBe(true);
      const after = await snapshot(store);
      expect(after, `write ${failAt}`).toMatchObject(before);
      expect((await listScans(store)).manifests).toHaveLength(1);
      // After the manifest's own write it can't be known whether it is there, so what it may name stays.
      if (failing.keys.at(-1) !== manifestKey(2)) expect(after, `write ${failAt}`).toEqual(before);
    }
  });

  it('keeps what the manifest names when only the answer to its write was lost', async () => {
    const inner = memoryStore();
    const store: StoreDriver = {
      ...inner,
      async createIfAbsent(key, body) {
        const created = await inner.createIfAbsent(key, body);
        if (key.startsWith('manifests/')) throw full;
        return created;
      },
    };
    await expect(scan({ resources: [volume('bad', false)] }, { store })).rejects.toThrow(full);
    expect(await statesOf(await openScan(inner, 1))).toEqual({ bad: 'new' });
  });

  it('waits for the shards that are still reading before it gives up', async () => {
    const store = memoryStore();
    const regions = ['a', 'b', 'c', 'd'];
    const resources = regions.map((region) => volume(region, false, { region }));
    const attempt = scan(
      { resources, places: [], kinds: ['AWS::EC2::Volume'] },
      { store: failingAt(store, 1).driver },
    );
    await expect(attempt).rejects.toThrow(full);
    const left = await snapshot(store);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await snapshot(store)).toEqual(left);
    expect(left).toEqual({});
  });
});

describe('a scan that is stopped', () => {
  it('commits nothing', async () => {
    const store = memoryStore();
    const stop = new AbortController();
    const estate = {
      resources: [volume('a', false), volume('b', false)],
      pause: () => stop.abort(new Error('stopped by hand')),
    };
    await expect(scan(estate, { store, signal: stop.signal })).rejects.toThrow('stopped by hand');
    expect(await store.list('')).toEqual([]);
  });
});

describe('scans that end at once', () => {
  it('each get a number, and the later compares with the earlier', async () => {
    const store = memoryStore();
    const outcomes = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) => scan({ resources: [volume(name, false)] }, { store })),
    );
    const numbers = outcomes.map(({ manifest }) => manifest.number).toSorted((a, b) => a - b);
    expect(numbers).toEqual([1, 2, 3, 4]);
    for (const { manifest } of outcomes) expect(manifest.comparedWith).toBe(manifest.number - 1);
    const last = await openScan(store, 'latest');
    const findings = await all(last.findings());
    // None lost: what another scan saw is there, resolved by the one after it.
    expect(findings.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd']);
    expect(findings.filter(({ state }) => state !== 'resolved')).toHaveLength(1);
  });

  it('tell that they were overtaken, and count anew', async () => {
    const inner = memoryStore();
    let overtaken = false;
    const store: StoreDriver = {
      ...inner,
      async createIfAbsent(key, body) {
        if (!overtaken && key.startsWith('manifests/')) {
          overtaken = true;
          await scan({ resources: [volume('bad', false)] }, { store: inner });
        }
        return inner.createIfAbsent(key, body);
      },
    };
    const events: ScanProgress[] = [];
    const { manifest, reader } = await scan(
      { resources: [volume('bad', false)] },
      { store, onProgress: (event) => events.push(event) },
    );
    expect(events).toContainEqual(expect.objectContaining({ type: 'overtaken', by: 1 }));
    expect(manifest).toMatchObject({ number: 2, comparedWith: 1, changes: { new: 0 } });
    expect(await all(reader.findings())).toMatchObject([{ state: 'open', firstScan: 1, judgedScan: 2 }]);
  });
});

describe('a last scan that is damaged', () => {
  it('is passed over and named: its manifest', async () => {
    const { store, next } = history();
    await next({ resources: [volume('bad', false)] });
    await next({ resources: [volume('bad', false)] });
    await store.write(manifestKey(2), Buffer.from('{"format":1'));
    const { manifest, reader } = await next({ resources: [volume('bad', false)] });
    expect(manifest).toMatchObject({ number: 3, comparedWith: 1 });
    expect(manifest.notices.join()).toMatch(
      /scan 2 can't be read: manifests\/00000002\.json in memory is damaged/,
    );
    expect(await statesOf(reader)).toEqual({ bad: 'open' });
    const list = await listScans(store);
    expect(list.manifests.map(({ number }) => number)).toEqual([3, 1]);
    expect(list.problems).toMatchObject([{ number: 2, key: manifestKey(2) }]);
    await expect(openScan(store, 2)).rejects.toThrow(/damaged/);
  });

  it('is passed over and named: a file of its, damaged or gone', async () => {
    for (const damage of ['cut', 'gone'] as const) {
      const { store, next } = history();
      await next({ resources: [volume('bad', false)] });
      const { manifest: second } = await next({ resources: [volume('bad', false)] });
      const body = (await store.read(second.files.findings)) ?? new Uint8Array();
      if (damage === 'cut') await store.write(second.files.findings, body.subarray(0, body.length - 20));
      else await store.delete(second.files.findings);
      const { manifest } = await next({ resources: [] });
      expect(manifest.comparedWith, damage).toBe(1);
      expect(manifest.notices.join(), damage).toMatch(/scan 2 can't be read/);
      expect(manifest.changes.resolved).toBe(1);
    }
  });

  it('stops the scan where it is of a newer version', async () => {
    const { store, next } = history();
    await next({});
    await store.write(manifestKey(2), Buffer.from('{"format":9}'));
    await expect(next({})).rejects.toThrow(NewerFormatError);
    await expect(next({})).rejects.toThrow(/format 9, and this version .* format 1: upgrade Plumbline/);
    expect(await store.list('manifests/')).toEqual([manifestKey(1), manifestKey(2)]);
  });

  it('is an error for whoever wants the last scan', async () => {
    const { store, next } = history();
    await next({});
    await store.write(manifestKey(2), Buffer.from('{}'));
    await expect(openScan(store, 'latest')).rejects.toThrow(/00000002\.json in memory is damaged/);
  });
});

describe('a check that was renamed', () => {
  const renamed = { ...volumeEncrypted, id: 'data.aws.a-volume-encrypted', aliases: [volumeEncrypted.id] };
  const accepted = {
    check: volumeEncrypted.id,
    resource: '*legacy',
    owner: 'platform',
    reason: 'moves',
    approvedBy: 'security',
    until: '2026-12-31',
  };

  it('keeps its findings, their ids and its exceptions', async () => {
    const { next } = history();
    const estate = { resources: [volume('bad', false), volume('legacy', false), bucket('open', 1)] };
    const first = await next(estate, { exceptions: [accepted] });
    const before = new Map((await all(first.reader.findings())).map((row) => [row.name, row.finding]));
    const others = checks.filter((check) => check !== volumeEncrypted);
    const now = { checks: [renamed, ...others], exceptions: [accepted] };
    const second = await next(estate, now);
    const rows = await all(second.reader.findings());
    expect(rows.map(({ check, name, state, exception }) => [check, name, state, exception?.owner])).toEqual([
      [renamed.id, 'bad', 'open', undefined],
      [renamed.id, 'legacy', 'open', 'platform'],
      ['data.aws.bucket-acl-private', 'open', 'open', undefined],
    ]);
    for (const row of rows) expect(row.finding).toBe(before.get(row.name));
    expect(rows[0]?.finding).not.toBe(findingId(rows[0] ?? (rows[1] as never)));
    const third = await next({ resources: [volume('legacy', false)] }, now);
    expect(await statesOf(third.reader)).toEqual({ bad: 'resolved', legacy: 'open', open: 'resolved' });
  });
});

describe('the exceptions of a scan', () => {
  const accepted = {
    check: bucketCheck(),
    resource: 'arn:aws:s3:::legacy-*',
    owner: 'platform',
    reason: 'moves',
    approvedBy: 'security',
    until: '2026-12-31',
  };

  it('hide fails without losing them, and are void once the parts change', async () => {
    const { next } = history();
    const exceptions = [accepted];
    const first = await next({ resources: [bucket('legacy-1', 1), bucket('legacy-2', 1)] }, { exceptions });
    expect(first.manifest.excepted).toEqual({ 'data.aws.bucket-acl-private': 2 });
    expect(first.manifest.open).toEqual({});
    const second = await next({ resources: [bucket('legacy-1', 2), bucket('legacy-2', 1)] }, { exceptions });
    expect(second.manifest).toMatchObject({
      excepted: { 'data.aws.bucket-acl-private': 1 },
      open: { 'data.aws.bucket-acl-private': { medium: 1 } },
      changes: { exceptionsVoid: 1, worse: 1 },
    });
    const third = await next({ resources: [bucket('legacy-1', 2), bucket('legacy-2', 1)] }, { exceptions });
    expect(third.manifest).toMatchObject({
      open: { 'data.aws.bucket-acl-private': { medium: 1 } },
      changes: { exceptionsVoid: 0 },
    });
    expect(await all(third.reader.exceptions())).toMatchObject([{ status: 'void', hides: 1, ticket: '' }]);
  });

  it('expire once', async () => {
    const store = memoryStore();
    const estate = { resources: [bucket('legacy-1', 1)] };
    const on = (day: number) => scan(estate, { store, exceptions: [accepted], now: onDay(day) });
    await on(0);
    expect((await on(40)).manifest.changes.exceptionsExpired).toBe(1);
    expect((await on(41)).manifest.changes.exceptionsExpired).toBe(0);
  });

  it('hide nothing where they match too much, and the manifest says so', async () => {
    const { manifest } = await scan(
      { resources: [bucket('legacy-1', 1), bucket('legacy-2', 1)] },
      { exceptions: [accepted], broadest: 1 },
    );
    expect(manifest.excepted).toEqual({});
    expect(manifest.notices.join()).toMatch(/matches 2 findings/);
  });
});

function bucketCheck(): string {
  return 'data.aws.bucket-acl-private';
}

describe('the manifest', () => {
  it('tells what an auditor asks for, and a changed check by its hash', async () => {
    const { manifest } = await scan({ accountNames: { [prod]: 'orders-prod' }, notices: ['Config is off.'] });
    expect(manifest).toMatchObject({
      format: 1,
      plumbline: '0.1.0',
      estate: 'tideway',
      scope: { providers: ['aws'], accounts: [prod], regions: ['eu-west-1'], severity: 'low' },
      accountNames: { [prod]: 'orders-prod' },
      notices: ['Config is off.'],
      finishedAt: '2026-11-25T06:00:00.000Z',
    });
    const other = defineCheck({
      ...volumeEncrypted,
      on: 'AWS::EC2::Volume',
      reads: ['settings'],
      mayRead: [],
      uses: [],
      evaluate: () => {
        throw new Error('never called');
      },
    });
    const second = await scan({}, { checks: [other] });
    expect(second.manifest.checkHashes[other.id]).toMatch(/^[0-9a-f]{64}$/);
    expect(second.manifest.checkHashes[other.id]).not.toBe(manifest.checkHashes[volumeEncrypted.id]);
    const again = await scan({});
    expect(again.manifest.checkHashes).toEqual(manifest.checkHashes);
  });

  it('names only files that are there, and the store holds no others of the scan but fails and parts', async () => {
    const store = memoryStore();
    const { manifest } = await scan({ resources: [volume('bad', false)] }, { store });
    const named = [...Object.values(manifest.files), manifestKey(1)];
    const held = await store.list('');
    expect(held).toEqual(expect.arrayContaining(named));
    expect(held.filter((key) => !named.includes(key))).toEqual([
      expect.stringMatching(/\/shards\/000000\/fails-0$/),
      expect.stringMatching(/\/shards\/000000\/parts-0$/),
    ]);
  });

  it('takes another cloud that can not be planned for unknown, and one alone for an error', async () => {
    const options = scanOptions({ resources: [volume('good', true)] });
    const broken = scanOptions({ planError: new Error('no credentials') }).sources;
    await expect(runScan({ ...options, sources: broken })).rejects.toThrow('no credentials');
    const [azure] = scanOptions({ provider: 'azure', planError: new Error('no credentials') }).sources;
    const { manifest } = await runScan({
      ...options,
      sources: [...options.sources, ...(azure ? [azure] : [])],
    });
    expect(manifest.complete).toBe(false);
    expect(manifest.notices.join()).toMatch(/azure could not be planned/);
  });
});
