import { describe, expect, it } from 'vitest';
import { expireScans } from '#pipeline/expire.ts';
import { manifestKey } from '#pipeline/manifests.ts';
import { listScans } from '#pipeline/read-scan.ts';
import { sweepRuns } from '#pipeline/sweep.ts';
import type { StoreDriver } from '#store/driver.ts';
import { memoryStore } from '#store/memory.ts';
import { history, onDay, scan, statesOf, volume } from './scan-scene.ts';

const estate = { resources: [volume('bad', false)] };
const numbers = async (store: StoreDriver): Promise<readonly number[]> =>
  (await listScans(store)).manifests.map(({ number }) => number).toReversed();

/** Scans 1 to 4, on days 0 to 3. */
const fourDays = async (): Promise<StoreDriver> => {
  const days = history();
  for (let day = 0; day < 4; day += 1) await days.next(estate);
  return days.store;
};

describe('scans older than they are kept', () => {
  it('go with all their files, and the younger ones stay', async () => {
    const store = await fourDays();
    const before = (await store.list('')).length;
    const expired = await expireScans({ store, now: onDay(401.5)(), days: 400 });
    expect(expired).toMatchObject({ scans: [1, 2], kept: [] });
    expect(await numbers(store)).toEqual([3, 4]);
    expect((await store.list('')).length).toBe(before - expired.files);
  });

  it('stay while a day of their time is left', async () => {
    const store = await fourDays();
    expect(await expireScans({ store, now: onDay(400)(), days: 400 })).toEqual({
      scans: [],
      files: 0,
      kept: [],
    });
    expect(await numbers(store)).toEqual([1, 2, 3, 4]);
  });

  it('stay where they are the last of their estate, since the next one is compared with it', async () => {
    const store = memoryStore();
    await scan(estate, { store });
    await scan(estate, { store, estate: 'harbor', now: onDay(1) });
    expect(await expireScans({ store, now: onDay(900)(), days: 400 })).toMatchObject({
      scans: [],
      kept: [1, 2],
    });
    const { reader } = await scan(estate, { store, now: onDay(901) });
    expect(await statesOf(reader)).toEqual({ bad: 'open' });
  });

  it('stay, all of them, while a manifest can not be read', async () => {
    const store = await fourDays();
    await store.write(manifestKey(2), Buffer.from('{'));
    await expect(expireScans({ store, now: onDay(900)(), days: 400 })).rejects.toThrow(
      /00000002.json .* is damaged/,
    );
    expect(await store.read(manifestKey(1))).toBeDefined();
  });

  it('leave nothing that a reader is led to where it breaks off, and the rest is swept', async () => {
    const store = await fourDays();
    let deleted = 0;
    const breaking: StoreDriver = {
      ...store,
      async delete(key) {
        deleted += 1;
        if (deleted > 2) throw new Error('the network is down');
        await store.delete(key);
      },
    };
    await expect(expireScans({ store: breaking, now: onDay(900)(), days: 400 })).rejects.toThrow('network');
    expect(await numbers(store)).toEqual([2, 3, 4]);
    await sweepRuns(store, onDay(900)());
    await expireScans({ store, now: onDay(900)(), days: 400 });
    const runs = new Set((await store.list('scans/')).map((key) => key.split('/')[1]));
    expect(runs.size).toBe(1);
  });
});
