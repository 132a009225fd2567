import type { Needs, Source } from '#model/source.ts';
import { AzureClients } from './clients.ts';
import type { AzureOptions } from './options.ts';
import type { Listed } from './plan.ts';
import { makePlan, readSubscriptions, signIn } from './plan.ts';
import { isTenantShard } from './shards.ts';
import { readSubscription } from './subscription-shard.ts';
import { readTenant } from './tenant-shard.ts';

/**
 * Azure: the inventory from Resource Manager's list, properties in bulk from Resource Graph. One source is one scan:
 * what it was refused it does not ask again. `read` works in a process that has made no plan; every part counts as
 * needed then.
 *
 * @param now milliseconds since 1970; the system's clock unless a test says otherwise.
 * @throws MissingCredentialsError from `plan`, when there is nothing to ask Azure with.
 */
export const azureSource = (options: AzureOptions, now: () => number = Date.now): Source => {
  const clients = new AzureClients(options);
  let needs: Needs | undefined;
  let listed: Promise<Listed> | undefined;
  return {
    provider: 'azure',
    plan: async (wanted, signal) => {
      needs = wanted;
      const identity = await signIn(clients);
      listed = readSubscriptions(clients, signal);
      return makePlan(options, await listed, wanted, identity);
    },
    read: async function* (shard, readOptions) {
      listed ??= readSubscriptions(clients, readOptions.signal);
      const { subscriptions } = await listed;
      const asked = readOptions.needs ?? needs;
      const tools = { clients, options, needs: asked, observedAt: new Date(now()).toISOString() };
      if (isTenantShard(shard)) yield* readTenant(tools, shard, readOptions);
      else {
        const facts = subscriptions.find((one) => one.id === shard.account);
        yield* readSubscription({ ...tools, facts }, shard, readOptions);
      }
    },
    usage: () => clients.usage(),
  };
};
