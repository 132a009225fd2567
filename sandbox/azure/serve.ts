/** Azure's sandbox with the tenant that comes with Plumbline. */
import { fileURLToPath } from 'node:url';
import type { AzureSandbox } from './contract.ts';
import { loadAzureEstate } from './load.ts';
import { startAzureSandbox } from './start.ts';

export const demoTenantDirectory = new URL('../estates/meridian/azure/', import.meta.url);

export const serveAzureSandbox = async (
  options: { readonly directory?: string; readonly pageLimit?: number } = {},
): Promise<AzureSandbox> =>
  startAzureSandbox({
    estate: await loadAzureEstate(options.directory ?? fileURLToPath(demoTenantDirectory)),
    ...(options.pageLimit === undefined ? {} : { pageLimit: options.pageLimit }),
  });
