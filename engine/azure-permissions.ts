/**
 * The Azure operations that a set of checks needs, derived from what they declare, and the custom role that permits
 * them and nothing else.
 */
import type { Check } from '#model/check.ts';
import { partSource } from '#model/part-sources.ts';
import { compareText } from '#model/resource.ts';

export interface AzureUse {
  /** Operation, e.g. `Microsoft.Storage/storageAccounts/read`. */
  readonly action: string;
  /** `kind.part` of what is read by it, sorted; empty where only the scan itself needs it. */
  readonly parts: readonly string[];
  /** Ids of the checks that hang on it, sorted; empty where only the scan itself needs it. */
  readonly checks: readonly string[];
}

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
export const azureActionsFor = (checks: readonly Check[]): readonly AzureUse[] => {
  const uses = new Map<string, { readonly parts: Set<string>; readonly checks: Set<string> }>();
  const use = (action: string) => {
    const open = uses.get(action) ?? { parts: new Set<string>(), checks: new Set<string>() };
    uses.set(action, open);
    return open;
  };
  for (const action of azureScanActions) use(action);
  for (const check of checks) {
    // It looks at what the others look at.
    if (check.compares !== undefined) continue;
    for (const kind of check.on) {
      if (!kind.startsWith('microsoft.')) continue;
      for (const part of [...check.reads, ...check.mayRead]) {
        const source = partSource(kind, part);
        if (source.from !== 'calls') continue;
        for (const action of source.actions) {
          const open = use(action);
          open.parts.add(`${kind}.${part}`);
          open.checks.add(check.id);
        }
      }
    }
  }
  return [...uses]
    .map(([action, { parts, checks: ids }]) => ({
      action,
      parts: [...parts].sort(compareText),
      checks: [...ids].sort(compareText),
    }))
    .sort((a, b) => compareText(a.action, b.action));
};

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
