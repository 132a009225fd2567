import { describe, expect, it } from 'vitest';
import type { Shard, Source } from '#model/source.ts';
import { manifestKey } from '#pipeline/manifests.ts';
import { openScan } from '#pipeline/read-scan.ts';
import { ResumeError } from '#pipeline/resume.ts';
import { runScan } from '#pipeline/run-scan.ts';
import { sweepRuns } from '#pipeline/sweep.ts';
import { RunTakenOverError } from '#pipeline/unfinished-runs.ts';
import type { StoreDriver } from '#store/driver.ts';
import { memoryStore } from '#store/memory.ts';
import type { FakeSourceOptions } from '#test/support/fake-source.ts';
import { fakeSource } from '#test/support/fake-source.ts';
import { manyRegions, resultOf, resumable, strangers } from './resume-scene.ts';
import type { Scene } from './scan-scene.ts';
import { both, onDay, scan, scanOptions, volume, volumeEncrypted } from './scan-scene.ts';

/** Nothing comes back any more, as from a process that was killed. */
const never = new Promise<never>(() => undefined);

/** Scans until the cloud has been asked for so many resources; what the scan would do after that never happens. */
const killedAfter = async (
  store: StoreDriver,
  resources: number,
  scene: Scene = {},
  estate: Partial<FakeSourceOptions> = manyRegions,
): Promise<void> => {
  let asked = 0;
  let dead = (): void => undefined;
  const death = new Promise<void>((resolve) => {
    dead = resolve;
  });
  const pause = (): Promise<void> => {
    asked += 1;
    if (asked <= resources) return Promise.resolve();
    dead();
    return never;
  };
  const attempt = scan({ ...estate, pause }, { ...resumable, store, now: onDay(1), ...scene });
  await Promise.race([death, attempt]);
};

const resume = (store: StoreDriver, scene: Scene = {}, estate: Partial<FakeSourceOptions> = manyRegions) =>
  scan(estate, { ...resumable, store, now: onDay(1), resume: true, ...scene });

const undisturbed = async () => {
  const { reader } = await scan(manyRegions, { ...resumable, now: onDay(1) });
  return resultOf(reader);
};

describe('a scan that goes on with one that was killed', () => {
  it.each([0, 1, 2, 3, 5, 8, 13, 14, 20, 30, 34])(
    'after %i resources ends as if undisturbed',
    async (after) => {
      const store = memoryStore();
      await killedAfter(store, after);
      const { reader } = await resume(store);
      expect(await resultOf(reader)).toEqual(await undisturbed());
      expect(await strangers(store, reader)).toEqual([]);
    },
  );

  it('reads no finished shard again, and of an unfinished one what follows its checkpoint', async () => {
    const store = memoryStore();
    // Two places of 5 and 6 resources, the second breaking off at the fifth; then 4 of 7.
    await killedAfter(store, 5 + 5 + 4);
    const read: [string, string | undefined][] = [];
    let asked = 0;
    const source = fakeSource({
      kinds: both,
      resources: [],
      ...manyRegions,
      pause: () => {
        asked += 1;
      },
    });
    const options = scanOptions({}, { ...resumable, store, now: onDay(1), resume: true });
    await runScan({
      ...options,
      sources: [
        {
          ...source,
          read: (shard, how) => {
            read.push([shard.name, how.cursor]);
            return source.read(shard, how);
          },
        },
      ],
    });
    expect(read.slice(0, 2)).toEqual([
      ['aws/111122223333/us-east-1/all-0', '3'],
      ['aws/222233334444/eu-west-1/all-0', undefined],
    ]);
    expect(read).toHaveLength(4);
    expect(asked).toBe(3 + 5 + 6 + 7);
  });

  it('starts a shard over whose page token has expired, with nothing of the first reading left', async () => {
    const store = memoryStore();
    await killedAfter(store, 5 + 4 + 6);
    // Struck again, after it started over and wrote less than was there.
    const expired = (shard: Shard): boolean => shard.region === 'us-east-1';
    await killedAfter(store, 3, { resume: true }, { ...manyRegions, expired });
    const { reader } = await resume(store, {}, { ...manyRegions, expired });
    expect(await resultOf(reader)).toEqual(await undisturbed());
    expect(await strangers(store, reader)).toEqual([]);
  });

  it('starts a shard over where a page hands over again what came before the checkpoint', async () => {
    const store = memoryStore();
    await killedAfter(store, 5 + 5 + 4);
    const cursors: (string | undefined)[] = [];
    const source = fakeSource({ kinds: both, resources: [], ...manyRegions });
    const overlapping: Source = {
      ...source,
      async *read(shard, how) {
        cursors.push(how.cursor);
        const { cursor, ...rest } = how;
        // One page earlier than asked for.
        yield* source.read(
          shard,
          cursor === undefined ? rest : { ...rest, cursor: String(Number(cursor) - 1) },
        );
      },
    };
    const options = scanOptions({}, { ...resumable, store, now: onDay(1), resume: true });
    const { reader } = await runScan({ ...options, sources: [overlapping] });
    expect(cursors.slice(0, 3)).toEqual(['3', undefined, undefined]);
    expect(await resultOf(reader)).toEqual(await undisturbed());
    expect(await strangers(store, reader)).toEqual([]);
  });

  it('leaves nothing of a reading that it gave up late', async () => {
    const store = memoryStore();
    await killedAfter(store, 5 + 5 + 4);
    const source = fakeSource({ kinds: both, resources: [], ...manyRegions });
    let dead = (): void => undefined;
    const death = new Promise<void>((resolve) => {
      dead = resolve;
    });
    const lateOverlap: Source = {
      ...source,
      async *read(shard, how) {
        let handed = 0;
        for await (const event of source.read(shard, how)) {
          yield event;
          handed += 1;
          if (how.cursor === undefined && handed === 3) {
            dead();
            await never;
          }
        }
        // Only after more files were written does it turn back.
        if (how.cursor !== undefined) yield* source.read(shard, { signal: how.signal });
      },
    };
    const options = scanOptions(
      {},
      { ...resumable, store, now: onDay(1), resume: true, checkpointsPerFile: 1 },
    );
    await Promise.race([death, runScan({ ...options, sources: [lateOverlap] })]);
    const { reader } = await resume(store);
    expect(await resultOf(reader)).toEqual(await undisturbed());
    expect(await strangers(store, reader)).toEqual([]);
  });

  it.each([
    ['log', /000002\/parts-0$/],
    ['mark of a finished shard', /000000\/done$/],
  ])('does without a damaged %s', async (_what, damaged) => {
    const store = memoryStore();
    await killedAfter(store, 5 + 4 + 4);
    const [key] = (await store.list('scans/')).filter((each) => damaged.test(each));
    if (key === undefined) throw new Error('nothing to damage');
    await store.write(key, Buffer.from('{'));
    const { reader } = await resume(store);
    expect(await resultOf(reader)).toEqual(await undisturbed());
  });

  it('goes on with what was stopped by hand, if that was to be kept', async () => {
    const store = memoryStore();
    const stop = new AbortController();
    let asked = 0;
    const pause = (): void => {
      asked += 1;
      if (asked === 9) stop.abort(new Error('stopped by hand'));
    };
    const stopped = scan(
      { ...manyRegions, pause },
      { ...resumable, store, now: onDay(1), signal: stop.signal, keepWhenStopped: true },
    );
    await expect(stopped).rejects.toThrow('stopped by hand');
    const { reader } = await resume(store);
    expect(await resultOf(reader)).toEqual(await undisturbed());
  });

  it('keeps what is there when its cloud can not be planned', async () => {
    const store = memoryStore();
    await killedAfter(store, 9);
    const planError = new Error('the session has expired');
    await expect(resume(store, {}, { ...manyRegions, planError })).rejects.toThrow(planError);
    const { reader } = await resume(store);
    expect(await resultOf(reader)).toEqual(await undisturbed());
  });
});

describe('a scan that can not go on with another', () => {
  it.each([
    [
      'there is none',
      {},
      /no unfinished scan of tideway in memory: run `plumbline scan` without --resume/,
      0,
    ],
    ['it is of another estate', { estate: 'other' }, /no unfinished scan of other/, 9],
    ['it had other checks', { checks: [volumeEncrypted] }, /different are checks;/, 9],
    [
      'it had another scope and version',
      { scope: { accounts: ['1'], regions: [], kinds: [], severity: 'low' }, version: '9' } as Scene,
      /different are Plumbline's version, scope; ask the same/,
      9,
    ],
    ['it had another configuration', { asked: { configuration: 'b' } }, /different are configuration;/, 9],
    ['it is older than a day', { now: onDay(2.01) }, /began at 2026-11-26.* is older than a day/, 9],
  ] as const)('says why: %s', async (_why, scene: Scene, message, after) => {
    const store = memoryStore();
    if (after > 0) await killedAfter(store, after);
    const before = await store.list('');
    const attempt = resume(store, scene);
    await expect(attempt).rejects.toThrow(ResumeError);
    await expect(attempt).rejects.toThrow(message);
    expect(await store.list('')).toEqual(before);
  });

  it('leaves alone one that still runs, here or elsewhere', async () => {
    const store = memoryStore();
    const owner = { host: 'here', pid: 7 };
    await killedAfter(store, 9, { owner });
    const here = { owner: { host: 'here', pid: 8 } };
    await expect(resume(store, { ...here, isRunning: (pid) => pid === 7 })).rejects.toThrow(
      /still being made by process 7 on here/,
    );
    const there = { owner: { host: 'there', pid: 7 } };
    await expect(resume(store, there)).rejects.toThrow(/still being made by process 7 on here/);
    const quarter = 0.25 / 24;
    const { reader } = await resume(store, { ...there, now: onDay(1 + quarter) });
    expect((await resultOf(reader)).findings.length).toBe((await undisturbed()).findings.length);
  });

  it('does not begin twice: of two at once one goes on', async () => {
    const store = memoryStore();
    await killedAfter(store, 9, { owner: { host: 'h', pid: 9 } });
    const attempts = await Promise.allSettled(
      [1, 2, 3].map((pid) => resume(store, { owner: { host: 'h', pid }, isRunning: (other) => other !== 9 })),
    );
    const lost = attempts.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect(lost).toHaveLength(2);
    for (const reason of lost) expect(reason).toBeInstanceOf(ResumeError);
    expect(await resultOf(await openScan(store, 1))).toEqual(await undisturbed());
  });

  it('passes over one that was killed after its commit', async () => {
    const store = memoryStore();
    const dying: StoreDriver = { ...store, delete: () => never };
    void scan(manyRegions, { ...resumable, store: dying, now: onDay(1) });
    while ((await store.read(manifestKey(1))) === undefined)
      await new Promise((resolve) => setImmediate(resolve));
    await expect(resume(store)).rejects.toThrow(/no unfinished scan/);
    expect(await resultOf(await openScan(store, 1))).toEqual(await undisturbed());
  });
});

describe('a scan that was silent for long', () => {
  it('commits nothing once another has gone on with it, and leaves the files to that one', async () => {
    const store = memoryStore();
    let wake = (): void => undefined;
    const asleep = new Promise<void>((resolve) => {
      wake = resolve;
    });
    let asked = 0;
    const pause = (): Promise<void> => {
      asked += 1;
      return asked === 9 ? asleep : Promise.resolve();
    };
    let clock = onDay(1);
    const first = scan(
      { ...manyRegions, pause },
      { ...resumable, store, now: () => clock(), owner: { host: 'a', pid: 1 } },
    );
    while (asked < 9) await new Promise((resolve) => setImmediate(resolve));
    const { reader } = await resume(store, { now: onDay(1.1), owner: { host: 'b', pid: 1 } });
    const held = async (): Promise<Record<string, string>> => {
      const files: Record<string, string> = {};
      for (const key of await store.list('')) {
        files[key] = Buffer.from((await store.read(key)) ?? []).toString('base64');
      }
      return files;
    };
    const before = await held();
    clock = onDay(1.1);
    wake();
    await expect(first).rejects.toThrow(RunTakenOverError);
    expect(await held()).toEqual(before);
    expect((await resultOf(await openScan(store, 1))).manifest.number).toBe(reader.manifest.number);
  });
});

describe('sweeping', () => {
  it('deletes what was killed more than a day ago, and nothing that a manifest names', async () => {
    const store = memoryStore();
    const { reader } = await scan({ resources: [volume('a', false)] }, { store });
    const named = await store.list('');
    await killedAfter(store, 9);
    expect(await sweepRuns(store, onDay(1.9)())).toMatchObject({
      runs: [],
      files: 0,
      left: [expect.any(String)],
    });
    const swept = await sweepRuns(store, onDay(2.1)());
    expect(swept.runs).toHaveLength(1);
    expect(swept.left).toEqual([]);
    expect(await store.list('')).toEqual(named);
    expect((await resultOf(reader)).findings).toHaveLength(1);
  });

  it('leaves one that was seen at work, and what has no age', async () => {
    const store = memoryStore();
    await killedAfter(store, 9);
    const run = (await store.list('runs/'))[0]?.split('/')[1] ?? '';
    const mark = { host: 'a', pid: 1, at: onDay(5)().toISOString() };
    await store.write(`runs/${run}/owner-1`, Buffer.from(JSON.stringify(mark)));
    await store.write('scans/by-hand/findings', Buffer.from('x'));
    expect(await sweepRuns(store, onDay(5.5)())).toMatchObject({ files: 0, left: [run, 'by-hand'] });
  });

  it('deletes nothing while a manifest can not be read', async () => {
    const store = memoryStore();
    await killedAfter(store, 9);
    await store.write(manifestKey(1), Buffer.from('{'));
    const before = await store.list('');
    await expect(sweepRuns(store, onDay(9)())).rejects.toThrow(/manifests\/00000001.json .* is damaged/);
    expect(await store.list('')).toEqual(before);
  });
});
