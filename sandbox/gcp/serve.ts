/** The Google Cloud side of the estate that comes with Plumbline, on loopback. */
import { fileURLToPath } from 'node:url';
import { loadGcpEstate } from './estate.ts';
import type { GcpSandboxOptions } from './options.ts';
import type { GcpSandbox } from './start.ts';
import { startGcpSandbox } from './start.ts';

export const serveGcpSandbox = async (
  options: Omit<GcpSandboxOptions, 'estate'> = {},
): Promise<GcpSandbox> => {
  const folder = fileURLToPath(new URL('../estates/meridian/gcp/', import.meta.url));
  const now = options.now ?? (() => new Date());
  return startGcpSandbox({ ...options, estate: await loadGcpEstate(folder, now()) });
};
