/** How long a resolved finding is remembered, so that its return is known as one. */
import type { StoreDriver } from '#store/driver.ts';
import { manifestNumbers, readManifest } from './manifests.ts';
import { isUnreadable } from './read-scan.ts';

const keptDays = 400;

/**
 * The first scan that ended within the last 400 days: what an earlier one resolved is forgotten. Scans end in the
 * order of their numbers, so it is searched for by halving. A manifest that can't be read counts as recent, which
 * forgets less.
 */
export const oldestKeptScan = async (store: StoreDriver, now: Date): Promise<number> => {
  const cutoff = now.getTime() - keptDays * 86_400_000;
  const numbers = await manifestNumbers(store);
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const number = numbers[middle];
    if (number !== undefined && (await endedBefore(store, number, cutoff))) low = middle + 1;
    else high = middle;
  }
  return numbers[low] ?? (numbers.at(-1) ?? 0) + 1;
};

const endedBefore = async (store: StoreDriver, number: number, cutoff: number): Promise<boolean> => {
  try {
    return Date.parse((await readManifest(store, number)).finishedAt) < cutoff;
  } catch (error) {
    if (isUnreadable(error)) return false;
    throw error;
  }
};
