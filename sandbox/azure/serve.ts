/** Azure's sandbox with the tenant that comes with Plumbline. */
import { join } from 'node:path';
import { demoEstateDirectory } from '../demo-estate.ts';
import type { AzureSandbox } from './contract.ts';
import type { AzureEstate } from './estate.ts';
import { loadAzureEstate } from './load.ts';
import type { AzureSandboxOptions } from './start.ts';
import { startAzureSandbox } from './start.ts';

export const loadDemoTenant = (): Promise<AzureEstate> => loadAzureEstate(join(demoEstateDirectory, 'azure'));

export const serveAzureSandbox = async (
  options: Omit<AzureSandboxOptions, 'estate'> = {},
): Promise<AzureSandbox> => startAzureSandbox({ estate: await loadDemoTenant(), ...options });
