/** Resources and the coverage row of their kind, as a shard hands them over. */
import type { SourceEvent } from '#model/source.ts';
import type { Gap } from '#sources/failure.ts';
import type { Authorization } from './authorization.ts';
import type { AzureClients } from './clients.ts';
import type { GraphQuery } from './graph.ts';
import { queryGraph } from './graph.ts';
import type { Where } from './items.ts';
import { readRow } from './items.ts';
import { listedRow } from './shards.ts';

export function* handOver(
  account: string,
  kind: string,
  { resources, gap }: Authorization,
  route?: string,
): Generator<SourceEvent> {
  for (const resource of resources) yield { type: 'resource', resource };
  yield { type: 'coverage', row: listedRow(account, kind, resources.length, gap, route) };
}

/** Row by row; what there is to say of the listing is returned. */
export async function* handOverGraph(
  clients: AzureClients,
  query: GraphQuery,
  where: Where,
  signal: AbortSignal,
): AsyncGenerator<SourceEvent, { readonly count: number; readonly gap: Gap | undefined }> {
  let count = 0;
  let gap: Gap | undefined;
  for await (const event of queryGraph(clients, query, signal)) {
    if (event.type === 'failed') return { count, gap: event.gap };
    for (const row of event.rows) {
      const read = readRow(row, where);
      if (read.type === 'malformed') gap ??= { state: 'malformed', detail: read.problem };
      else {
        count += 1;
        yield { type: 'resource', resource: read.resource };
      }
    }
  }
  return { count, gap };
}
