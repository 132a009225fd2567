/** Reads committed scans back. Readers follow manifests only: what no manifest names is not there. */
import type { CoverageRow } from '#model/coverage.ts';
import type { Finding, UnknownRow } from '#model/finding.ts';
import type { AttestationRow, ExceptionRow, InventoryRow, Manifest, ScanReader } from '#model/scan.ts';
import { readRows } from '#store/blocks.ts';
import type { StoreDriver } from '#store/driver.ts';
import { manifestKey, manifestNumbers, readManifest, UnknownScanError } from './manifests.ts';

export const readerOf = (store: StoreDriver, manifest: Manifest): ScanReader => ({
  manifest,
  findings: () => readRows<Finding>(store, manifest.files.findings),
  unknowns: () => readRows<UnknownRow>(store, manifest.files.unknowns),
  coverage: () => readRows<CoverageRow>(store, manifest.files.coverage),
  inventory: () => readRows<InventoryRow>(store, manifest.files.inventory),
  exceptions: () => readRows<ExceptionRow>(store, manifest.files.exceptions),
  attestations: () =>
    manifest.files.attestations === undefined
      ? none()
      : readRows<AttestationRow>(store, manifest.files.attestations),
});

async function* none(): AsyncGenerator<never> {}

/**
 * Opens one scan: by number, or the last that was committed. A last one that can't be read is an error and not
 * passed over: an older one would show what is no longer so.
 *
 * @param estate only with `latest`: the last scan of that estate.
 * @throws UnknownScanError, CorruptFileError, NewerFormatError
 */
export const openScan = async (
  store: StoreDriver,
  which: number | 'latest',
  estate?: string,
): Promise<ScanReader> => {
  const numbers = await manifestNumbers(store);
  if (which !== 'latest') {
    if (!numbers.includes(which)) throw new UnknownScanError(noSuchScan(store, which, numbers));
    return readerOf(store, await readManifest(store, which));
  }
  const others = new Set<string>();
  for (const number of numbers.toReversed()) {
    const manifest = await readManifest(store, number);
    if (estate === undefined || manifest.estate === estate) return readerOf(store, manifest);
    others.add(manifest.estate);
  }
  if (others.size > 0) {
    const there = [...others].slice(0, 5).join(', ');
    throw new UnknownScanError(
      `there is no scan of the estate '${estate}' in ${store.location}: it holds scans of ${there}; \`estate\` in plumbline.yaml says which is meant`,
    );
  }
  throw new UnknownScanError(`there is no scan in ${store.location} yet: run \`plumbline scan\` first`);
};

const noSuchScan = (store: StoreDriver, which: number, numbers: readonly number[]): string => {
  const [first, last] = [numbers[0], numbers.at(-1)];
  const there =
    first === undefined || last === undefined
      ? 'it holds none yet: run `plumbline scan` first'
      : `it holds ${numbers.length === 1 ? `scan ${first}` : `scans ${first} to ${last}`}`;
  return `there is no scan ${which} in ${store.location}: ${there}`;
};

export interface ScanList {
  /** The newest first. */
  readonly manifests: readonly Manifest[];
  /** Scans that can't be read, and why; never left out silently. */
  readonly problems: readonly { readonly number: number; readonly key: string; readonly error: Error }[];
}

/** @param most how many to read, the newest first; all when left out. */
export const listScans = async (
  store: StoreDriver,
  most: number = Number.POSITIVE_INFINITY,
): Promise<ScanList> => {
  const manifests: Manifest[] = [];
  const problems: { number: number; key: string; error: Error }[] = [];
  for (const number of (await manifestNumbers(store)).toReversed()) {
    if (manifests.length >= most) break;
    try {
      manifests.push(await readManifest(store, number));
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      problems.push({ number, key: manifestKey(number), error });
    }
  }
  return { manifests, problems };
};

/**
 * Scans of the same estate before this one, the newest first. One that can't be read leaves a hole there, and no more.
 *
 * @param most how many are wanted.
 */
export const earlierScans = async (
  store: StoreDriver,
  current: Manifest,
  most: number,
): Promise<readonly Manifest[]> => {
  // A store may hold several estates, so some of the scans read here are not wanted.
  const { manifests } = await listScans(store, 4 * most);
  return manifests.filter(({ estate, number }) => estate === current.estate && number < current.number);
};

/** What is wrong with the file itself, as against a store that can't be reached now. */
export const isUnreadable = (error: unknown): error is Error =>
  error instanceof Error &&
  ['CorruptFileError', 'NewerFormatError', 'MissingKeyError', 'UnknownScanError'].includes(error.name);
