/**
 * Resources of one subscription. Resource Manager lists what there is; Resource Graph gives the properties in bulk,
 * but leaves out without a word what the caller may not read, and what it has not heard of yet. So what is listed and
 * did not come is asked for one by one: it is read, refused with the permission that is missing, or gone.
 */
import pMap from 'p-map';
import { isAzureKind, readActionOf } from '#model/azure/kinds.ts';
import type { Unread } from '#model/reading.ts';
import { unread } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import { compareText } from '#model/resource.ts';
import type { SourceEvent } from '#model/source.ts';
import type { Gap } from '#sources/failure.ts';
import { unreadOf } from '#sources/failure.ts';
import type { AzureClients } from './clients.ts';
import { queryGraph } from './graph.ts';
import { everyPart, kindOf, readIdentity, readRow as readItem, type Where } from './items.ts';
import { ApiVersions, getById, listResources } from './manager.ts';
import { resourcesQuery } from './queries.ts';
import { gapRow, graphRoute, listedRow } from './shards.ts';

export interface InventoryRequest {
  readonly clients: AzureClients;
  readonly where: Where;
  /** Kinds to read whole, which a listing is owed for. */
  readonly kinds: readonly string[];
  /** Whether a kind that nobody looks into is of interest. */
  readonly others: (kind: string) => boolean;
  readonly signal: AbortSignal;
}

/** Resources asked for one by one at the same time. */
const concurrency = 4;

export async function* readInventory(request: InventoryRequest): AsyncGenerator<SourceEvent> {
  const { clients, where, kinds, signal } = request;
  const needed = new Set(kinds);
  /** Id without case → the resource as listed: what Resource Graph still owes. */
  const owed = new Map<string, Resource>();
  const counts = new Map<string, number>(kinds.map((kind) => [kind, 0]));
  let listGap: Gap | undefined;
  for await (const event of listResources(clients, where.account, signal)) {
    if (event.type === 'failed') {
      listGap = event.gap;
      break;
    }
    for (const row of event.rows) {
      const resource = readIdentity(row, where);
      if (resource === undefined) {
        listGap ??= { state: 'malformed', detail: 'a listed resource has no id or type' };
      } else if (needed.has(resource.kind)) owed.set(resource.id.toLowerCase(), resource);
      else if (request.others(resource.kind)) {
        add(counts, resource.kind);
        yield { type: 'resource', resource };
      }
    }
  }

  let graphGap: Gap | undefined;
  if (kinds.length > 0) {
    const scope = { subscription: where.account };
    const query = { query: resourcesQuery(kinds), scope, vouched: listGap === undefined };
    for await (const event of queryGraph(clients, query, signal)) {
      if (event.type === 'failed') {
        graphGap = event.gap;
        break;
      }
      for (const row of event.rows) {
        const read = readItem(row, where);
        const kind = kindOf(row);
        if (read.type === 'malformed' || kind === undefined || !needed.has(kind)) {
          graphGap ??= {
            state: 'malformed',
            detail: read.type === 'malformed' ? read.problem : 'a row nobody asked for',
          };
          continue;
        }
        const key = read.resource.id.toLowerCase();
        const resource = placed(read.resource, owed.get(key));
        owed.delete(key);
        add(counts, kind);
        yield { type: 'resource', resource };
      }
    }
  }

  yield* readOwed(request, [...owed.values()], (resource) => add(counts, resource.kind));

  for (const [kind, count] of [...counts].sort(([a], [b]) => compareText(a, b))) {
    // The list says what there is; without it, what Resource Graph keeps to itself can't be told.
    const route = (listGap ?? graphGap) === undefined ? graphRoute : 'resource-manager';
    const row = listedRow(where.account, kind, count, listGap, route);
    yield { type: 'coverage', row };
  }
  if (graphGap !== undefined) yield* graphLost(where.account, graphGap);
}

/** Properties came one by one; nothing is missing for that, but whoever reads the coverage should know why. */
function* graphLost(account: string, gap: Gap): Generator<SourceEvent> {
  yield { type: 'coverage', row: gapRow(account, 'microsoft.resourcegraph/resources', gap, graphRoute) };
}

/**
 * A resource that says nothing of its location lies where the list has it: elsewhere it would be another one, and what
 * was found on it gone.
 */
const placed = (resource: Resource, listed: Resource | undefined): Resource =>
  listed !== undefined && resource.region === 'global' ? { ...resource, region: listed.region } : resource;

const add = (counts: Map<string, number>, kind: string): void => {
  counts.set(kind, (counts.get(kind) ?? 0) + 1);
};

/** What may be put into an address: an id from a cloud is not trusted to be one. */
const plainId =
  /^\/subscriptions\/[0-9a-f-]{36}\/resourcegroups\/[^/?#%]+\/providers(?:\/[\w.]+)(?:\/\w+\/[^/?#%]+)+$/i;

async function* readOwed(
  request: InventoryRequest,
  owed: readonly Resource[],
  onRead: (resource: Resource) => void,
): AsyncGenerator<SourceEvent> {
  const versions = new ApiVersions(request.clients, request.where.account);
  // In slices, so that what is done is handed over, and memory does not grow with what is owed.
  for (let start = 0; start < owed.length; start += 64) {
    const slice = await pMap(
      owed.slice(start, start + 64),
      (resource) => readOne(request, resource, versions),
      { concurrency },
    );
    for (const resource of slice) {
      if (resource === 'gone') continue;
      onRead(resource);
      yield { type: 'resource', resource };
    }
  }
}

const readOne = async (
  { clients, where, signal }: InventoryRequest,
  listed: Resource,
  versions: ApiVersions,
): Promise<Resource | 'gone'> => {
  const { kind } = listed;
  if (!isAzureKind(kind)) return listed;
  const without = (reading: Unread): Resource => ({ ...listed, parts: everyPart(kind, reading) });
  const action = readActionOf(kind);
  if (!plainId.test(listed.id))
    return without(unread('malformed', action, 'the id is not one of a resource'));
  const version = await versions.of(kind, signal);
  if (!version.ok) return without(unreadOf(version.failure));
  if (version.value === undefined) {
    return without(unread('unsupported', action, `${kind} has no API version that is no preview`));
  }
  const answer = await getById(
    clients,
    { action, subscription: where.account, id: listed.id, apiVersion: version.value },
    signal,
  );
  if (!answer.ok) return answer.failure.type === 'absent' ? 'gone' : without(unreadOf(answer.failure));
  const read = readItem({ ...answer.value, id: listed.id, type: kind }, where);
  return read.type === 'resource'
    ? placed(read.resource, listed)
    : without(unread('malformed', action, read.problem));
};
