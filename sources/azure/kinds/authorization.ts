import { part, problem } from '#sources/fields.ts';
import type { Normaliser } from './normaliser.ts';

export const roleAssignment: Normaliser<'microsoft.authorization/roleassignments'> = ({ properties }) => ({
  assignment: part(() => ({
    scope: scopeIn(properties.text('scope')),
    role: roleOf(properties.text('roleDefinitionId')),
    principal: properties.text('principalId'),
    principalType: properties.textOr('unknown', 'principalType'),
    condition: properties.textOr('none', 'condition'),
  })),
});

/** `/`, a management group, a subscription, or something in one. */
export const isScope = (text: string): boolean => text.startsWith('/');

const scopeIn = (text: string): string =>
  isScope(text) ? text : problem('properties.scope is no scope of an assignment');

/** Every role has some: by them one is known to be of this subscription or of that. */
const assignableIn = (scopes: readonly string[]): readonly string[] =>
  scopes.length > 0 && scopes.every(isScope)
    ? scopes
    : problem('properties.assignableScopes are no scopes of a role');

/** The last step of a definition's id: `/subscriptions/…/roleDefinitions/<guid>`, with or without what is before. */
export const roleOf = (id: string): string => {
  const found = /\/roledefinitions\/([^/]+)$/i.exec(id)?.[1];
  return found?.toLowerCase() ?? problem('properties.roleDefinitionId is no id of a role');
};

export const roleDefinition: Normaliser<'microsoft.authorization/roledefinitions'> = ({ properties }) => ({
  definition: part(() => ({
    roleName: properties.text('roleName'),
    // `type` in Resource Graph, `roleType` from Resource Manager's older versions.
    custom: properties.text('type', 'roleType').toLowerCase() === 'customrole',
    permissions: properties.nodes('permissions').map((entry) => ({
      actions: entry.textsOr('actions'),
      notActions: entry.textsOr('notActions'),
      dataActions: entry.textsOr('dataActions'),
      notDataActions: entry.textsOr('notDataActions'),
    })),
    assignableScopes: assignableIn(properties.textsOr('assignableScopes')),
  })),
});
