/** Brings the shards' runs together: what was seen, what was unknown, and where was looked. */
import { ListingView, UnknownView } from '#engine/lifecycle-view.ts';
import type { CoverageRow } from '#model/coverage.ts';
import { compareCoverage, isGap } from '#model/coverage.ts';
import type { UnknownRow } from '#model/finding.ts';
import { compareResourceKeys } from '#model/resource.ts';
import type { InventoryRow } from '#model/scan.ts';
import { writeRows } from '#store/blocks.ts';
import type { StoreDriver } from '#store/driver.ts';
import type { ShardRuns } from './shard-rows.ts';
import { compareUnknowns } from './shard-rows.ts';
import { mergeRuns } from './sorted-runs.ts';

export interface Gathered {
  readonly listings: ListingView;
  readonly unknowns: UnknownView;
  /** No gap beyond the expected ones. */
  readonly complete: boolean;
  /** Distinct ones. */
  readonly resources: number;
}

/** Asks what only a whole scan can answer, once it is known where was looked; resolves to runs of what is unknown. */
export type Comparison = (listings: ListingView) => Promise<readonly string[]>;

/** Writes `coverage`, `unknowns` and `inventory` under the prefix. None of it depends on the last scan. */
export const gatherShards = async (
  store: StoreDriver,
  prefix: string,
  runs: readonly ShardRuns[],
  compare: Comparison = () => Promise.resolve([]),
): Promise<Gathered> => {
  const listings = new ListingView();
  const unknowns = new UnknownView();
  let complete = true;

  async function* coverage(): AsyncGenerator<CoverageRow> {
    const keys = runs.flatMap((run) => run.coverage);
    for await (const row of sumSame(mergeRuns(store, keys, compareCoverage, `${prefix}/shards/coverage`))) {
      listings.add(row);
      if (isGap(row) && row.expected !== true) complete = false;
      yield row;
    }
  }

  let compared: readonly string[] = [];

  async function* unknownRows(): AsyncGenerator<UnknownRow> {
    const keys = [...runs.flatMap((run) => run.unknowns), ...compared];
    for await (const row of mergeRuns(store, keys, compareUnknowns, `${prefix}/shards/unknowns`)) {
      unknowns.add(row);
      yield row;
    }
  }

  async function* inventory(): AsyncGenerator<InventoryRow> {
    const keys = runs.flatMap((run) => run.inventory);
    let last: InventoryRow | undefined;
    for await (const row of mergeRuns<InventoryRow>(
      store,
      keys,
      compareResourceKeys,
      `${prefix}/shards/inventory`,
    )) {
      if (last === undefined || compareResourceKeys(last, row) !== 0) yield row;
      last = row;
    }
  }

  await writeRows(store, `${prefix}/coverage`, coverage());
  compared = await compare(listings);
  await writeRows(store, `${prefix}/unknowns`, unknownRows());
  const resources = await writeRows(store, `${prefix}/inventory`, inventory());
  return { listings, unknowns, complete, resources };
};

/** Two shards that each saw a share of a place speak of it in one row. */
async function* sumSame(rows: AsyncIterable<CoverageRow>): AsyncGenerator<CoverageRow> {
  let held: CoverageRow | undefined;
  for await (const row of rows) {
    if (held === undefined) held = row;
    else if (compareCoverage(held, row) === 0) held = { ...held, count: held.count + row.count };
    else {
      yield held;
      held = row;
    }
  }
  if (held !== undefined) yield held;
}
