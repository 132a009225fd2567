/** Azure's sandbox with the tenant that comes with Plumbline. */
import { fileURLToPath } from 'node:url';
import type { AzureSandbox } from './contract.ts';
import { loadAzureEstate } from './load.ts';
import type { AzureSandboxOptions } from './start.ts';
import { startAzureSandbox } from './start.ts';

export const demoTenantDirectory = new URL('../estates/meridian/azure/', import.meta.url);

export const serveAzureSandbox = async (
  options: Omit<AzureSandboxOptions, 'estate'> & { readonly directory?: string } = {},
): Promise<AzureSandbox> => {
  const { directory = fileURLToPath(demoTenantDirectory), ...rest } = options;
  return startAzureSandbox({ estate: await loadAzureEstate(directory), ...rest });
};
