/**
 * The Azure operations that a set of checks needs, derived from what they declare, and the custom role that permits
 * them and nothing else.
 */
import type { Check } from '#model/check.ts';
import { compareText } from '#model/resource.ts';
import type { ActionUse } from './action-uses.ts';
import { actionUses } from './action-uses.ts';

/**
 * What a scan asks whichever checks are enabled: which subscriptions there are and what is in them, the rows in bulk,
 * and the API versions for what the bulk left out.
 */
export const azureScanActions: readonly string[] = [
  'Microsoft.Resources/subscriptions/read',
  'Microsoft.Resources/subscriptions/resources/read',
  'Microsoft.Resources/subscriptions/resourceGroups/read',
  'Microsoft.Resources/subscriptions/providers/read',
  'Microsoft.ResourceGraph/resources/read',
];

/** Sorted by operation. Checks of other clouds are left out. */
export const azureActionsFor = (checks: readonly Check[]): readonly ActionUse[] =>
  actionUses(checks, { isOurs: (kind) => kind.startsWith('microsoft.'), always: azureScanActions });

/** As `az role definition create --role-definition` takes it. */
export interface AzureRoleJson {
  readonly Name: string;
  readonly IsCustom: true;
  readonly Description: string;
  readonly Actions: readonly string[];
  readonly NotActions: readonly [];
  readonly DataActions: readonly [];
  readonly NotDataActions: readonly [];
  readonly AssignableScopes: readonly string[];
}

export const azureRole = (actions: Iterable<string>, scopes: readonly string[]): AzureRoleJson => ({
  Name: 'Plumbline Reader',
  IsCustom: true,
  Description: 'Reads what the enabled checks of Plumbline look at, and nothing else.',
  Actions: [...new Set(actions)].sort(compareText),
  NotActions: [],
  DataActions: [],
  NotDataActions: [],
  AssignableScopes: scopes,
});
