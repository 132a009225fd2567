/** What one shard leaves: sorted runs of its rows under one prefix. */
import type { CoverageRow } from '#model/coverage.ts';
import { compareCoverage } from '#model/coverage.ts';
import type { FailRow, UnknownRow } from '#model/finding.ts';
import { compareFindings } from '#model/finding.ts';
import { compareResourceKeys, compareText } from '#model/resource.ts';
import type { InventoryRow } from '#model/scan.ts';
import type { StoreDriver } from '#store/driver.ts';
import { SortedRuns } from './sorted-runs.ts';

/** Keys of the runs. */
export interface ShardRuns {
  readonly fails: readonly string[];
  readonly unknowns: readonly string[];
  readonly coverage: readonly string[];
  readonly inventory: readonly string[];
}

/** Ids in one row of unknowns: a line has to stay a line, also where a million resources are unknown. */
const mostIds = 5000;

export const compareUnknowns = (a: UnknownRow, b: UnknownRow): number =>
  compareText(a.provider, b.provider) ||
  compareText(a.account, b.account) ||
  compareText(a.region, b.region) ||
  compareText(a.kind, b.kind) ||
  compareText(a.part, b.part) ||
  compareText(a.reason, b.reason) ||
  compareText(a.missing ?? '', b.missing ?? '') ||
  compareText(a.checks.join(), b.checks.join()) ||
  compareText(a.resources[0] ?? '', b.resources[0] ?? '');

export class ShardWriter {
  readonly #fails: SortedRuns<FailRow>;
  readonly #unknowns: SortedRuns<UnknownRow>;
  readonly #coverage: SortedRuns<CoverageRow>;
  readonly #inventory: SortedRuns<InventoryRow>;
  fails = 0;
  resources = 0;

  constructor(store: StoreDriver, prefix: string) {
    this.#fails = new SortedRuns<FailRow>(store, `${prefix}/fails`, compareFindings);
    this.#unknowns = new SortedRuns<UnknownRow>(store, `${prefix}/unknowns`, compareUnknowns);
    this.#coverage = new SortedRuns<CoverageRow>(store, `${prefix}/coverage`, compareCoverage);
    this.#inventory = new SortedRuns<InventoryRow>(store, `${prefix}/inventory`, compareResourceKeys);
  }

  fail(row: FailRow): void {
    this.fails += 1;
    this.#fails.push(row);
  }

  inventory(row: InventoryRow): void {
    this.resources += 1;
    this.#inventory.push(row);
  }

  coverage(row: CoverageRow): void {
    this.#coverage.push(row);
  }

  /** Ids sorted, so that the same scan of the same estate writes the same bytes. */
  unknown(row: UnknownRow): void {
    const resources = row.resources.toSorted(compareText);
    for (let start = 0; start < resources.length; start += mostIds) {
      this.#unknowns.push({ ...row, resources: resources.slice(start, start + mostIds) });
    }
  }

  /** Between rows: waits for the disk when enough is held. */
  async settle(): Promise<void> {
    await this.#fails.settle();
    await this.#inventory.settle();
    await this.#coverage.settle();
    await this.#unknowns.settle();
  }

  async end(): Promise<ShardRuns> {
    return {
      fails: await this.#fails.end(),
      unknowns: await this.#unknowns.end(),
      coverage: await this.#coverage.end(),
      inventory: await this.#inventory.end(),
    };
  }
}
