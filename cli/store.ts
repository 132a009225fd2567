/** The store that the settings name, and the scans in it. */
import { resolve } from 'node:path';
import type { Manifest } from '#model/scan.ts';
import { listScans } from '#pipeline/read-scan.ts';
import { trendLength } from '#reports/facts/trend.ts';
import type { StoreDriver } from '#store/driver.ts';
import { filesStore } from '#store/files.ts';
import type { S3StoreOptions } from '#store/s3-client.ts';
import type { Configuration } from './config/schema.ts';
import { isLoopback } from './config/schema.ts';
import { UsageError } from './exit.ts';
import type { Settings } from './settings.ts';

/** Whoever keeps scans in a folder never loads the client of S3. */
export const openStore = async ({
  configuration,
  storePath,
  loaded,
}: Pick<Settings, 'configuration' | 'storePath' | 'loaded'>): Promise<StoreDriver> => {
  const { store, aws } = configuration;
  switch (store.driver) {
    case 'files':
      return filesStore({ root: storePath });
    case 's3': {
      const { openS3Store } = await import('#store/s3-client.ts');
      return openS3Store(s3OptionsOf(store, aws, loaded.folder));
    }
  }
};

const s3OptionsOf = (
  store: Configuration['store'],
  aws: Configuration['aws'],
  folder: string,
): S3StoreOptions => {
  const { bucket, prefix, kmsKey, endpoint } = store;
  if (bucket === undefined) throw new UsageError('store.bucket must name the bucket of the s3 driver');
  const isLocal = endpoint !== undefined && isLoopback(URL.parse(endpoint)?.hostname ?? '');
  return {
    bucket,
    region: store.region ?? aws.homeRegion ?? 'us-east-1',
    ...(prefix === undefined ? {} : { prefix }),
    ...(kmsKey === undefined ? {} : { kmsKey }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(aws.profile === undefined ? {} : { profile: aws.profile }),
    // Nothing on loopback is behind a proxy.
    ...(aws.proxy === undefined || isLocal ? {} : { proxy: aws.proxy }),
    ...(aws.caFile === undefined ? {} : { caFile: resolve(folder, aws.caFile) }),
  };
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
