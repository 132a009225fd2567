/**
 * How many calls a scan makes for a thousand resources, against the least that pages of the documented size allow. A
 * count of calls, not a time: it is the same on every machine.
 */
import { allChecks } from '#checks/index.ts';
import { needsOf } from '#engine/plan.ts';
import type { Sandbox } from '#sandbox/contract.ts';
import { generateEstate } from '#sandbox/estate/generate.ts';
import { startSandbox } from '#sandbox/start.ts';
import type { AwsOptions } from '#sources/aws/options.ts';
import { awsSource } from '#sources/aws/source.ts';
import type { Measured } from '../result.ts';

/** Rows of one page of AWS Config's queries. (AWS Config API Reference, SelectResourceConfig.) */
const pageSize = 100;

const estates = [
  { resources: 1_000, accounts: 1, regions: 2 },
  { resources: 100_000, accounts: 5, regions: 3 },
] as const;

export const calls = async (): Promise<readonly Measured[]> => {
  const results: Measured[] = [];
  for (const estate of estates) {
    for (const route of ['config', 'config-aggregator'] as const) {
      const made = await callsOfOneScan(estate, route);
      results.push({
        name: `calls-aws-${route}-${estate.resources}`,
        ours: (made.calls / made.resources) * 1_000,
        reference: 1_000 / pageSize,
        unit: 'calls per 1,000 resources',
      });
    }
  }
  return results;
};

const callsOfOneScan = async (
  estate: (typeof estates)[number],
  route: 'config' | 'config-aggregator',
): Promise<{ readonly calls: number; readonly resources: number }> => {
  const sandbox = await startSandbox({ estate: generateEstate({ seed: 1, ...estate }) });
  try {
    const signal = new AbortController().signal;
    const source = awsSource(optionsFor(sandbox, route));
    const plan = await source.plan(needsOf(allChecks), signal);
    let resources = 0;
    for (const shard of plan.shards) {
      for await (const event of source.read(shard, { signal })) if (event.type === 'resource') resources += 1;
    }
    if (resources < estate.resources / 2)
      throw new Error(`only ${resources} of ${estate.resources} were read`);
    return { calls: source.usage().calls, resources };
  } finally {
    await sandbox.close();
  }
};

const optionsFor = (sandbox: Sandbox, route: 'config' | 'config-aggregator'): AwsOptions => ({
  accounts: 'organization',
  regions: 'enabled',
  role: { name: 'PlumblineReader', externalId: 'generated' },
  ...(route === 'config' ? {} : { aggregator: { name: 'generated', region: sandbox.homeRegion } }),
  kinds: [],
  partners: [],
  homeRegion: sandbox.homeRegion,
  endpoint: sandbox.endpoint,
  credentials: sandbox.credentials,
  callsPerSecond: 100_000,
  attempts: 3,
  timeout: 30_000,
  backoffBase: 1,
});
