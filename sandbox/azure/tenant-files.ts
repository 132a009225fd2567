/** What the files of a tenant hold. */
import * as z from 'zod';

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

export const tenantShape = z.strictObject({
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

export const subscriptionShape = z.strictObject({
  subscription: text,
  location: text,
  group: text,
  tags: z.record(text, z.string()).default({}),
  activityLog: z.array(z.strictObject({ name: text, categories: texts, to: text })).default([]),
  assignments: z.array(assignment).default([]),
  roles: z.array(role).default([]),
  resources: z.record(text, z.array(resource)).default({}),
});

export type TenantFile = z.output<typeof tenantShape>;
export type SubscriptionFile = z.output<typeof subscriptionShape>;
export type AssignmentEntry = z.output<typeof assignment>;
export type ResourceEntry = z.output<typeof resource>;
