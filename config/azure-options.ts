/** The `azure` section of the configuration as the source's options. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { AzureOptions } from '#sources/azure/options.ts';
import { awsRoleOf } from './aws-role.ts';
import type { Configuration } from './schema.ts';
import { UsageError } from './usage-error.ts';

/**
 * @param folder what paths in the file are relative to.
 * @throws UsageError when the file with certificate authorities is not there.
 */
export const azureOptionsOf = (configuration: Configuration, folder: string): AzureOptions => {
  const { azure, kinds } = configuration;
  const caFile = azure.caFile === undefined ? undefined : resolve(folder, azure.caFile);
  if (caFile !== undefined && !existsSync(caFile)) {
    throw new UsageError(`${caFile} is not there; azure.caFile names it`);
  }
  const { subscriptions, callsPerSecond, queriesPerSecond, attempts, timeout, backoffBase } = azure;
  return {
    subscriptions,
    kinds,
    callsPerSecond,
    queriesPerSecond,
    attempts,
    timeout,
    backoffBase,
    ...(azure.tenantId === undefined ? {} : { tenantId: azure.tenantId }),
    ...(azure.clientId === undefined ? {} : { clientId: azure.clientId }),
    ...(azure.identity.from === 'chain' ? {} : { identity: identityOf(configuration, folder) }),
    ...(azure.endpoint === undefined ? {} : { endpoint: azure.endpoint }),
    ...(azure.proxy === undefined ? {} : { proxy: azure.proxy }),
    ...(caFile === undefined ? {} : { caFile }),
  };
};

const identityOf = (configuration: Configuration, folder: string): NonNullable<AzureOptions['identity']> => {
  const { audience, authority } = configuration.azure.identity;
  return {
    audience,
    ...(authority === undefined ? {} : { authority }),
    aws: awsRoleOf(configuration, folder),
  };
};
