/** Deletes committed scans that are older than the team keeps them. */
import type { Manifest } from '#model/scan.ts';
import type { StoreDriver } from '#store/driver.ts';
import { manifestKey, manifestNumbers, readManifest } from './manifests.ts';

export interface ExpireOptions {
  readonly store: StoreDriver;
  readonly now: Date;
  /** A scan that ended within so many days stays. */
  readonly days: number;
}

export interface Expired {
  /** Numbers, the oldest first. */
  readonly scans: readonly number[];
  readonly files: number;
  /** Older than `days`, and the last of its estate. */
  readonly kept: readonly number[];
}

const day = 86_400_000;

/**
 * The last scan of each estate stays, however old: the next one is compared with it. A baseline has its own copy of the
 * scan that was approved, so nothing leads to an old one.
 *
 * @throws CorruptFileError, NewerFormatError for a manifest that can't be read: its age is not known then, so nothing
 *   is deleted.
 */
export const expireScans = async ({ store, now, days }: ExpireOptions): Promise<Expired> => {
  const manifests: Manifest[] = [];
  for (const number of await manifestNumbers(store)) manifests.push(await readManifest(store, number));
  const last = new Map(manifests.map(({ estate, number }) => [estate, number]));
  const oldest = now.getTime() - days * day;
  const old = manifests.filter(({ finishedAt }) => Date.parse(finishedAt) < oldest);
  const isKept = ({ estate, number }: Manifest): boolean => last.get(estate) === number;
  const scans: number[] = [];
  let files = 0;
  for (const manifest of old.filter((each) => !isKept(each))) {
    // First: from then on nobody is led to files that are half gone, and what stays of them is swept as unfinished.
    await store.delete(manifestKey(manifest.number));
    const keys = await store.list(`scans/${manifest.run}/`);
    for (const key of keys) await store.delete(key);
    files += keys.length + 1;
    scans.push(manifest.number);
  }
  return { scans, files, kept: old.filter(isKept).map(({ number }) => number) };
};
