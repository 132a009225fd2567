/**
 * Sorting more rows than memory holds: sorted runs are written as they fill, and merged when they are read. However
 * many runs there are, only {@link fanIn} are open at once.
 */
import { readBlocks, writeRows } from '#store/blocks.ts';
import type { StoreDriver } from '#store/driver.ts';

export type Compare<T> = (a: T, b: T) => number;

/** Rows held by one writer, of which each shard that is being read has four. At 700 bytes a row, 6 MB. */
const mostHeld = 8192;
/** Files that one merge reads at once. */
const fanIn = 24;
/** A merge holds a block of each file: 24 small ones are 9 MB, 24 of the usual size would be 70. */
const rowsPerBlock = 512;

/** How many rows a writer holds, and how many whoever reads a run. */
export interface Room {
  readonly held: number;
  readonly rowsPerBlock: number;
}

const usualRoom: Room = { held: mostHeld, rowsPerBlock };

export class SortedRuns<T> {
  readonly #store: StoreDriver;
  readonly #prefix: string;
  readonly #compare: Compare<T>;
  readonly #keys: string[] = [];
  readonly #room: Room;
  #held: T[] = [];

  /** @param prefix the runs are `<prefix>-0`, `<prefix>-1` … */
  constructor(store: StoreDriver, prefix: string, compare: Compare<T>, room: Room = usualRoom) {
    this.#room = room;
    this.#store = store;
    this.#prefix = prefix;
    this.#compare = compare;
  }

  /** Does not wait for the disk: call {@link settle} between rows. */
  push(row: T): void {
    this.#held.push(row);
  }

  /** Writes a run when enough is held. */
  async settle(): Promise<void> {
    if (this.#held.length >= this.#room.held) await this.#flush();
  }

  /** Writes what is left; resolves to the keys of all runs. */
  async end(): Promise<readonly string[]> {
    if (this.#held.length > 0) await this.#flush();
    return this.#keys;
  }

  async #flush(): Promise<void> {
    const rows = this.#held.sort(this.#compare);
    this.#held = [];
    const key = `${this.#prefix}-${this.#keys.length}`;
    await writeRows(this.#store, key, rows, this.#room.rowsPerBlock);
    this.#keys.push(key);
  }
}

/**
 * The rows of sorted runs as one sorted stream; equal rows come in the order of the runs. More runs than may be open
 * at once are first merged into fewer, under `<prefix>-merge-…`.
 */
export async function* mergeRuns<T>(
  store: StoreDriver,
  runs: readonly string[],
  compare: Compare<T>,
  prefix: string,
): AsyncGenerator<T> {
  let keys = runs;
  for (let level = 0; keys.length > fanIn; level += 1) {
    const merged: string[] = [];
    for (let start = 0; start < keys.length; start += fanIn) {
      const key = `${prefix}-merge-${level}-${merged.length}`;
      const group = keys.slice(start, start + fanIn);
      await writeRows(
        store,
        key,
        mergeSorted(
          group.map((run) => readBlocks<T>(store, run)),
          compare,
        ),
        rowsPerBlock,
      );
      merged.push(key);
    }
    keys = merged;
  }
  yield* mergeSorted(
    keys.map((run) => readBlocks<T>(store, run)),
    compare,
  );
}

interface Cursor<T> {
  readonly blocks: AsyncIterator<readonly T[]>;
  rows: readonly T[];
  next: number;
  row: T;
  /** Among equal rows the lower one comes first. */
  readonly rank: number;
}

/** Merges sorted streams of blocks, a heap of their heads in memory. */
export async function* mergeSorted<T>(
  streams: readonly AsyncIterable<readonly T[]>[],
  compare: Compare<T>,
): AsyncGenerator<T> {
  const iterators = streams.map((stream) => stream[Symbol.asyncIterator]());
  const heap: Cursor<T>[] = [];
  const before = (a: Cursor<T>, b: Cursor<T>): boolean => {
    const order = compare(a.row, b.row);
    return order < 0 || (order === 0 && a.rank < b.rank);
  };
  try {
    for (const [rank, blocks] of iterators.entries()) {
      const rows = await nextBlock(blocks);
      const [row] = rows;
      if (row !== undefined) siftUp(heap, { blocks, rows, next: 1, row, rank }, before);
    }
    for (let top = heap[0]; top !== undefined; top = heap[0]) {
      yield top.row;
      if (top.next === top.rows.length) {
        top.rows = await nextBlock(top.blocks);
        top.next = 0;
      }
      const row = top.rows[top.next];
      if (row === undefined) {
        const last = heap.pop();
        if (last !== undefined && last !== top) heap[0] = last;
      } else {
        top.row = row;
        top.next += 1;
      }
      siftDown(heap, before);
    }
  } finally {
    for (const iterator of iterators) await iterator.return?.();
  }
}

/** The next block that holds a row; empty at the end. */
const nextBlock = async <T>(blocks: AsyncIterator<readonly T[]>): Promise<readonly T[]> => {
  for (;;) {
    const next = await blocks.next();
    if (next.done === true) return [];
    if (next.value.length > 0) return next.value;
  }
};

const siftUp = <C>(heap: C[], item: C, before: (a: C, b: C) => boolean): void => {
  let place = heap.push(item) - 1;
  while (place > 0) {
    const parent = (place - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || !before(item, above)) return;
    heap[place] = above;
    heap[parent] = item;
    place = parent;
  }
};

const siftDown = <C>(heap: C[], before: (a: C, b: C) => boolean): void => {
  const item = heap[0];
  if (item === undefined) return;
  let place = 0;
  for (;;) {
    const left = 2 * place + 1;
    const right = left + 1;
    let least = left;
    const [leftItem, rightItem] = [heap[left], heap[right]];
    if (leftItem === undefined) return;
    if (rightItem !== undefined && before(rightItem, leftItem)) least = right;
    const below = heap[least];
    if (below === undefined || !before(below, item)) return;
    heap[place] = below;
    heap[least] = item;
    place = least;
  }
};
