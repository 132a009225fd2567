import { loadDemoOrganization } from '#sandbox/gcp/serve.ts';
import { startGcpSandbox } from '#sandbox/gcp/start.ts';
import { gcpSource } from '#sources/gcp/source.ts';
import type { Measured } from '../result.ts';
import { callsOfOneScan, measured, repeated } from './count.ts';

const pageSize = 1_000;

export const gcpCalls = async (): Promise<readonly Measured[]> => {
  const estate = await loadDemoOrganization(new Date('2026-11-25T06:00:00.000Z'));
  const results: Measured[] = [];
  for (const size of [1_000, 100_000]) {
    const assets = repeated(estate.assets, size, (asset, round) => ({
      ...asset,
      name: `${asset.name}-${round}`,
    }));
    const sandbox = await startGcpSandbox({ estate: { ...estate, assets, denials: [] } });
    try {
      const source = gcpSource({
        parents: sandbox.parents,
        kinds: [],
        partners: [],
        endpoint: sandbox.endpoint,
        callsPerMinute: 6_000_000,
        attempts: 3,
        timeout: 60_000,
        backoffBase: 1,
        snapshotAge: 120,
        pageSize,
      });
      results.push(measured('gcp', size, await callsOfOneScan(source, size), pageSize));
    } finally {
      await sandbox.close();
    }
  }
  return results;
};
