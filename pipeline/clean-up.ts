import pMap from 'p-map';
import type { StoreDriver } from '#store/driver.ts';

/**
 * Deletes what a scan no longer needs, but for the keys that `keep` names. What can't be deleted stays: no manifest
 * names it, so nobody reads it, and the reason why the scan failed must not be hidden behind this one.
 *
 * @param concurrency keys deleted at once; one, in the order of keys, where that order matters.
 */
export const cleanUp = async (
  store: StoreDriver,
  prefix: string,
  keep: (key: string) => boolean = () => false,
  concurrency = 1,
): Promise<void> => {
  try {
    const keys = (await store.list(prefix)).filter((key) => !keep(key));
    await pMap(keys, (key) => store.delete(key), { concurrency });
  } catch {
    // As said above: it stays.
  }
};
