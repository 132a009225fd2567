/** Options that scan Azure's sandbox fast, and what a read of it said. */
import type { Needs } from '#model/source.ts';
import type { AzureSandbox } from '#sandbox/azure/contract.ts';
import type { AzureOptions } from '#sources/azure/options.ts';
import { azureSource } from '#sources/azure/source.ts';
import type { SourceRead } from './read-source.ts';
import { readSource } from './read-source.ts';

export const azureOptionsFor = (
  sandbox: Pick<AzureSandbox, 'endpoint' | 'ca' | 'token'>,
  more: Partial<AzureOptions> = {},
): AzureOptions => ({
  subscriptions: 'all',
  kinds: [],
  endpoint: sandbox.endpoint,
  ca: sandbox.ca,
  token: sandbox.token,
  callsPerSecond: 100_000,
  queriesPerSecond: 100_000,
  attempts: 3,
  timeout: 2_000,
  // Back-off that waits a millisecond: what is tested is what comes after it.
  backoffBase: 1,
  ...more,
});

/** Everything that a scan hands over. */
export const scanAzure = (options: AzureOptions, needs: Needs): Promise<SourceRead> =>
  readSource(
    azureSource(options, () => Date.parse('2026-11-24T06:00:00.000Z')),
    needs,
  );
