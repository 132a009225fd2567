/** Keeps a store in memory: for tests, and for a scan that is to leave nothing behind. */
import type { StoreDriver } from './driver.ts';
import { MissingKeyError } from './driver.ts';
import { checkKey } from './keys.ts';

export const memoryStore = (): StoreDriver => {
  const entries = new Map<string, Uint8Array>();
  const location = 'memory';
  const at = (key: string): Uint8Array | undefined => {
    checkKey(key);
    return entries.get(key);
  };
  return {
    location,

    async read(key) {
      const body = at(key);
      return body === undefined ? undefined : Uint8Array.from(body);
    },

    async write(key, body) {
      checkKey(key);
      entries.set(key, body instanceof Uint8Array ? Uint8Array.from(body) : await collect(body));
    },

    async createIfAbsent(key, body) {
      if (at(key) !== undefined) return false;
      entries.set(key, Uint8Array.from(body));
      return true;
    },

    async *stream(key) {
      const body = at(key);
      if (body === undefined) throw new MissingKeyError(key, location);
      for (let start = 0; start < body.length; start += chunkSize) {
        yield body.slice(start, start + chunkSize);
      }
    },

    async list(prefix) {
      return [...entries.keys()]
        .filter((key) => key.startsWith(prefix))
        .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    },

    async delete(key) {
      checkKey(key);
      entries.delete(key);
    },
  };
};

const chunkSize = 64 * 1024;

const collect = async (body: AsyncIterable<Uint8Array>): Promise<Uint8Array> =>
  // A writer may use its buffer again for the next chunk.
  Buffer.concat(await Array.fromAsync(body, (chunk) => Uint8Array.from(chunk)));
