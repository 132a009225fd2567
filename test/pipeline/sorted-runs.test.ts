import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeRuns, mergeSorted, SortedRuns } from '#pipeline/sorted-runs.ts';
import { writeRows } from '#store/blocks.ts';
import { memoryStore } from '#store/memory.ts';
import { all } from './scan-scene.ts';

interface Row {
  readonly key: number;
  readonly from: number;
}

const byKey = (a: Row, b: Row): number => a.key - b.key;

async function* blocks<T>(...lists: readonly (readonly T[])[]): AsyncGenerator<readonly T[]> {
  yield* lists;
}

describe('sorted runs', () => {
  it('merge into one sorted stream, equal rows in the order of the runs, however many there are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.nat(20), { maxLength: 8 }), { maxLength: 70 }), async (runs) => {
        const store = memoryStore();
        const keys: string[] = [];
        for (const [from, run] of runs.entries()) {
          const rows = run.toSorted((a, b) => a - b).map((key): Row => ({ key, from }));
          await writeRows(store, `run-${from}`, rows);
          keys.push(`run-${from}`);
        }
        const merged = await all(mergeRuns<Row>(store, keys, byKey, 'all'));
        const expected = runs.flatMap((run, from) => run.map((key): Row => ({ key, from })));
        expect(merged).toEqual(expected.toSorted((a, b) => a.key - b.key || a.from - b.from));
      }),
      { numRuns: 40 },
    );
  });

  it('skip empty blocks and close what they do not read to the end', async () => {
    let closed = 0;
    async function* watched(): AsyncGenerator<readonly Row[]> {
      try {
        yield [];
        yield [{ key: 1, from: 0 }];
        yield [{ key: 3, from: 0 }];
      } finally {
        closed += 1;
      }
    }
    const rows = mergeSorted([watched(), blocks<Row>([], [{ key: 2, from: 1 }])], byKey);
    expect((await rows.next()).value).toEqual({ key: 1, from: 0 });
    expect((await rows.next()).value).toEqual({ key: 2, from: 1 });
    await rows.return(undefined);
    expect(closed).toBe(1);
  });

  it('spill when more rows come than may be held', async () => {
    const store = memoryStore();
    const runs = new SortedRuns<Row>(store, 'spilt', byKey);
    for (let index = 0; index < 45_000; index += 1) {
      runs.push({ key: (index * 7919) % 45_000, from: 0 });
      await runs.settle();
    }
    const keys = await runs.end();
    expect(keys.length).toBeGreaterThan(2);
    const merged = await all(mergeRuns<Row>(store, keys, byKey, 'spilt'));
    expect(merged.map(({ key }) => key)).toEqual(Array.from({ length: 45_000 }, (_, index) => index));
  });

  it('write nothing for no rows', async () => {
    const store = memoryStore();
    expect(await new SortedRuns<Row>(store, 'none', byKey).end()).toEqual([]);
    expect(await store.list('')).toEqual([]);
  });
});
