/** A small tenant in Azure: three subscriptions, and what lies above them. */
import { allChecks } from '#checks/index.ts';
import type { AzureSandbox } from '#sandbox/azure/contract.ts';
import type { AzureItem } from '#sandbox/azure/estate.ts';
import { loadDemoTenant } from '#sandbox/azure/serve.ts';
import { startAzureSandbox } from '#sandbox/azure/start.ts';
import { azureSource } from '#sources/azure/source.ts';
import { azureOptionsFor } from '#test/support/azure-scan.ts';
import { callLog } from '../call-log.ts';
import type { CloudGround } from '../cloud-ground.ts';
import { fewOfEach } from '../few.ts';
import { earlyEnds, failedTries } from '../tries.ts';
import { touchedBy } from './touched.ts';

export interface AzureGround extends CloudGround {
  readonly sandbox: AzureSandbox;
  /** Of kinds that checks are on. */
  readonly items: readonly AzureItem[];
  readonly subscriptions: readonly string[];
  readonly tenant: string;
}

/** So that most listings have several pages. */
const pageLimit = 10;

export const prepareAzure = async (): Promise<AzureGround> => {
  const whole = await loadDemoTenant();
  const items = fewOfEach(whole.items, ({ account, type, name }) => `${account}|${type}|${name}`);
  const estate = { ...whole, items };
  const { onCall, takeCalls } = callLog();
  const sandbox = await startAzureSandbox({ estate, pageLimit, onCall });
  const quiet = await startAzureSandbox({ estate, pageLimit });
  const judged = new Set<string>(allChecks.flatMap((check) => check.on));
  return {
    sandbox,
    takeCalls,
    items: items.filter(({ type }) => judged.has(type)),
    subscriptions: estate.subscriptions.map(({ id }) => id),
    tenant: estate.tenant,
    source: ({ attempts, timeout }, peace) =>
      azureSource(
        azureOptionsFor(peace === undefined ? sandbox : quiet, {
          ...(attempts === undefined ? {} : { attempts }),
          timeout: timeout ?? 5_000,
        }),
      ),
    consequences: (calls, scenario) => {
      const failed = failedTries(calls, scenario);
      return { failed, gaveUp: earlyEnds(calls, scenario), touched: touchedBy(failed, scenario) };
    },
    close: async () => {
      await Promise.all([sandbox.close(), quiet.close()]);
    },
  };
};
