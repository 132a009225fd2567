/** Reads the files of a tenant: `tenant.yaml`, and one file for each subscription. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '../estate/estate.ts';
import { checkAt, EstateError, readYamlFile, suggestion } from '../estate/yaml-file.ts';
import type { AzureEstate, AzureItem, AzureSubscriptionFacts } from './estate.ts';
import { guid } from './ids.ts';
import type { SubscriptionFile } from './tenant-files.ts';
import { subscriptionShape, tenantShape } from './tenant-files.ts';
import { subscriptionItems, tenantItems } from './tenant-items.ts';

const tenantFile = 'tenant.yaml';

/** @throws EstateError for a file that is missing or wrong, with file and line. */
export const loadAzureEstate = async (directory: string): Promise<AzureEstate> => {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.yaml')).sort();
  if (!names.includes(tenantFile)) {
    throw new EstateError(
      `${directory} has no ${tenantFile}: a tenant needs one, and a file per subscription`,
    );
  }
  const yaml = await readYamlFile(join(directory, tenantFile));
  const tenant = checkAt(yaml, [], yaml.value, tenantShape, Object.keys(tenantShape.shape));
  const keys = new Map(tenant.subscriptions.map((one) => [one.key, one]));
  const items: AzureItem[] = tenantItems(tenant);
  const facts = new Map<string, AzureSubscriptionFacts>(
    tenant.subscriptions.map(({ key, id, name, state }) => [
      key,
      { id, name, state, tags: {}, activityLog: [] },
    ]),
  );
  for (const name of names) {
    if (name === tenantFile) continue;
    const file = await readYamlFile(join(directory, name));
    const read = checkAt(file, [], file.value, subscriptionShape, Object.keys(subscriptionShape.shape));
    const own = keys.get(read.subscription);
    if (own === undefined) {
      file.wrong(
        ['subscription'],
        `no subscription ${read.subscription} in ${tenantFile}${suggestion(read.subscription, keys.keys())}`,
      );
    } else {
      items.push(...subscriptionItems(file, read, own, tenant));
      const { id, name: called, state } = own;
      facts.set(own.key, { id, name: called, state, tags: read.tags, activityLog: logsOf(read) });
    }
  }
  refuseTwins(items);
  return {
    name: tenant.name,
    tenant: tenant.tenant,
    caller: guid(`${tenant.tenant}/${tenant.reader}`),
    subscriptions: [...facts.values()],
    items,
    denials: tenant.denials.map(({ action, subscription }) => ({
      action,
      account:
        subscription === '*'
          ? '*'
          : (keys.get(subscription)?.id ?? yaml.wrong(['denials'], `no subscription ${subscription}`)),
    })),
  };
};

const logsOf = ({ activityLog }: SubscriptionFile): readonly JsonObject[] =>
  activityLog.map(({ name, categories, to }) => ({
    name,
    properties: {
      storageAccountId: to,
      logs: categories.map((category) => ({ category, enabled: true })),
    },
  }));

const refuseTwins = (items: readonly AzureItem[]): void => {
  const seen = new Set<string>();
  for (const { id } of items) {
    if (seen.has(id.toLowerCase())) throw new EstateError(`two resources have the same id: ${id}`);
    seen.add(id.toLowerCase());
  }
};
