/** One subscription: itself, its groups, who holds what in it, and its resources. */
import type { azurePartSources } from '#model/azure/kinds.ts';
import type { Reading } from '#model/reading.ts';
import { known, unread } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import type { ReadOptions, Shard, SourceEvent } from '#model/source.ts';
import { isFields } from '#sources/decoding.ts';
import type { Gap } from '#sources/failure.ts';
import { Node, part } from '#sources/fields.ts';
import { readActivityLog } from './activity-log.ts';
import type { Assignments } from './authorization.ts';
import { readAssignments, readDefinitions } from './authorization.ts';
import { queryGraph } from './graph.ts';
import { handOver, handOverGraph } from './handed-over.ts';
import { readInventory } from './inventory.ts';
import { readIdentity } from './items.ts';
import { listGroups, listSubscriptionsAction } from './manager.ts';
import type { SubscriptionFacts } from './plan.ts';
import { containersQuery, policiesQuery } from './queries.ts';
import {
  assignmentKind,
  definitionKind,
  gapRow,
  groupKind,
  listedRow,
  policyKind,
  subscriptionKind,
  wanted,
} from './shards.ts';
import type { ShardTools } from './tenant-shard.ts';

export interface SubscriptionTools extends ShardTools {
  /** Undefined where the subscription is not in the list any more. */
  readonly facts: SubscriptionFacts | undefined;
}

/** Kinds that have a way of their own; all others are resources. */
const ownWay = new Set([subscriptionKind, groupKind, assignmentKind, definitionKind, policyKind]);

/**
 * Checkpoints stand between stages, not between pages: what Resource Graph owes is known only when all of its rows
 * and the whole list have been seen, so a stage that broke off starts anew.
 */
export async function* readSubscription(
  tools: SubscriptionTools,
  shard: Shard,
  { signal, cursor }: ReadOptions,
): AsyncGenerator<SourceEvent> {
  const done = Number(cursor ?? 0);
  const { account } = shard;
  const needsPart = (name: string): boolean =>
    tools.needs === undefined || tools.needs.get(subscriptionKind)?.has(name) === true;
  const stages: readonly (() => AsyncIterable<SourceEvent>)[] = [
    async function* () {
      const needsAssignments = shard.kinds.includes(assignmentKind);
      const assignments =
        needsAssignments || (shard.kinds.includes(subscriptionKind) && needsPart('owners'))
          ? await askAssignments(tools, account, signal)
          : undefined;
      if (shard.kinds.includes(subscriptionKind)) {
        yield* readItself(tools, account, assignments, needsPart, signal);
      }
      if (needsAssignments && assignments !== undefined) {
        yield* handOver(account, assignmentKind, assignments);
      }
    },
    async function* () {
      if (shard.kinds.includes(definitionKind)) yield* readCustomRoles(tools, account, signal);
      if (shard.kinds.includes(policyKind)) yield* readPolicies(tools, account, signal);
    },
    () => readGroups(tools, account, signal),
    () =>
      readInventory({
        clients: tools.clients,
        where: { account, observedAt: tools.observedAt },
        kinds: shard.kinds.filter((kind) => !ownWay.has(kind)),
        others: (kind) => wanted(kind, tools.options),
        signal,
      }),
  ];
  for (const [index, stage] of stages.entries()) {
    if (index < done) continue;
    yield* stage();
    yield { type: 'checkpoint', cursor: String(index + 1) };
  }
}

const askAssignments = (tools: ShardTools, account: string, signal: AbortSignal): Promise<Assignments> =>
  readAssignments(
    tools.clients,
    { subscription: account },
    { account, observedAt: tools.observedAt },
    (scope) => scope.startsWith(`/subscriptions/${account}`),
    signal,
  );

async function* readItself(
  tools: SubscriptionTools,
  account: string,
  assignments: Assignments | undefined,
  needsPart: (name: string) => boolean,
  signal: AbortSignal,
): AsyncGenerator<SourceEvent> {
  const { facts, clients } = tools;
  if (facts === undefined) {
    const gap: Gap = {
      state: 'unavailable',
      missing: listSubscriptionsAction,
      detail: 'the subscription is not listed',
    };
    yield { type: 'coverage', row: gapRow(account, subscriptionKind, gap, 'resource-manager') };
    return;
  }
  const skipped = unread('unavailable', undefined, 'no check of this scan reads it');
  const parts: Record<keyof (typeof azurePartSources)[typeof subscriptionKind], Reading<unknown>> = {
    settings: known({ state: facts.state, tenant: facts.tenant }),
    managementGroups: needsPart('managementGroups') ? await groupsAbove(tools, account, signal) : skipped,
    owners: assignments?.owners ?? skipped,
    activityLog: needsPart('activityLog') ? await readActivityLog(clients, account, signal) : skipped,
  };
  const resource: Resource = {
    provider: 'azure',
    kind: subscriptionKind,
    account,
    region: 'global',
    id: `/subscriptions/${account}`,
    name: facts.name,
    tags: facts.tags,
    observedAt: tools.observedAt,
    parts,
  };
  yield { type: 'resource', resource };
  yield { type: 'coverage', row: listedRow(account, subscriptionKind, 1, undefined, 'resource-manager') };
}

/** The chain of management groups, which only the row of Resource Graph has. */
const groupsAbove = async (
  { clients }: ShardTools,
  account: string,
  signal: AbortSignal,
): Promise<Reading<readonly string[]>> => {
  const scope = { subscription: account };
  let chain: Reading<readonly string[]> | undefined;
  for await (const event of queryGraph(
    clients,
    { query: containersQuery(subscriptionKind), scope },
    signal,
  )) {
    if (event.type === 'failed')
      return unread(event.gap.state as 'denied', event.gap.missing, event.gap.detail);
    for (const row of event.rows) {
      const properties = row['properties'];
      chain = part(() =>
        new Node(isFields(properties) ? properties : {}, 'properties', 'text')
          .nodes('managementGroupAncestorsChain')
          .map((group) => group.text('name')),
      );
    }
  }
  return chain ?? unread('denied', listSubscriptionsAction, 'Resource Graph does not show the subscription');
};

async function* readCustomRoles(
  tools: ShardTools,
  account: string,
  signal: AbortSignal,
): AsyncGenerator<SourceEvent> {
  const prefix = `/subscriptions/${account}`;
  const read = await readDefinitions(
    tools.clients,
    { subscription: account },
    { account, observedAt: tools.observedAt },
    (scopes) => scopes.some((scope) => scope.toLowerCase().startsWith(prefix)),
    signal,
  );
  yield* handOver(account, definitionKind, read);
}

async function* readPolicies(
  tools: ShardTools,
  account: string,
  signal: AbortSignal,
): AsyncGenerator<SourceEvent> {
  const where = { account, observedAt: tools.observedAt };
  const query = { query: policiesQuery, scope: { subscription: account } };
  const { count, gap } = yield* handOverGraph(tools.clients, query, where, signal);
  yield { type: 'coverage', row: listedRow(account, policyKind, count, gap) };
}

async function* readGroups(
  tools: ShardTools,
  account: string,
  signal: AbortSignal,
): AsyncGenerator<SourceEvent> {
  if (!wanted(groupKind, tools.options)) return;
  const where = { account, observedAt: tools.observedAt };
  let count = 0;
  let gap: Gap | undefined;
  for await (const event of listGroups(tools.clients, account, signal)) {
    if (event.type === 'failed') {
      gap = event.gap;
      break;
    }
    for (const row of event.rows) {
      const resource = readIdentity({ ...row, type: groupKind }, where);
      if (resource === undefined) {
        gap ??= { state: 'malformed', detail: 'a resource group has no id' };
        continue;
      }
      count += 1;
      const settings = part(() => ({ managedBy: new Node(row, '', 'text').textOr('none', 'managedBy') }));
      yield { type: 'resource', resource: { ...resource, parts: { settings } } };
    }
  }
  yield { type: 'coverage', row: listedRow(account, groupKind, count, gap, 'resource-manager') };
}
