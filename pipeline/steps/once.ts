/**
 * Work that may be done twice, and counts once. Whoever does it writes under a name of its own; of several, the first
 * that publishes is the one that the others go on from. So nobody waits for a lock, and nobody writes into another's files.
 */
import type { StoreDriver } from '#store/driver.ts';

/** Requests to the store at once, where there is one for each shard: a function's time is limited, and an organisation has thousands. */
export const storeConcurrency = 32;

/** Undefined while nobody has published. */
export const published = async <T>(store: StoreDriver, key: string): Promise<T | undefined> => {
  const bytes = await store.read(key);
  // Written whole or not at all, by this version of this project: `openRun` has made sure of that.
  return bytes === undefined ? undefined : (JSON.parse(Buffer.from(bytes).toString('utf8')) as T);
};

/** Resolves to what counts: the value, or what another published before. */
export const publish = async <T>(store: StoreDriver, key: string, value: T): Promise<T> => {
  if (await store.createIfAbsent(key, Buffer.from(`${JSON.stringify(value)}\n`))) return value;
  const first = await published<T>(store, key);
  if (first === undefined) throw new Error(`${key} in ${store.location} was published, and is gone`);
  return first;
};
