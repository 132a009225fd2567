/** The store that the settings name, and the scans in it. */
import type { Manifest } from '#model/scan.ts';
import { listScans } from '#pipeline/read-scan.ts';
import { trendLength } from '#reports/facts/trend.ts';
import type { StoreDriver } from '#store/driver.ts';
import { filesStore } from '#store/files.ts';
import { UsageError } from './exit.ts';
import type { Settings } from './settings.ts';

export const openStore = ({
  configuration,
  storePath,
}: Pick<Settings, 'configuration' | 'storePath'>): StoreDriver => {
  switch (configuration.store.driver) {
    case 'files':
      return filesStore({ root: storePath });
  }
};

/** A scan number as it was typed. */
export const scanNumber = (text: string): number => {
  const number = Number(text);
  if (/^\d{1,8}$/.test(text) && number > 0) return number;
  throw new UsageError(`'${text}' is no scan number: scans are numbered from 1`);
};

/** Earlier scans of the same estate for the trend. One that can't be read leaves a hole there, and no more. */
export const earlierScans = async (store: StoreDriver, current: Manifest): Promise<readonly Manifest[]> => {
  // A store may hold several estates, so some of the scans read here are not wanted.
  const { manifests } = await listScans(store, 4 * trendLength);
  return manifests.filter(({ estate, number }) => estate === current.estate && number < current.number);
};

/** How many resources the last scan of an estate saw; 0 where there is none that can be read. */
export const lastResources = async (store: StoreDriver, estate: string): Promise<number> => {
  const { manifests } = await listScans(store, trendLength);
  return manifests.find((manifest) => manifest.estate === estate)?.resources ?? 0;
};
