/** The store that the settings name, and the scans in it. */
import { openConfiguredStore } from '#config/store.ts';
import { UsageError } from '#config/usage-error.ts';
import { listScans } from '#pipeline/read-scan.ts';
import { trendLength } from '#reports/facts/trend.ts';
import type { StoreDriver } from '#store/driver.ts';
import type { Settings } from './settings.ts';

export const openStore = ({
  configuration,
  storePath,
  loaded,
}: Pick<Settings, 'configuration' | 'storePath' | 'loaded'>): Promise<StoreDriver> =>
  openConfiguredStore(configuration, { storePath, folder: loaded.folder });

/** A scan number as it was typed. */
export const scanNumber = (text: string): number => {
  const number = Number(text);
  if (/^\d{1,8}$/.test(text) && number > 0) return number;
  throw new UsageError(`'${text}' is no scan number: scans are numbered from 1`);
};

/** How many resources the last scan of an estate saw; 0 where there is none that can be read. */
export const lastResources = async (store: StoreDriver, estate: string): Promise<number> => {
  const { manifests } = await listScans(store, trendLength);
  return manifests.find((manifest) => manifest.estate === estate)?.resources ?? 0;
};
