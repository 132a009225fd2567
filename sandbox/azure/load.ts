/** Reads the files of a tenant: `tenant.yaml`, and one file for each subscription. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { JsonObject } from '../estate/estate.ts';
import type { Path, YamlFile } from '../estate/yaml-file.ts';
import { checkAt, EstateError, readYamlFile, suggestion } from '../estate/yaml-file.ts';
import type { AzureEstate, AzureItem, AzureSubscriptionFacts } from './estate.ts';
import { forms, overlay } from './forms.ts';
import { builtInRoles, guid } from './ids.ts';
import { readRule } from './rules.ts';

const text = z.string().min(1);
const texts = z.array(text).default([]);

const assignment = z.strictObject({
  who: text,
  as: z.enum(['User', 'Group', 'ServicePrincipal', 'ForeignGroup']).default('User'),
  role: text,
  /** Resource group within the subscription. */
  group: text.optional(),
  condition: text.optional(),
});

const role = z.strictObject({
  name: text,
  actions: texts,
  notActions: texts,
  dataActions: texts,
  notDataActions: texts,
});

const tenantShape = z.strictObject({
  name: text,
  tenant: z.guid(),
  reader: text,
  managementGroups: z.array(z.strictObject({ name: text, parent: text.optional() })).default([]),
  subscriptions: z.array(
    z.strictObject({ key: text, id: z.guid(), name: text, state: text.default('Enabled'), under: texts }),
  ),
  /** Scope `/`, or the name of a management group, to its assignments. */
  assignments: z.record(text, z.array(assignment)).default({}),
  denials: z.array(z.strictObject({ action: text, subscription: text.default('*') })).default([]),
});

const resource = z.strictObject({
  name: text,
  count: z.number().int().min(1).max(500).default(1),
  group: text.optional(),
  location: text.optional(),
  tags: z.record(text, z.string()).default({}),
  rules: texts,
  differs: z.record(text, z.unknown()).default({}),
});

const subscriptionShape = z.strictObject({
  subscription: text,
  location: text,
  group: text,
  tags: z.record(text, z.string()).default({}),
  activityLog: z.array(z.strictObject({ name: text, categories: texts, to: text })).default([]),
  assignments: z.array(assignment).default([]),
  roles: z.array(role).default([]),
  resources: z.record(text, z.array(resource)).default({}),
});

type TenantFile = z.output<typeof tenantShape>;
type SubscriptionFile = z.output<typeof subscriptionShape>;

const tenantFile = 'tenant.yaml';

/** @throws EstateError for a file that is missing or wrong, with file and line. */
export const loadAzureEstate = async (directory: string): Promise<AzureEstate> => {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.yaml')).sort();
  if (!names.includes(tenantFile)) {
    throw new EstateError(
      `${directory} has no ${tenantFile}: a tenant needs one, and a file per subscription`,
    );
  }
  const yaml = await readYamlFile(join(directory, tenantFile));
  const tenant = checkAt(yaml, [], yaml.value, tenantShape, Object.keys(tenantShape.shape));
  const keys = new Map(tenant.subscriptions.map((one) => [one.key, one]));
  const items: AzureItem[] = tenantItems(tenant);
  const facts = new Map<string, AzureSubscriptionFacts>(
    tenant.subscriptions.map(({ key, id, name, state }) => [
      key,
      { id, name, state, tags: {}, activityLog: [] },
    ]),
  );
  for (const name of names) {
    if (name === tenantFile) continue;
    const file = await readYamlFile(join(directory, name));
    const read = checkAt(file, [], file.value, subscriptionShape, Object.keys(subscriptionShape.shape));
    const own = keys.get(read.subscription);
    if (own === undefined) {
      file.wrong(
        ['subscription'],
        `no subscription ${read.subscription} in ${tenantFile}${suggestion(read.subscription, keys.keys())}`,
      );
    } else {
      items.push(...subscriptionItems(file, read, own, tenant));
      facts.set(own.key, {
        id: own.id,
        name: own.name,
        state: own.state,
        tags: read.tags,
        activityLog: logsOf(read),
      });
    }
  }
  refuseTwins(items);
  return {
    name: tenant.name,
    tenant: tenant.tenant,
    caller: guid(`${tenant.tenant}/${tenant.reader}`),
    subscriptions: [...facts.values()],
    items,
    denials: tenant.denials.map(({ action, subscription }) => ({
      action,
      account:
        subscription === '*'
          ? '*'
          : (keys.get(subscription)?.id ?? yaml.wrong(['denials'], `no subscription ${subscription}`)),
    })),
  };
};

const plain = { location: '', tags: {} } as const;

const tenantItems = (tenant: TenantFile): AzureItem[] => {
  const { tenant: id } = tenant;
  const groupId = (name: string): string => `/providers/Microsoft.Management/managementGroups/${name}`;
  const groups = [{ name: id }, ...tenant.managementGroups].map(
    (group): AzureItem => ({
      ...plain,
      id: groupId(group.name),
      name: group.name,
      type: 'microsoft.management/managementgroups',
      spelling: 'Microsoft.Management/managementGroups',
      table: 'resourcecontainers',
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
  const owner: AzureItem = {
    ...plain,
    id: `/providers/Microsoft.Authorization/RoleDefinitions/${builtInRoles.Owner}`,
    name: builtInRoles.Owner,
    type: 'microsoft.authorization/roledefinitions',
    spelling: 'Microsoft.Authorization/roleDefinitions',
    table: 'authorizationresources',
    account: id,
    properties: {
      roleName: 'Owner',
      type: 'BuiltInRole',
      assignableScopes: ['/'],
      permissions: [{ actions: ['*'], notActions: [], dataActions: [], notDataActions: [] }],
    },
  };
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
  { who, as, role: roleName, condition }: z.output<typeof assignment>,
  account: string,
  roles: Readonly<Record<string, string>>,
): AzureItem => {
  const name = guid(`${scope}/${who}/${roleName}`);
  const builtIn: Readonly<Record<string, string>> = builtInRoles;
  const definition = builtIn[roleName] ?? roles[roleName] ?? guid(`role/${roleName}`);
  return {
    ...plain,
    id: `${scope === '/' ? '' : scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
    name,
    type: 'microsoft.authorization/roleassignments',
    spelling: 'Microsoft.Authorization/roleAssignments',
    table: 'authorizationresources',
    account,
    properties: {
      scope,
      roleDefinitionId: `/providers/Microsoft.Authorization/RoleDefinitions/${definition}`,
      principalId: guid(who),
      principalType: as,
      ...(condition === undefined ? {} : { condition, conditionVersion: '2.0' }),
    },
  };
};

const subscriptionItems = (
  yaml: YamlFile,
  file: SubscriptionFile,
  own: TenantFile['subscriptions'][number],
  tenant: TenantFile,
): AzureItem[] => {
  const root = `/subscriptions/${own.id}`;
  const chain = [...own.under, tenant.tenant].map((name) => ({ name, displayName: name }));
  const roleIds = Object.fromEntries(file.roles.map(({ name }) => [name, guid(`${root}/role/${name}`)]));
  const items: AzureItem[] = [
    {
      ...plain,
      id: root,
      name: own.name,
      type: 'microsoft.resources/subscriptions',
      spelling: 'Microsoft.Resources/subscriptions',
      table: 'resourcecontainers',
      account: own.id,
      tags: file.tags,
      properties: { state: own.state, managementGroupAncestorsChain: chain },
    },
    ...file.roles.map(
      ({ name, ...permission }): AzureItem => ({
        ...plain,
        id: `${root}/providers/Microsoft.Authorization/RoleDefinitions/${roleIds[name]}`,
        name: roleIds[name] ?? '',
        type: 'microsoft.authorization/roledefinitions',
        spelling: 'Microsoft.Authorization/roleDefinitions',
        table: 'authorizationresources',
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
    ...[...groups].map(
      (group): AzureItem => ({
        id: `${root}/resourceGroups/${group}`,
        name: group,
        type: 'microsoft.resources/subscriptions/resourcegroups',
        spelling: 'Microsoft.Resources/subscriptions/resourceGroups',
        location: file.location,
        tags: {},
        table: 'resourcecontainers',
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
  one: z.output<typeof resource>,
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
    return {
      id: `${group}/providers/${spelling}/${name}`,
      name,
      type: spelling.toLowerCase(),
      spelling,
      location: one.location ?? file.location,
      tags: one.tags,
      table: 'resources',
      account: subscription,
      properties: overlay(form({ group, name, index: offset + 1 }), differs),
    };
  });
};

const logsOf = ({ activityLog }: SubscriptionFile): readonly JsonObject[] =>
  activityLog.map(({ name, categories, to }) => ({
    name,
    properties: {
      storageAccountId: to,
      logs: categories.map((category) => ({ category, enabled: true })),
    },
  }));

const refuseTwins = (items: readonly AzureItem[]): void => {
  const seen = new Set<string>();
  for (const { id } of items) {
    if (seen.has(id.toLowerCase())) throw new EstateError(`two resources have the same id: ${id}`);
    seen.add(id.toLowerCase());
  }
};
