/**
 * Where a workload on App Service gets its token from: the way into Azure's sandbox for programs that can't be handed
 * one. Plain HTTP on loopback, as there.
 *
 * Source: App Service documentation, "How to use managed identities", REST endpoint reference (2019-08-01).
 */
import { createServer } from 'node:http';
import { listen } from '../loopback.ts';
import type { AzureSandbox } from './contract.ts';

export interface AzureTokens {
  /** Goes into `IDENTITY_ENDPOINT`. */
  readonly endpoint: string;
  /** Goes into `IDENTITY_HEADER`. Not a secret: whoever reaches the port may have a token. */
  readonly header: string;
  close(): Promise<void>;
}

const apiVersion = '2019-08-01';
const publicResource = 'https://management.azure.com';

/** @param port 0 takes a free one. */
export const serveAzureTokens = async (azure: AzureSandbox, port: number): Promise<AzureTokens> => {
  const header = 'sandbox';
  const server = createServer(async (request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const resource = searchParams.get('resource')?.replace(/\/$/, '') ?? '';
    const refusal =
      request.headers['x-identity-header'] !== header
        ? { status: 401, message: 'X-IDENTITY-HEADER is not the one of this host.' }
        : searchParams.get('api-version') !== apiVersion ||
            ![publicResource, azure.endpoint].includes(resource)
          ? {
              status: 400,
              message: `api-version ${apiVersion} and the resource of Resource Manager, please.`,
            }
          : undefined;
    if (refusal !== undefined) {
      const { status, message } = refusal;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ statusCode: status, message }));
      return;
    }
    const { token, expiresOnTimestamp } = await azure.token();
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({
        access_token: token,
        expires_on: String(Math.floor(expiresOnTimestamp / 1000)),
        resource,
        token_type: 'Bearer',
      }),
    );
  });
  const { port: taken, close } = await listen(server, port);
  return {
    endpoint: `http://127.0.0.1:${taken}/msi/token`,
    header,
    close,
  };
};
