/** What lies above all subscriptions: management groups, and what is assigned and defined on them. */
import type { CoverageRow } from '#model/coverage.ts';
import type { Needs, ReadOptions, Shard, SourceEvent } from '#model/source.ts';
import { readAssignments, readDefinitions } from './authorization.ts';
import type { AzureClients } from './clients.ts';
import type { Gap } from './errors.ts';
import { queryGraph } from './graph.ts';
import { readRow as readItem } from './items.ts';
import type { AzureOptions } from './options.ts';
import { containersQuery } from './queries.ts';
import { assignmentKind, definitionKind, gapRow, managementGroupKind, readRow } from './shards.ts';

export interface ShardTools {
  readonly clients: AzureClients;
  readonly options: AzureOptions;
  /** Undefined where no plan was made in this process: then every part is needed. */
  readonly needs: Needs | undefined;
  readonly observedAt: string;
}

export const graphRoute = 'resource-graph';

/** The root management group has the tenant's own id. */
export async function* readTenant(
  { clients, observedAt }: ShardTools,
  shard: Shard,
  { signal, cursor }: ReadOptions,
): AsyncGenerator<SourceEvent> {
  const { account } = shard;
  const scope = { managementGroup: account };
  const where = { account, observedAt };
  const done = Number(cursor ?? 0);
  if (shard.kinds.includes(managementGroupKind) && done < 1) {
    let count = 0;
    let gap: Gap | undefined;
    for await (const event of queryGraph(
      clients,
      { query: containersQuery(managementGroupKind), scope },
      signal,
    )) {
      if (event.type === 'failed') {
        gap = event.gap;
        break;
      }
      for (const row of event.rows) {
        const read = readItem(row, where);
        if (read.type === 'malformed') gap ??= { state: 'malformed', detail: read.problem };
        else {
          count += 1;
          yield { type: 'resource', resource: read.resource };
        }
      }
    }
    // There is always the root group.
    gap ??=
      count === 0
        ? { state: 'denied', missing: groupsAction, detail: `${groupsAction}: no group is visible` }
        : undefined;
    yield { type: 'coverage', row: listedRow(account, managementGroupKind, count, gap, tenantRoute) };
    yield { type: 'checkpoint', cursor: '1' };
  }
  if (shard.kinds.includes(assignmentKind) && done < 2) {
    const read = await readAssignments(clients, scope, where, isAbove, signal);
    for (const resource of read.resources) yield { type: 'resource', resource };
    yield {
      type: 'coverage',
      row: listedRow(account, assignmentKind, read.resources.length, read.gap, tenantRoute),
    };
    yield { type: 'checkpoint', cursor: '2' };
  }
  if (shard.kinds.includes(definitionKind)) {
    const belongs = (scopes: readonly string[]) => scopes.some((one) => isAbove(one.toLowerCase()));
    const read = await readDefinitions(clients, scope, where, belongs, signal);
    for (const resource of read.resources) yield { type: 'resource', resource };
    yield {
      type: 'coverage',
      row: listedRow(account, definitionKind, read.resources.length, read.gap, tenantRoute),
    };
  }
}

const groupsAction = 'Microsoft.Management/managementGroups/read';

/** `/`, or a management group: no subscription's own. */
export const isAbove = (scope: string): boolean => !scope.startsWith('/subscriptions/');

/** Told apart from a subscription's rows, since the permission is needed elsewhere. */
const tenantRoute = 'management-group';

export const listedRow = (
  account: string,
  kind: string,
  count: number,
  gap: Gap | undefined,
  route = graphRoute,
): CoverageRow =>
  gap === undefined ? readRow(account, kind, count, route) : gapRow(account, kind, gap, route, count);
