/**
 * The only maker of clients for the store's bucket, with the standard credential chain. Loaded when a store on S3 is
 * opened, and not before.
 */
import { readFileSync } from 'node:fs';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { getCACertificates } from 'node:tls';
import { S3Client } from '@aws-sdk/client-s3';
import { fromIni, fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { StoreDriver } from './driver.ts';
import { s3Store } from './s3.ts';

export interface S3StoreOptions {
  readonly bucket: string;
  /** Without a slash at its end; nothing is the whole bucket. */
  readonly prefix?: string;
  readonly region: string;
  readonly kmsKey?: string;
  /** Another server than AWS's: asked with the bucket in the path. */
  readonly endpoint?: string;
  /** Named profile of the shared configuration files, SSO included; else the standard chain. */
  readonly profile?: string;
  readonly proxy?: string;
  /** Absolute; PEM file with further certificate authorities. */
  readonly caFile?: string;
}

/** Tries per request; the SDK's back-off doubles between them. */
const attempts = 5;
/** Milliseconds that a connection may take, and that an answer may be silent. */
const timeouts = { connectionTimeout: 10_000, socketTimeout: 60_000 };

export const openS3Store = (options: S3StoreOptions): StoreDriver => {
  const { bucket, prefix, region, kmsKey, endpoint, profile } = options;
  const requestHandler = { ...timeouts, ...agents(options) };
  const client = new S3Client({
    region,
    requestHandler,
    maxAttempts: attempts,
    // A bucket in another region than was said answers where it is.
    followRegionRedirects: true,
    // A profile that was named and gives none must not end as the machine's own role.
    credentials:
      profile === undefined
        ? fromNodeProviderChain({ clientConfig: { region, requestHandler } })
        : fromIni({ profile, clientConfig: { region, requestHandler } }),
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
  });
  return s3Store({
    client,
    bucket,
    ...(prefix === undefined ? {} : { prefix }),
    ...(kmsKey === undefined ? {} : { kmsKey }),
  });
};

const agents = ({ proxy, caFile }: S3StoreOptions): { httpAgent: HttpAgent; httpsAgent: HttpsAgent } => {
  const shared = {
    keepAlive: true,
    maxSockets: 64,
    ...(proxy === undefined
      ? {}
      : { proxyEnv: { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: '127.0.0.1,localhost,::1' } }),
  };
  const ca =
    caFile === undefined ? {} : { ca: [...getCACertificates('default'), readFileSync(caFile, 'utf8')] };
  return { httpAgent: new HttpAgent(shared), httpsAgent: new HttpsAgent({ ...shared, ...ca }) };
};
