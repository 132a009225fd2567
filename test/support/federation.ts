/** An AWS role, and a tenant of Azure and an organisation of Google Cloud that trust it: all on loopback. */

import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { vi } from 'vitest';
import { stringify } from 'yaml';
import type { AzureSandbox } from '#sandbox/azure/contract.ts';
import type { FederatedCredential } from '#sandbox/azure/entra.ts';
import { serveAzureSandbox } from '#sandbox/azure/serve.ts';
import type { Sandbox } from '#sandbox/contract.ts';
import { demoEstateDirectory } from '#sandbox/demo-estate.ts';
import { loadEstate } from '#sandbox/estate/load.ts';
import { serveGcpSandbox } from '#sandbox/gcp/serve.ts';
import type { GcpSandbox } from '#sandbox/gcp/start.ts';
import type { GcpTokenOptions, GcpTokens } from '#sandbox/gcp/token-service.ts';
import { serveGcpTokens } from '#sandbox/gcp/token-service.ts';
import type { SandboxOptions } from '#sandbox/start.ts';
import { startSandbox } from '#sandbox/start.ts';
import type { AwsRoleOptions } from '#sources/federation/aws-role.ts';

export const audience = 'api://AzureADTokenExchange';
export const clientId = '5a1c9d62-7f3b-4c1e-9a0d-2b8f6e4d7c10';
export const provider =
  'projects/381920475612/locations/global/workloadIdentityPools/plumbline/providers/aws-scanner';
export const serviceAccount = 'plumbline@meridian-security.iam.gserviceaccount.com';
/** The role whose session the process has. */
export const roleAccount = '527903184466';
export const roleName = 'PlumblineReader';
export const roleArn = `arn:aws:iam::${roleAccount}:role/${roleName}`;

export interface Federation {
  readonly aws: Sandbox;
  readonly azure: AzureSandbox;
  readonly gcp: GcpSandbox;
  readonly tokens: GcpTokens;
  /** Environment of a process that runs as the role. */
  readonly env: Readonly<Record<string, string>>;
  /** Every secret that the process was given or got. */
  readonly secrets: readonly string[];
  readonly role: AwsRoleOptions;
  /** Of plumbline.yaml: sections `azure` and `gcp`. */
  readonly sections: Readonly<Record<'azure' | 'gcp', Readonly<Record<string, unknown>>>>;
  close(): Promise<void>;
}

export interface FederationOptions {
  readonly aws?: Omit<SandboxOptions, 'estate'>;
  /** Where the tenant trusts something else. */
  readonly trust?: Partial<Omit<FederatedCredential, 'publicKey'>>;
  readonly azureNow?: () => Date;
  readonly google?: Partial<GcpTokenOptions>;
  /** Google lets the federated identity in without a service account to act as. */
  readonly asItself?: boolean;
  /** The user that the sandbox's keys are of, in the place of the role. */
  readonly asUser?: boolean;
}

export const openFederation = async (options: FederationOptions = {}): Promise<Federation> => {
  const aws = await startSandbox({
    estate: await loadEstate(demoEstateDirectory),
    ...options.aws,
  });
  const keys = options.asUser === true ? { ...aws.credentials, sessionToken: '' } : await sessionOf(aws);
  const azure = await serveAzureSandbox({
    federated: {
      clientId,
      issuer: aws.webIdentity.issuer,
      subject: roleArn,
      audience,
      publicKey: aws.webIdentity.publicKey,
      ...options.trust,
    },
    ...(options.azureNow === undefined ? {} : { now: options.azureNow }),
  });
  const tokens = await serveGcpTokens({
    provider,
    account: roleAccount,
    roles: [roleName],
    ...(options.asItself === true ? {} : { serviceAccount }),
    aws: aws.endpoint,
    ...options.google,
  });
  const gcp = await serveGcpSandbox({ accepts: tokens.accepts });
  const env = {
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_SESSION_TOKEN: keys.sessionToken,
    AWS_REGION: 'eu-west-1',
    AWS_PROFILE: '',
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  return {
    aws,
    azure,
    gcp,
    tokens,
    env,
    secrets: [keys.secretAccessKey, keys.sessionToken].filter((one) => one !== ''),
    role: { region: 'eu-west-1', endpoint: aws.endpoint, timeout: 5_000 },
    sections: {
      azure: {
        tenantId: azure.tenant,
        clientId,
        endpoint: azure.endpoint,
        identity: { from: 'aws', authority: azure.endpoint },
        callsPerSecond: 10_000,
        queriesPerSecond: 10_000,
        backoffBase: 1,
        attempts: 2,
      },
      gcp: {
        parents: gcp.parents,
        endpoint: gcp.endpoint,
        identity: { provider, serviceAccount, endpoint: tokens.endpoint },
        callsPerMinute: 6_000_000,
        backoffBase: 1,
        attempts: 2,
        snapshotAge: 0,
      },
    },
    close: async () => {
      vi.unstubAllEnvs();
      await Promise.all([aws.close(), azure.close(), gcp.close(), tokens.close()]);
    },
  };
};

const sessionOf = async (aws: Sandbox) => {
  const sts = new STSClient({ region: 'eu-west-1', endpoint: aws.endpoint, credentials: aws.credentials });
  const { Credentials: given } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: roleArn,
      RoleSessionName: 'scan-azure',
      ExternalId: 'meridian-audit',
    }),
  );
  return {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken ?? '',
  };
};

/** Text of a plumbline.yaml that scans all three. */
export const configurationOf = (
  { aws, sections }: Pick<Federation, 'aws' | 'sections'>,
  providers: readonly string[] = ['azure', 'gcp'],
): string =>
  stringify({
    estate: 'meridian',
    providers,
    aws: {
      accounts: 'caller',
      regions: ['eu-west-1'],
      endpoint: aws.endpoint,
      homeRegion: 'eu-west-1',
      callsPerSecond: 10_000,
      backoffBase: 1,
      attempts: 2,
    },
    ...sections,
  });
