/**
 * Role assignments and custom roles of one scope. Resource Graph leaves out, without a word, what the caller may not
 * read; an answer that can't be whole is told by what has to be in it.
 */
import type { RoleHolder } from '#model/azure/identity.ts';
import type { Reading, UnreadReason } from '#model/reading.ts';
import { known, unread } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import { isFields } from '#sources/decoding.ts';
import type { Gap } from '#sources/failure.ts';
import type { AzureClients } from './clients.ts';
import type { GraphQuery, Row } from './graph.ts';
import { queryGraph } from './graph.ts';
import type { Where } from './items.ts';
import { readRow } from './items.ts';
import { isScope } from './kinds/authorization.ts';
import { assignmentsQuery, definitionsQuery, ownerRole } from './queries.ts';

export interface Authorization {
  readonly resources: readonly Resource[];
  readonly gap: Gap | undefined;
}

export interface Assignments extends Authorization {
  readonly owners: Reading<readonly RoleHolder[]>;
}

const assignmentsAction = 'Microsoft.Authorization/roleAssignments/read';
const definitionsAction = 'Microsoft.Authorization/roleDefinitions/read';

/** @param belongs whether an assignment of this scope is handed over here: inherited ones belong to the tenant. */
export const readAssignments = async (
  clients: AzureClients,
  scope: GraphQuery['scope'],
  where: Where,
  belongs: (scope: string) => boolean,
  signal: AbortSignal,
): Promise<Assignments> => {
  const resources: Resource[] = [];
  const owners: RoleHolder[] = [];
  let rows = 0;
  let sawAbove = false;
  let gap: Gap | undefined;
  for await (const event of queryGraph(clients, { query: assignmentsQuery, scope, above: true }, signal)) {
    if (event.type === 'failed') {
      gap = event.gap;
      break;
    }
    for (const row of event.rows) {
      rows += 1;
      const read = readRow(row, where);
      if (read.type === 'malformed') {
        gap ??= { state: 'malformed', missing: assignmentsAction, detail: read.problem };
        continue;
      }
      const { resource } = read;
      const at = scopeOf(row);
      if (at === undefined || belongs(at)) resources.push(resource);
      if (at !== undefined && !at.startsWith('/subscriptions/')) sawAbove = true;
      const holder = ownerOf(resource);
      if (holder === 'unreadable') {
        gap ??= {
          state: 'malformed',
          missing: assignmentsAction,
          detail: 'a role assignment can not be read',
        };
      } else if (holder !== undefined) owners.push(holder);
    }
  }
  // The caller reads by an assignment of its own, so a whole answer has one.
  if (gap === undefined && rows === 0) {
    gap = {
      state: 'denied',
      missing: assignmentsAction,
      detail: `${assignmentsAction}: no assignment is visible, not even the one that this scan reads by`,
    };
  }
  return { resources, gap, owners: ownersOf(owners, gap, sawAbove) };
};

/**
 * Inherited owners count as well, so the list is known only where something from above is visible: the assignment of
 * the scan itself is, when it was made at a management group.
 */
const ownersOf = (
  owners: readonly RoleHolder[],
  gap: Gap | undefined,
  sawAbove: boolean,
): Reading<readonly RoleHolder[]> => {
  if (gap !== undefined) return unread(gap.state as UnreadReason, gap.missing, gap.detail);
  if (sawAbove) return known(owners);
  const detail = `${assignmentsAction}: nothing above the subscription is visible, so inherited owners are not; assign the role at a management group`;
  return unread('denied', assignmentsAction, detail);
};

/** Where the row says nothing that is a scope, its id does: that begins with the scope. */
const scopeOf = (row: Row): string | undefined => {
  const scope = isFields(row['properties']) ? row['properties']['scope'] : undefined;
  if (typeof scope === 'string' && isScope(scope)) return scope.toLowerCase();
  const { id } = row;
  const above =
    typeof id === 'string'
      ? /^(.*)\/providers\/microsoft\.authorization\/roleassignments\/[^/]+$/i.exec(id)?.[1]
      : undefined;
  return above === '' ? '/' : above?.toLowerCase();
};

/** Assignments below the subscription (a resource group, a resource) make nobody its owner. */
const ownerOf = (resource: Resource): RoleHolder | 'unreadable' | undefined => {
  const assignment = resource.parts['assignment'] as
    | Reading<{ scope: string; role: string; principal: string; principalType: string }>
    | undefined;
  if (assignment?.known !== true) return 'unreadable';
  const { scope, role, principal, principalType } = assignment.value;
  const isAbove = !/^\/subscriptions\/[^/]+\/./i.test(scope);
  return role === ownerRole && isAbove ? { principal, principalType, scope } : undefined;
};

export const readDefinitions = async (
  clients: AzureClients,
  scope: GraphQuery['scope'],
  where: Where,
  belongs: (assignableScopes: readonly string[]) => boolean,
  signal: AbortSignal,
): Promise<Authorization> => {
  const resources: Resource[] = [];
  let gap: Gap | undefined;
  let sawOwner = false;
  for await (const event of queryGraph(clients, { query: definitionsQuery, scope, above: true }, signal)) {
    if (event.type === 'failed') {
      gap = event.gap;
      break;
    }
    for (const row of event.rows) {
      const { name } = row;
      if (typeof name === 'string' && name.toLowerCase() === ownerRole) {
        sawOwner = true;
        continue;
      }
      const read = readRow(row, where);
      if (read.type === 'malformed') {
        gap ??= { state: 'malformed', missing: definitionsAction, detail: read.problem };
        continue;
      }
      const definition = read.resource.parts['definition'] as
        | Reading<{ assignableScopes: readonly string[] }>
        | undefined;
      if (definition?.known !== true || belongs(definition.value.assignableScopes))
        resources.push(read.resource);
    }
  }
  if (gap === undefined && !sawOwner) {
    gap = {
      state: 'denied',
      missing: definitionsAction,
      detail: `${definitionsAction}: no role is visible, not even those that every tenant has`,
    };
  }
  return { resources, gap };
};
