/** How requests to AWS travel: agents that all clients share, a proxy, certificate authorities, and never in the clear. */
import { readFileSync } from 'node:fs';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { getCACertificates } from 'node:tls';
import type { AwsOptions } from './options.ts';
import type { ClientSettings } from './services/connection.ts';

/** Shared by all clients, so that connections are. */
export const requestHandler = (
  options: Pick<AwsOptions, 'proxy' | 'caFile' | 'timeout'>,
): ClientSettings['requestHandler'] => {
  const shared = {
    keepAlive: true,
    maxSockets: 64,
    ...(options.proxy === undefined
      ? {}
      : {
          proxyEnv: {
            HTTP_PROXY: options.proxy,
            HTTPS_PROXY: options.proxy,
            NO_PROXY: '127.0.0.1,localhost,::1',
          },
        }),
  };
  const ca =
    options.caFile === undefined
      ? {}
      : { ca: [...getCACertificates('default'), readFileSync(options.caFile, 'utf8')] };
  return {
    httpAgent: new HttpAgent(shared),
    httpsAgent: new HttpsAgent({ ...shared, ...ca }),
    connectionTimeout: Math.min(options.timeout, 10_000),
  };
};

/** Requests are signed but not secret without TLS. @throws TypeError */
export const checkEndpoint = (endpoint: string | undefined): void => {
  if (endpoint === undefined) return;
  const url = URL.parse(endpoint);
  if (url === null) throw new TypeError(`aws.endpoint is not a URL: ${endpoint}`);
  if (url.protocol === 'https:') return;
  const loopback =
    url.hostname === 'localhost' || url.hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(url.hostname);
  if (url.protocol !== 'http:' || !loopback) {
    throw new TypeError(`aws.endpoint must use https, or http on loopback: ${endpoint}`);
  }
};
