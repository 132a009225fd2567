/** The scans of one estate over a time, and those that can't be read any more. */
import type { Manifest } from '#model/scan.ts';
import type { StoreDriver } from '#store/driver.ts';
import { manifestNumbers, readManifest } from './manifests.ts';
import { isUnreadable } from './read-scan.ts';

export interface ScansOfPeriod {
  /** The oldest first. */
  readonly manifests: readonly Manifest[];
  /** Scans that may lie in the period, since their manifests can't be read; of whichever estate. */
  readonly unreadable: readonly { readonly number: number; readonly why: string }[];
}

/** @param to not part of the period. */
export const scansBetween = async (
  store: StoreDriver,
  estate: string,
  from: Date,
  to: Date,
): Promise<ScansOfPeriod> => {
  const manifests: Manifest[] = [];
  let unreadable: { number: number; why: string }[] = [];
  for (const number of await manifestNumbers(store)) {
    let manifest: Manifest;
    try {
      manifest = await readManifest(store, number);
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      unreadable.push({ number, why: error.message });
      continue;
    }
    const ended = Date.parse(manifest.finishedAt);
    // Scans end in the order of their numbers: what can't be read before this one ended before it, too.
    if (ended < from.getTime()) unreadable = [];
    if (ended >= to.getTime()) break;
    if (ended >= from.getTime() && manifest.estate === estate) manifests.push(manifest);
  }
  return { manifests, unreadable };
};
