/** What a tenant holds, as Resource Graph shows it. */
import type { JsonObject } from '../estate/estate.ts';

/** One row of a table; `id` in the letter case that Azure would write. */
export interface AzureItem {
  readonly id: string;
  readonly name: string;
  /** ARM type in lower case, as Resource Graph gives it. */
  readonly type: string;
  /** As Resource Manager spells it, e.g. `Microsoft.Storage/storageAccounts`. */
  readonly spelling: string;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly properties: JsonObject;
  readonly table: Table;
  /** Subscription, or the tenant for what lies above. */
  readonly account: string;
}

export const tables = [
  'resources',
  'resourcecontainers',
  'authorizationresources',
  'policyresources',
] as const;
export type Table = (typeof tables)[number];

export interface AzureSubscriptionFacts {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Diagnostic settings of the activity log, as Azure Monitor lists them. */
  readonly activityLog: readonly JsonObject[];
}

export interface AzureDenial {
  readonly action: string;
  /** Subscription or tenant; `*` is everywhere. */
  readonly account: string;
}

export interface AzureEstate {
  readonly name: string;
  readonly tenant: string;
  /** Object id of the identity that the sandbox's token belongs to. */
  readonly caller: string;
  readonly subscriptions: readonly AzureSubscriptionFacts[];
  readonly items: readonly AzureItem[];
  readonly denials: readonly AzureDenial[];
}
