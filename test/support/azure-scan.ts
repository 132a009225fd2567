/** Options that scan Azure's sandbox fast, and what a read of it said. */
import type { CoverageRow } from '#model/coverage.ts';
import type { Resource } from '#model/resource.ts';
import type { Needs, Source, SourcePlan } from '#model/source.ts';
import type { AzureSandbox } from '#sandbox/azure/contract.ts';
import type { AzureOptions } from '#sources/azure/options.ts';
import { azureSource } from '#sources/azure/source.ts';

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

export interface AzureScan {
  readonly source: Source;
  readonly plan: SourcePlan;
  readonly resources: readonly Resource[];
  /** Of the plan and of the shards. */
  readonly coverage: readonly CoverageRow[];
}

/** Reads everything that the plan names, as the pipeline does. */
export const scanAzure = async (options: AzureOptions, needs: Needs): Promise<AzureScan> => {
  const { signal } = new AbortController();
  const source = azureSource(options, () => Date.parse('2026-11-24T06:00:00.000Z'));
  const plan = await source.plan(needs, signal);
  const resources: Resource[] = [];
  const coverage: CoverageRow[] = [...plan.coverage];
  for (const shard of plan.shards) {
    for await (const event of source.read(shard, { signal })) {
      if (event.type === 'resource') resources.push(event.resource);
      else if (event.type === 'coverage') coverage.push(event.row);
    }
  }
  return { source, plan, resources, coverage };
};
