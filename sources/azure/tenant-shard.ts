/** What lies above all subscriptions: management groups, and what is assigned and defined on them. */
import type { Needs, ReadOptions, Shard, SourceEvent } from '#model/source.ts';
import type { Gap } from '#sources/failure.ts';
import { readAssignments, readDefinitions } from './authorization.ts';
import type { AzureClients } from './clients.ts';
import { handOver, handOverGraph } from './handed-over.ts';
import type { AzureOptions } from './options.ts';
import { containersQuery } from './queries.ts';
import { assignmentKind, definitionKind, listedRow, managementGroupKind } from './shards.ts';

export interface ShardTools {
  readonly clients: AzureClients;
  readonly options: AzureOptions;
  /** Undefined where no plan was made in this process: then every part is needed. */
  readonly needs: Needs | undefined;
  readonly observedAt: string;
}

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
    const query = { query: containersQuery(managementGroupKind), scope };
    const { count, gap: lost } = yield* handOverGraph(clients, query, where, signal);
    // There is always the root group.
    const gap: Gap | undefined =
      lost === undefined && count === 0
        ? { state: 'denied', missing: groupsAction, detail: `${groupsAction}: no group is visible` }
        : lost;
    yield { type: 'coverage', row: listedRow(account, managementGroupKind, count, gap, tenantRoute) };
    yield { type: 'checkpoint', cursor: '1' };
  }
  if (shard.kinds.includes(assignmentKind) && done < 2) {
    const read = await readAssignments(clients, scope, where, isAbove, signal);
    yield* handOver(account, assignmentKind, read, tenantRoute);
    yield { type: 'checkpoint', cursor: '2' };
  }
  if (shard.kinds.includes(definitionKind)) {
    const belongs = (scopes: readonly string[]) => scopes.some((one) => isAbove(one.toLowerCase()));
    const read = await readDefinitions(clients, scope, where, belongs, signal);
    yield* handOver(account, definitionKind, read, tenantRoute);
  }
}

const groupsAction = 'Microsoft.Management/managementGroups/read';

/** `/`, or a management group: no subscription's own. */
export const isAbove = (scope: string): boolean => !scope.startsWith('/subscriptions/');

/** Told apart from a subscription's rows, since the permission is needed elsewhere. */
const tenantRoute = 'management-group';
