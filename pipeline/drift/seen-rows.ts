/** What a scan saw, resource by resource and sorted by key, out of the parts that its shards keep. */
import type { SeenRow } from '#engine/drift/drift-verdict.ts';
import { seenRow } from '#engine/drift/drift-verdict.ts';
import { compareResourceKeys } from '#model/resource.ts';
import type { ShardEntry } from '#model/scan.ts';
import type { StoreDriver } from '#store/driver.ts';
import type { KeptParts } from '../shard-log.ts';
import { readShardLog } from '../shard-log.ts';
import type { Room } from '../sorted-runs.ts';
import { mergeRuns, SortedRuns } from '../sorted-runs.ts';

/**
 * Rows are of whole resources, most of them of a thousand characters. One writer holds them at a time, so it may hold as
 * many as four writers of findings do: of 200,000 resources no runs have to be merged before they are read.
 */
const room: Room = { held: 8192, rowsPerBlock: 128 };

/**
 * Each resource once; kinds that no check looks at are left out, since nothing of them is kept.
 *
 * @param wanted which of them.
 * @throws CorruptFileError, NewerFormatError, MissingKeyError
 */
export async function* seenRows(
  { store, prefix, shards, kept }: SeenOptions,
  wanted: (row: SeenRow) => boolean = () => true,
): AsyncGenerator<SeenRow> {
  const sorted = new SortedRuns<SeenRow>(store, `${prefix}/seen`, compareResourceKeys, room);
  for (const shard of shards) {
    for await (const event of readShardLog(store, shard.key, shard.parts ?? 0)) {
      if (event.type !== 'resource' || !kept.has(event.resource.kind)) continue;
      const row = seenRow(event.resource);
      if (wanted(row)) sorted.push(row);
      await sorted.settle();
    }
  }
  let last: SeenRow | undefined;
  for await (const row of mergeRuns<SeenRow>(
    store,
    await sorted.end(),
    compareResourceKeys,
    `${prefix}/seen`,
  )) {
    // Two shards that each saw it: the first counts, as it does for findings.
    if (last === undefined || compareResourceKeys(last, row) !== 0) yield row;
    last = row;
  }
}

export interface SeenOptions {
  readonly store: StoreDriver;
  /** Sorted runs are written below it; the caller removes them. */
  readonly prefix: string;
  readonly shards: readonly ShardEntry[];
  readonly kept: KeptParts;
}
