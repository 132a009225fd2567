/** Calls to Resource Manager and Resource Graph. (Azure Resource Graph, "Working with large data sets": 1,000 a page.) */
import { loadDemoTenant } from '#sandbox/azure/serve.ts';
import { startAzureSandbox } from '#sandbox/azure/start.ts';
import { azureSource } from '#sources/azure/source.ts';
import { azureOptionsFor } from '#test/support/azure-scan.ts';
import type { Measured } from '../result.ts';
import { callsOfOneScan, measured, repeated } from './count.ts';

const pageSize = 1_000;

export const azureCalls = async (): Promise<readonly Measured[]> => {
  const estate = await loadDemoTenant();
  const results: Measured[] = [];
  for (const size of [1_000, 100_000]) {
    const rest = estate.items.filter(({ table }) => table !== 'resources');
    const resources = repeated(
      estate.items.filter(({ table }) => table === 'resources'),
      size - rest.length,
      (item, round) => ({ ...item, id: `${item.id}-${round}`, name: `${item.name}-${round}` }),
    );
    const sandbox = await startAzureSandbox({
      estate: { ...estate, items: [...rest, ...resources], denials: [] },
    });
    try {
      const source = azureSource(azureOptionsFor(sandbox, { timeout: 60_000 }));
      results.push(measured('azure', size, await callsOfOneScan(source, size), pageSize));
    } finally {
      await sandbox.close();
    }
  }
  return results;
};
