/** All clouds of an estate's folder at once: AWS, and those of Azure and Google Cloud that have a folder in it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AzureSandbox } from './azure/contract.ts';
import type { AzureEstate } from './azure/estate.ts';
import { loadAzureEstate } from './azure/load.ts';
import { startAzureSandbox } from './azure/start.ts';
import type { AzureTokens } from './azure/tokens.ts';
import { serveAzureTokens } from './azure/tokens.ts';
import type { Sandbox } from './contract.ts';
import type { Estate } from './estate/estate.ts';
import { loadEstate } from './estate/load.ts';
import type { GcpEstate } from './gcp/estate.ts';
import { loadGcpEstate } from './gcp/estate.ts';
import type { GcpSandbox } from './gcp/start.ts';
import { startGcpSandbox } from './gcp/start.ts';
import { startSandbox } from './start.ts';

export interface Clouds {
  readonly aws: { readonly estate: Estate; readonly sandbox: Sandbox };
  readonly azure?: {
    readonly estate: AzureEstate;
    readonly sandbox: AzureSandbox;
    readonly tokens: AzureTokens;
  };
  readonly gcp?: { readonly estate: GcpEstate; readonly sandbox: GcpSandbox };
  close(): Promise<void>;
}

/** Ports that {@link serveClouds} takes, from the first one on. */
export const portsOfClouds = 4;

/**
 * @param folder holds `organization.yaml`, and `azure/` and `gcp/` where the estate has them.
 * @param port of AWS; Azure, its tokens and Google Cloud take the three after it. 0 takes free ones.
 * @throws EstateError where a file is wrong; the error of the system where a port can't be had.
 */
export const serveClouds = async (folder: string, port = 0): Promise<Clouds> => {
  const azureFolder = join(folder, 'azure');
  const gcpFolder = join(folder, 'gcp');
  // All files are read first, so that a mistake in one leaves nothing running.
  const aws = await loadEstate(folder);
  const azure = existsSync(azureFolder) ? await loadAzureEstate(azureFolder) : undefined;
  const gcp = existsSync(gcpFolder) ? await loadGcpEstate(gcpFolder, new Date()) : undefined;
  const running: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(running.map((one) => one.close()));
  };
  const start = async <T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
    const started = await starting;
    running.push(started);
    return started;
  };
  const portAt = (offset: number): number => (port === 0 ? 0 : port + offset);
  try {
    const sandbox = await start(startSandbox({ estate: aws, port: portAt(0) }));
    const clouds: Clouds = { aws: { estate: aws, sandbox }, close };
    const withAzure =
      azure === undefined
        ? clouds
        : { ...clouds, azure: { estate: azure, ...(await startAzure(azure, portAt, start)) } };
    return gcp === undefined
      ? withAzure
      : {
          ...withAzure,
          gcp: { estate: gcp, sandbox: await start(startGcpSandbox({ estate: gcp, port: portAt(3) })) },
        };
  } catch (error) {
    await close();
    throw error;
  }
};

const startAzure = async (
  estate: AzureEstate,
  portAt: (offset: number) => number,
  start: <T extends { close(): Promise<void> }>(starting: Promise<T>) => Promise<T>,
): Promise<{ readonly sandbox: AzureSandbox; readonly tokens: AzureTokens }> => {
  const sandbox = await start(startAzureSandbox({ estate, port: portAt(1) }));
  return { sandbox, tokens: await start(serveAzureTokens(sandbox, portAt(2))) };
};
