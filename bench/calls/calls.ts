/**
 * How many calls a scan makes for a thousand resources, against the least that pages of the documented size allow. A
 * count of calls, not a time: it is the same on every machine.
 */
import type { Sandbox } from '#sandbox/contract.ts';
import { generateEstate } from '#sandbox/estate/generate.ts';
import { startSandbox } from '#sandbox/start.ts';
import type { AwsOptions } from '#sources/aws/options.ts';
import { awsSource } from '#sources/aws/source.ts';
import type { Measured } from '../result.ts';
import { sandboxOptions } from '../sandbox-options.ts';
import { mixedEstate } from '../trial/estates.ts';
import { azureCalls } from './azure.ts';
import { callsOfOneScan, measured } from './count.ts';
import { gcpCalls } from './gcp.ts';

/** Rows of one page of AWS Config's queries. (AWS Config API Reference, SelectResourceConfig.) */
const pageSize = 100;

const estates = [
  { resources: 1_000, accounts: 1, regions: 2 },
  { resources: 100_000, accounts: 5, regions: 3 },
] as const;

export const calls = async (): Promise<readonly Measured[]> => [
  ...(await awsCalls()),
  ...(await mixedCalls()),
  ...(await azureCalls()),
  ...(await gcpCalls()),
];

const awsCalls = async (): Promise<readonly Measured[]> => {
  const results: Measured[] = [];
  for (const estate of estates) {
    for (const route of ['config', 'config-aggregator'] as const) {
      const sandbox = await startSandbox({ estate: generateEstate({ seed: 1, ...estate }) });
      try {
        const made = await callsOfOneScan(awsSource(optionsFor(sandbox, route)), estate.resources);
        results.push(measured(`aws-${route}`, estate.resources, made, pageSize));
      } finally {
        await sandbox.close();
      }
    }
  }
  return results;
};

/** The same account both ways, with every check on. */
const mixedCalls = async (): Promise<readonly Measured[]> => {
  const results: Measured[] = [];
  for (const inventory of ['config', 'direct'] as const) {
    const sandbox = await startSandbox({ estate: mixedEstate() });
    try {
      const source = awsSource({ ...optionsFor(sandbox, 'config'), accounts: 'caller', inventory });
      const made = await callsOfOneScan(source, mixedSize);
      const most = made.byAction.slice(0, 8).map(([action, count]) => `${action} ${count}`);
      results.push({
        ...measured(`aws-mixed-${inventory}`, mixedSize, { ...made, resources: mixedSize }, pageSize),
        notes: [`${made.calls} calls, most of them ${most.join(', ')}`],
      });
    } finally {
      await sandbox.close();
    }
  }
  return results;
};

const mixedSize = 1_000;

const optionsFor = (sandbox: Sandbox, route: 'config' | 'config-aggregator'): AwsOptions => ({
  ...sandboxOptions(sandbox),
  accounts: 'organization',
  role: { name: 'PlumblineReader', externalId: 'generated' },
  ...(route === 'config' ? {} : { aggregator: { name: 'generated', region: sandbox.homeRegion } }),
  inventory: 'config',
});
