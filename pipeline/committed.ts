/** Whether a run has been committed already: by another process, or by this one before it was killed. */
import type { Manifest } from '#model/scan.ts';
import type { StoreDriver } from '#store/driver.ts';
import { manifestNumbers, readManifest } from './manifests.ts';
import { isUnreadable } from './read-scan.ts';

/**
 * The manifest of a run; undefined where there is none. One that is damaged is no run's: what comes after it is
 * committed beside it.
 *
 * @param startedAt what ended before it can't be of this run.
 */
export const committedAs = async (
  store: StoreDriver,
  run: string,
  startedAt: Date,
): Promise<Manifest | undefined> => {
  for (const number of (await manifestNumbers(store)).toReversed()) {
    try {
      const manifest = await readManifest(store, number);
      if (manifest.run === run) return manifest;
      if (Date.parse(manifest.finishedAt) < startedAt.getTime()) return undefined;
    } catch (error) {
      if (!isUnreadable(error)) throw error;
    }
  }
  return undefined;
};
