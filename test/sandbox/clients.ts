/** The vendor's own clients, pointed at a sandbox; one try each, so that a refusal is seen as it came. */

import { AccountClient } from '@aws-sdk/client-account';
import { ConfigServiceClient } from '@aws-sdk/client-config-service';
import { IAMClient } from '@aws-sdk/client-iam';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { Sandbox } from '#sandbox/contract.ts';
import { demoEstateDirectory } from '#sandbox/demo-estate.ts';
import { loadEstate } from '#sandbox/estate/load.ts';

/** The sandbox's clock in tests; clients are told how far theirs is from it. */
export const now = new Date('2026-11-25T12:00:00Z');

export const loadMeridian = () => loadEstate(demoEstateDirectory, { now });

export const ids = {
  security: '481620573914',
  production: '527903184466',
  staging: '639415820073',
  network: '714058296631',
  dev: '850937214560',
  retired: '902746158830',
} as const;

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export const clientOptions = (sandbox: Sandbox, keys: Keys = sandbox.credentials, region = 'eu-west-1') => ({
  endpoint: sandbox.endpoint,
  credentials: keys,
  region,
  maxAttempts: 1,
  systemClockOffset: now.getTime() - Date.now(),
});

export const clients = (sandbox: Sandbox, keys?: Keys, region?: string) => {
  const options = clientOptions(sandbox, keys, region);
  return {
    account: new AccountClient(options),
    config: new ConfigServiceClient(options),
    iam: new IAMClient(options),
    organizations: new OrganizationsClient(options),
    sts: new STSClient(options),
  };
};

export const assume = async (
  sandbox: Sandbox,
  account: string,
  externalId = 'meridian-audit',
): Promise<Keys> => {
  const { Credentials } = await clients(sandbox).sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${account}:role/PlumblineReader`,
      RoleSessionName: 'test',
      ExternalId: externalId,
    }),
  );
  if (Credentials === undefined) throw new Error('no credentials in the answer');
  return {
    accessKeyId: Credentials.AccessKeyId ?? '',
    secretAccessKey: Credentials.SecretAccessKey ?? '',
    sessionToken: Credentials.SessionToken ?? '',
  };
};

/** `name: message` of what `call` is refused with; throws when it is not. */
export const refusalOf = async (call: Promise<unknown>): Promise<string> => {
  try {
    await call;
  } catch (cause) {
    if (cause instanceof Error) return `${cause.name}: ${cause.message}`;
    throw cause;
  }
  throw new Error('the call was not refused');
};
