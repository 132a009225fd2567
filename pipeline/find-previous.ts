/** The scan to compare with, and the number that comes next. */
import type { Manifest } from '#model/scan.ts';
import { CorruptFileError } from '#store/blocks.ts';
import type { StoreDriver } from '#store/driver.ts';
import { manifestNumbers, readManifest } from './manifests.ts';

export interface Previous {
  readonly next: number;
  readonly previous: Manifest | undefined;
  /** Scans that were passed over, and why. */
  readonly notices: readonly string[];
}

/**
 * The last readable scan of the same estate. A damaged one is passed over and named; one that a newer version wrote
 * is refused, since what it remembers of findings would be lost on the way through this version.
 *
 * @param damaged number → what is wrong with it, as met earlier.
 * @throws NewerFormatError
 */
export const findPrevious = async (
  store: StoreDriver,
  estate: string,
  damaged: ReadonlyMap<number, string>,
): Promise<Previous> => {
  const numbers = await manifestNumbers(store);
  const next = (numbers.at(-1) ?? 0) + 1;
  const notices: string[] = [];
  for (const number of numbers.toReversed()) {
    const known = damaged.get(number);
    if (known !== undefined) {
      notices.push(passedOver(known));
      continue;
    }
    try {
      const manifest = await readManifest(store, number);
      if (manifest.estate === estate) return { next, previous: manifest, notices };
    } catch (error) {
      if (!(error instanceof CorruptFileError)) throw error;
      notices.push(passedOver(`scan ${number} can't be read: ${error.message}`));
    }
  }
  return { next, previous: undefined, notices };
};

const passedOver = (what: string): string => `An earlier scan was passed over in the comparison: ${what}`;
