import type { StoreDriver } from './driver.ts';

/** Reads what `base` holds, and writes beside it: what is tried out never reaches the base. */
export const overlayStore = (base: StoreDriver, scratch: StoreDriver): StoreDriver => ({
  location: base.location,
  read: async (key) => (await scratch.read(key)) ?? (await base.read(key)),
  write: (key, body) => scratch.write(key, body),
  createIfAbsent: async (key, body) =>
    (await base.read(key)) === undefined && (await scratch.createIfAbsent(key, body)),
  async *stream(key) {
    yield* (await scratch.list(key)).includes(key) ? scratch.stream(key) : base.stream(key);
  },
  list: async (prefix) =>
    [...new Set([...(await base.list(prefix)), ...(await scratch.list(prefix))])].sort(compareKeys),
  delete: (key) => scratch.delete(key),
});

const compareKeys = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
