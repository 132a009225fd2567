import type { AwsRoleOptions } from '../federation/aws-role.ts';

/** How the Azure source reaches a tenant; the configuration file's `azure` section, already validated. */
export interface AzureOptions {
  /** `all`: every subscription that the credential sees. */
  readonly subscriptions: readonly string[] | 'all';
  /** Kinds to list; empty is all. */
  readonly kinds: readonly string[];
  /** Tenant that is signed in to; the credential's own when left out. */
  readonly tenantId?: string;
  /** Client id of the workload or managed identity; the credential's own when left out. */
  readonly clientId?: string;
  /** Signs in as `clientId` of `tenantId` with a token of an AWS role, instead of the chain. */
  readonly identity?: AzureIdentity;
  /** Resource Manager's address; Azure's public one when left out. Always https. */
  readonly endpoint?: string;
  /** Further certificate authorities, PEM; for the sandbox and tests, a file of them in `caFile`. */
  readonly ca?: string;
  readonly caFile?: string;
  /** Instead of the chain: for the sandbox and tests. */
  readonly token?: () => Promise<{ readonly token: string; readonly expiresOnTimestamp: number }>;
  readonly proxy?: string;
  /** Calls per second and subscription; Resource Graph has its own budget, below. */
  readonly callsPerSecond: number;
  /** Queries per second to Resource Graph, over all subscriptions. */
  readonly queriesPerSecond: number;
  /** Tries per call before it counts as throttled or unavailable. */
  readonly attempts: number;
  /** Milliseconds before one try of a call is given up. */
  readonly timeout: number;
  /** Base of the back-off, milliseconds; tests make it small. */
  readonly backoffBase: number;
}

export interface AzureIdentity {
  /** Whom the token of AWS is for, as the federated credential has it. */
  readonly audience: string;
  /** Entra ID's address, https; that of the public cloud when left out. */
  readonly authority?: string;
  readonly aws: AwsRoleOptions;
}
