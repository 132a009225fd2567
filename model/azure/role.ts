/**
 * What an Azure role permits. `*` stands for any characters, slashes included, and case does not count; what
 * `notActions` takes away is taken away from its own entry only.
 *
 * Source: Azure role-based access control, "Understand Azure role definitions".
 */
import type { Permission } from './identity.ts';

/** Does the pattern fit the action? Works from both ends, so that no pattern takes long. */
export const actionFits = (pattern: string, action: string): boolean => {
  const pieces = pattern.toLowerCase().split('*');
  const text = action.toLowerCase();
  const [first = '', ...rest] = pieces;
  if (rest.length === 0) return first === text;
  if (!text.startsWith(first)) return false;
  const last = rest.pop() ?? '';
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
};

/** Is the action permitted by one entry, after what that entry takes away? */
export const permits = (permissions: readonly Permission[], action: string): boolean =>
  permissions.some(
    ({ actions, notActions }) =>
      actions.some((pattern) => actionFits(pattern, action)) &&
      !notActions.some((pattern) => actionFits(pattern, action)),
  );

/**
 * What makes a holder able to hand out any role, its own included; a schedule request assigns one through Privileged
 * Identity Management. `elevateAccess` is none of them: it is asked at the root, where no custom role can be assigned,
 * and of global administrators of the directory alone.
 *
 * Source: "Azure permissions for management and governance", "Elevate access to manage all Azure subscriptions".
 */
export const grantingActions = [
  'Microsoft.Authorization/roleAssignments/write',
  'Microsoft.Authorization/roleDefinitions/write',
  'Microsoft.Authorization/roleAssignmentScheduleRequests/write',
  'Microsoft.Authorization/roleEligibilityScheduleRequests/write',
] as const;

/** An entry that takes in everything and leaves out nothing that hands out roles. */
export const grantsEverything = (permissions: readonly Permission[]): boolean =>
  permissions.some(
    ({ actions, notActions }) =>
      actions.some((pattern) => /^\*+(?:\/\*+)?$/.test(pattern)) &&
      !notActions.some((pattern) => actionFits(pattern, grantingActions[0])),
  );

/** Built-in roles by their ids, the same in every tenant. */
export const builtInRoles: ReadonlyMap<string, string> = new Map([
  ['8e3af657-a8ff-443c-a75c-2fe8c4bcb635', 'Owner'],
  ['18d7d88d-d35e-4fb5-a5c3-7773c20a72d9', 'User Access Administrator'],
  ['b24988ac-6180-42a0-ab88-20f7382dd24c', 'Contributor'],
  ['acdd72a7-3385-48ef-bd42-f606fba81ae7', 'Reader'],
]);
