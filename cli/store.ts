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

/** Cloud → how many resources the last scan of an estate saw there; empty where there is none that can be read. */
export const lastResources = async (
  store: StoreDriver,
  estate: string,
): Promise<ReadonlyMap<string, number>> => {
  const { manifests } = await listScans(store, trendLength);
  const seen = new Map<string, number>();
  for (const { name, resources } of manifests.find((manifest) => manifest.estate === estate)?.shards ?? []) {
    const cloud = name.split('/', 1)[0] ?? name;
    seen.set(cloud, (seen.get(cloud) ?? 0) + resources);
  }
  return seen;
};
