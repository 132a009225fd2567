import type { StoreDriver } from '#store/driver.ts';

/**
 * Deletes what a scan no longer needs, but for the keys that `keep` names. What can't be deleted stays: no manifest
 * names it, so nobody reads it, and the reason why the scan failed must not be hidden behind this one.
 */
export const cleanUp = async (
  store: StoreDriver,
  prefix: string,
  keep: (key: string) => boolean = () => false,
): Promise<void> => {
  try {
    for (const key of await store.list(prefix)) if (!keep(key)) await store.delete(key);
  } catch {
    // As said above: it stays.
  }
};
