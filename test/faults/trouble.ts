/** A store that lets a scan down. */
import type { StoreDriver } from '#store/driver.ts';
import type { Dice } from './dice.ts';

export interface StoreTrouble {
  readonly told: string;
  /** `full`: this write and all after it. `once`: this one alone. `lost`: it is done, and its answer is lost. */
  readonly type: 'full' | 'once' | 'lost';
  readonly on: 'write' | 'createIfAbsent' | 'delete' | 'list';
  /** Operations of that name that go well first. */
  readonly after: number;
  /** Bytes of the body that it takes before it fails. */
  readonly bytes: number;
}

export const drawStoreTrouble = (dice: Dice): StoreTrouble => {
  const on = dice.pick(['write', 'write', 'write', 'createIfAbsent', 'delete', 'list'] as const);
  const type =
    on === 'createIfAbsent' ? dice.pick(['full', 'lost'] as const) : dice.pick(['full', 'once'] as const);
  const after = on === 'write' ? dice.whole(40) : on === 'delete' ? dice.whole(20) : dice.whole(2);
  const bytes = dice.whole(5_000);
  return { type, on, after, bytes, told: `store: ${on} ${type} after ${after}` };
};

class DiskFull extends Error {
  override readonly name = 'StoreError';
  readonly code = 'ENOSPC';
}

export const troubled = (store: StoreDriver, trouble: StoreTrouble): StoreDriver => {
  const { on, type, after, bytes } = trouble;
  let done = 0;
  const fails = (name: StoreTrouble['on']): boolean => {
    // A full disk takes no write of either kind.
    const counts =
      name === on || (type === 'full' && on === 'write' && name === 'createIfAbsent' && done > after);
    if (!counts) return false;
    done += 1;
    return type === 'full' ? done > after : done === after + 1;
  };
  const full = (): DiskFull => new DiskFull('the disk is full');
  async function* cutShort(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let left = bytes;
    for await (const chunk of body) {
      yield chunk.subarray(0, left);
      left -= chunk.length;
      if (left <= 0) break;
    }
    throw full();
  }
  return {
    location: store.location,
    read: (key) => store.read(key),
    stream: (key) => store.stream(key),
    async write(key, body) {
      if (!fails('write')) return store.write(key, body);
      if (body instanceof Uint8Array) throw full();
      return store.write(key, cutShort(body));
    },
    async createIfAbsent(key, body) {
      if (!fails('createIfAbsent')) return store.createIfAbsent(key, body);
      if (type === 'lost') await store.createIfAbsent(key, body);
      throw full();
    },
    async list(prefix) {
      if (fails('list')) throw full();
      return store.list(prefix);
    },
    async delete(key) {
      if (fails('delete')) throw full();
      return store.delete(key);
    },
  };
};

/** Two that wait for each other before they commit: then both ask for the same number. */
export const meetingAt = (
  store: StoreDriver,
): { readonly store: () => StoreDriver; readonly end: () => void } => {
  let waiting = 0;
  let open = (): void => undefined;
  const met = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    store: () => ({
      ...store,
      async createIfAbsent(key, body) {
        waiting += 1;
        if (waiting >= 2) open();
        await met;
        return store.createIfAbsent(key, body);
      },
    }),
    /** One of them ended without a commit. */
    end: () => open(),
  };
};

/** Key → bytes of everything that is kept. */
export const contentsOf = async (store: StoreDriver): Promise<ReadonlyMap<string, Buffer>> => {
  const contents = new Map<string, Buffer>();
  for (const key of await store.list('')) contents.set(key, Buffer.from((await store.read(key)) ?? []));
  return contents;
};
