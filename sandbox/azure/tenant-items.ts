/** From the files of a tenant to what Azure has of it. */
import type { JsonObject } from '../estate/estate.ts';
import type { Path, YamlFile } from '../estate/yaml-file.ts';
import { suggestion } from '../estate/yaml-file.ts';
import type { AzureItem } from './estate.ts';
import { forms, overlay } from './forms.ts';
import { builtInRoles, guid } from './ids.ts';
import { readRule } from './rules.ts';
import type { AssignmentEntry, ResourceEntry, SubscriptionFile, TenantFile } from './tenant-files.ts';

/** Most of them have no place and no tags. */
const itemOf = (
  spelling: string,
  table: AzureItem['table'],
  own: Pick<AzureItem, 'id' | 'name' | 'account' | 'properties'> & Partial<AzureItem>,
): AzureItem => ({ location: '', tags: {}, ...own, type: spelling.toLowerCase(), spelling, table });

const definitionSpelling = 'Microsoft.Authorization/roleDefinitions';

export const tenantItems = (tenant: TenantFile): AzureItem[] => {
  const { tenant: id } = tenant;
  const groupId = (name: string): string => `/providers/Microsoft.Management/managementGroups/${name}`;
  const groups = [{ name: id }, ...tenant.managementGroups].map((group) =>
    itemOf('Microsoft.Management/managementGroups', 'resourcecontainers', {
      id: groupId(group.name),
      name: group.name,
      account: id,
      properties: {
        displayName: group.name,
        tenantId: id,
        details:
          'parent' in group || group.name !== id
            ? { parent: { id: groupId(('parent' in group && group.parent) || id) } }
            : {},
      },
    }),
  );
  const owner = itemOf(definitionSpelling, 'authorizationresources', {
    id: `/providers/Microsoft.Authorization/RoleDefinitions/${builtInRoles.Owner}`,
    name: builtInRoles.Owner,
    account: id,
    properties: {
      roleName: 'Owner',
      type: 'BuiltInRole',
      assignableScopes: ['/'],
      permissions: [{ actions: ['*'], notActions: [], dataActions: [], notDataActions: [] }],
    },
  });
  const assignments = Object.entries(tenant.assignments).flatMap(([scope, list]) =>
    list.map((one) =>
      assignmentItem(scope === '/' ? '/' : groupId(scope === 'root' ? id : scope), one, id, {}),
    ),
  );
  // The one that the scan reads by.
  const reader = assignmentItem(
    groupId(id),
    { who: tenant.reader, as: 'ServicePrincipal', role: 'Reader' },
    id,
    {},
  );
  return [...groups, owner, reader, ...assignments];
};

const assignmentItem = (
  scope: string,
  { who, as, role: roleName, condition }: AssignmentEntry,
  account: string,
  roles: Readonly<Record<string, string>>,
): AzureItem => {
  const name = guid(`${scope}/${who}/${roleName}`);
  const builtIn: Readonly<Record<string, string>> = builtInRoles;
  const definition = builtIn[roleName] ?? roles[roleName] ?? guid(`role/${roleName}`);
  return itemOf('Microsoft.Authorization/roleAssignments', 'authorizationresources', {
    id: `${scope === '/' ? '' : scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
    name,
    account,
    properties: {
      scope,
      roleDefinitionId: `/providers/Microsoft.Authorization/RoleDefinitions/${definition}`,
      principalId: guid(who),
      principalType: as,
      ...(condition === undefined ? {} : { condition, conditionVersion: '2.0' }),
    },
  });
};

export const subscriptionItems = (
  yaml: YamlFile,
  file: SubscriptionFile,
  own: TenantFile['subscriptions'][number],
  tenant: TenantFile,
): AzureItem[] => {
  const root = `/subscriptions/${own.id}`;
  const chain = [...own.under, tenant.tenant].map((name) => ({ name, displayName: name }));
  const roleIds = Object.fromEntries(file.roles.map(({ name }) => [name, guid(`${root}/role/${name}`)]));
  const items: AzureItem[] = [
    itemOf('Microsoft.Resources/subscriptions', 'resourcecontainers', {
      id: root,
      name: own.name,
      account: own.id,
      tags: file.tags,
      properties: { state: own.state, managementGroupAncestorsChain: chain },
    }),
    ...file.roles.map(({ name, ...permission }) =>
      itemOf(definitionSpelling, 'authorizationresources', {
        id: `${root}/providers/Microsoft.Authorization/RoleDefinitions/${roleIds[name]}`,
        name: roleIds[name] ?? '',
        account: own.id,
        properties: {
          roleName: name,
          type: 'CustomRole',
          assignableScopes: [root],
          permissions: [permission],
        },
      }),
    ),
    ...file.assignments.map((one) =>
      assignmentItem(
        one.group === undefined ? root : `${root}/resourceGroups/${one.group}`,
        one,
        own.id,
        roleIds,
      ),
    ),
  ];
  const groups = new Set<string>([file.group]);
  for (const [spelling, list] of Object.entries(file.resources)) {
    list.forEach((one, index) => {
      groups.add(one.group ?? file.group);
      items.push(...resourceItems(yaml, ['resources', spelling, index], spelling, one, file, own.id));
    });
  }
  return [
    ...items,
    ...[...groups].map((group) =>
      itemOf('Microsoft.Resources/subscriptions/resourceGroups', 'resourcecontainers', {
        id: `${root}/resourceGroups/${group}`,
        name: group,
        location: file.location,
        account: own.id,
        properties: { provisioningState: 'Succeeded' },
      }),
    ),
  ];
};

const resourceItems = (
  yaml: YamlFile,
  at: Path,
  spelling: string,
  one: ResourceEntry,
  file: SubscriptionFile,
  subscription: string,
): readonly AzureItem[] => {
  const form = Object.hasOwn(forms, spelling) ? forms[spelling] : undefined;
  if (form === undefined)
    return yaml.wrong(at, `no form of ${spelling}${suggestion(spelling, Object.keys(forms))}`);
  const group = `/subscriptions/${subscription}/resourceGroups/${one.group ?? file.group}`;
  const rules = one.rules.map(
    (rule, index) =>
      readRule(rule) ??
      yaml.wrong([...at, 'rules', index], `not a rule such as '300 allow tcp 443 from Internet'`),
  );
  return Array.from({ length: one.count }, (_, offset): AzureItem => {
    const name = one.count === 1 ? one.name : `${one.name}${offset + 1}`;
    const differs = { ...one.differs, ...(rules.length === 0 ? {} : { securityRules: rules }) } as JsonObject;
    return itemOf(spelling, 'resources', {
      id: `${group}/providers/${spelling}/${name}`,
      name,
      location: one.location ?? file.location,
      tags: one.tags,
      account: subscription,
      properties: overlay(form({ group, name, index: offset + 1 }), differs),
    });
  });
};
