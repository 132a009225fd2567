/** The store that the configuration names. */
import { resolve } from 'node:path';
import type { StoreDriver } from '#store/driver.ts';
import { filesStore } from '#store/files.ts';
import type { S3StoreOptions } from '#store/s3-client.ts';
import type { Environment } from './environment.ts';
import { isLoopback } from './loopback.ts';
import type { Configuration } from './schema.ts';
import { UsageError } from './usage-error.ts';

export interface StorePlaces {
  /** Absolute; where a store of files lies. */
  readonly storePath: string;
  /** What paths in the configuration are relative to. */
  readonly folder: string;
}

/** Whoever keeps scans in a folder never loads the client of S3. */
export const openConfiguredStore = async (
  { store, aws }: Pick<Configuration, 'store' | 'aws'>,
  { storePath, folder }: StorePlaces,
): Promise<StoreDriver> => {
  switch (store.driver) {
    case 'files':
      return filesStore({ root: storePath });
    case 's3': {
      const { openS3Store } = await import('#store/s3-client.ts');
      return openS3Store(s3OptionsOf(store, aws, folder));
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

/** AWS's own tools read these variables for S3, in this order. */
export const storeWithEnvironment = (
  store: Configuration['store'],
  { env }: Pick<Environment, 'env'>,
): Configuration['store'] => {
  if (store.driver === 'files' || store.endpoint !== undefined) return store;
  const endpoint = env['AWS_ENDPOINT_URL_S3'] || env['AWS_ENDPOINT_URL'];
  return endpoint ? { ...store, endpoint } : store;
};
