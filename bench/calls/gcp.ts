/** Calls to Cloud Asset Inventory. (Cloud Asset API reference, assets.list: at most 1,000 a page.) */
import { startGcpSandbox } from '#sandbox/gcp/start.ts';
import { gcpSource } from '#sources/gcp/source.ts';
import { gcpOptionsFor, meridianGcp } from '#test/support/gcp-scan.ts';
import type { Measured } from '../result.ts';
import { callsOfOneScan, measured, repeated } from './count.ts';

const pageSize = 1_000;

export const gcpCalls = async (): Promise<readonly Measured[]> => {
  const estate = await meridianGcp();
  const results: Measured[] = [];
  for (const size of [1_000, 100_000]) {
    const assets = repeated(estate.assets, size, (asset, round) => ({
      ...asset,
      name: `${asset.name}-${round}`,
    }));
    const sandbox = await startGcpSandbox({ estate: { ...estate, assets, denials: [] } });
    try {
      const source = gcpSource(gcpOptionsFor(sandbox, { timeout: 60_000, pageSize }));
      results.push(measured('gcp', size, await callsOfOneScan(source, size), pageSize));
    } finally {
      await sandbox.close();
    }
  }
  return results;
};
