import { part, problem } from '#sources/fields.ts';
import type { Normaliser } from './normaliser.ts';

export const roleAssignment: Normaliser<'microsoft.authorization/roleassignments'> = ({ properties }) => ({
  assignment: part(() => ({
    scope: properties.text('scope'),
    role: roleOf(properties.text('roleDefinitionId')),
    principal: properties.text('principalId'),
    principalType: properties.textOr('unknown', 'principalType'),
    condition: properties.textOr('none', 'condition'),
  })),
});

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
    assignableScopes: properties.textsOr('assignableScopes'),
  })),
});
