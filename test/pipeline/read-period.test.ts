import { describe, expect, it } from 'vitest';
import { manifestKey } from '#pipeline/manifests.ts';
import { scansBetween } from '#pipeline/read-period.ts';
import type { StoreDriver } from '#store/driver.ts';
import { memoryStore } from '#store/memory.ts';
import { onDay, scan } from './scan-scene.ts';

/** Scan n + 1 on day n. */
const sixDays = async (): Promise<StoreDriver> => {
  const store = memoryStore();
  for (let day = 0; day < 6; day += 1) {
    await scan({ resources: [] }, { store, now: onDay(day), estate: day === 3 ? 'harbor' : 'tideway' });
  }
  return store;
};

const numbers = async (store: StoreDriver, from: number, to: number) => {
  const { manifests, unreadable } = await scansBetween(store, 'tideway', onDay(from)(), onDay(to)());
  return [manifests.map(({ number }) => number), unreadable.map(({ number }) => number)];
};

describe('the scans of a period', () => {
  it('are those of the estate that ended in it, its beginning included and its end not', async () => {
    expect(await numbers(await sixDays(), 1, 4)).toEqual([[2, 3], []]);
    expect(await numbers(await sixDays(), 0, 99)).toEqual([[1, 2, 3, 5, 6], []]);
    expect(await numbers(await sixDays(), 7, 9)).toEqual([[], []]);
  });

  it('name what can not be read and may lie in it', async () => {
    const store = await sixDays();
    for (const number of [1, 3, 5]) await store.write(manifestKey(number), Buffer.from('{'));
    // Scan 1 ended before scan 2, which ended before the period; scan 5 may have ended in it.
    expect(await numbers(store, 1.5, 3.5)).toEqual([[], [3, 5]]);
    expect(await numbers(store, 1, 3.5)).toEqual([[2], [1, 3, 5]]);
    expect(await numbers(store, 4.5, 9)).toEqual([[6], [5]]);
  });
});
