/** The queries that are sent, whole. `id` is projected and ordered by: without it Resource Graph gives no token. */
import {
  assignmentKind,
  definitionKind,
  type managementGroupKind,
  policyKind,
  type subscriptionKind,
} from './shards.ts';

const columns = 'project id, name, type, location, tags, kind, sku, properties | order by id asc';

/** Kinds come from the registry, never from a cloud. */
export const resourcesQuery = (kinds: readonly string[]): string =>
  `resources | where type in~ (${kinds.map((kind) => `'${kind}'`).join(', ')}) | ${columns}`;

export const containersQuery = (kind: typeof subscriptionKind | typeof managementGroupKind): string =>
  `resourcecontainers | where type =~ '${kind}' | ${columns}`;

export const assignmentsQuery = `authorizationresources | where type =~ '${assignmentKind}' | ${columns}`;

/** The built-in Owner, the same in every tenant. */
export const ownerRole = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';

/**
 * Custom roles, and one built-in that every tenant has: where it does not come, definitions are not visible, rather
 * than not there. That built-in roles stand in this table was not tried on a real tenant; if they do not, custom
 * roles stay unknown.
 */
export const definitionsQuery = `authorizationresources | where type =~ '${definitionKind}' | where properties.type =~ 'CustomRole' or name =~ '${ownerRole}' | ${columns}`;

export const policiesQuery = `policyresources | where type =~ '${policyKind}' | ${columns}`;
