/** Google Cloud's sandbox with the organisation that comes with Plumbline. */
import { join } from 'node:path';
import { demoEstateDirectory } from '../demo-estate.ts';
import type { GcpEstate } from './estate.ts';
import { loadGcpEstate } from './estate.ts';
import type { GcpSandboxOptions } from './options.ts';
import type { GcpSandbox } from './start.ts';
import { startGcpSandbox } from './start.ts';

export const loadDemoOrganization = (now: Date): Promise<GcpEstate> =>
  loadGcpEstate(join(demoEstateDirectory, 'gcp'), now);

export const serveGcpSandbox = async (options: Omit<GcpSandboxOptions, 'estate'> = {}): Promise<GcpSandbox> =>
  startGcpSandbox({ ...options, estate: await loadDemoOrganization(options.now?.() ?? new Date()) });
