/** Coverage that nobody handed over: of a read that broke off, of a kind that was never mentioned, of parts unread. */
import type { CoverageRow } from '#model/coverage.ts';
import { isGap, listing } from '#model/coverage.ts';
import type { UnknownRow } from '#model/finding.ts';
import type { UnreadReason } from '#model/reading.ts';
import { unreadReasons } from '#model/reading.ts';
import type { Shard } from '#model/source.ts';

/** Every kind of the shard, since nobody knows how far it came. */
export const brokenOff = (shard: Shard, failure: string): readonly CoverageRow[] =>
  shard.kinds.map((kind) => gapOf(shard, kind, `reading broke off: ${failure}`));

/** Kinds that the shard was to list and that no row speaks of: silence is not "there are none". */
export const neverMentioned = (shard: Shard, mentioned: ReadonlySet<string>): readonly CoverageRow[] =>
  mentioned.has(listing)
    ? []
    : shard.kinds
        .filter((kind) => !mentioned.has(kind))
        .map((kind) => gapOf(shard, kind, 'the source ended without saying whether it listed this kind'));

const gapOf = (shard: Shard, kind: string, detail: string): CoverageRow => ({
  provider: shard.provider,
  account: shard.account,
  region: shard.region,
  kind,
  part: listing,
  state: 'unavailable',
  count: 0,
  route: shard.name,
  detail,
});

/** Which parts the source itself has reported unread, so that the judge's own count is not a second row. */
export class PartGaps {
  readonly #reported = new Set<string>();

  report(row: CoverageRow): void {
    if (row.part !== listing && isGap(row)) this.#reported.add(partKey(row));
  }

  /** Rows for unread parts that only the judge met: an incomplete scan must not look complete. */
  missed(unknowns: readonly UnknownRow[]): readonly CoverageRow[] {
    const ids = new Map<string, { readonly row: CoverageRow; readonly resources: Set<string> }>();
    for (const row of unknowns) {
      if (row.part === listing || !isUnreadReason(row.reason) || this.#reported.has(partKey(row))) continue;
      const key = JSON.stringify([partKey(row), row.reason, row.missing]);
      const known = ids.get(key);
      if (known === undefined) {
        ids.set(key, { row: partGap(row, row.reason), resources: new Set(row.resources) });
      } else for (const id of row.resources) known.resources.add(id);
    }
    return [...ids.values()].map(({ row, resources }) => ({ ...row, count: resources.size }));
  }
}

const partGap = (row: UnknownRow, state: UnreadReason): CoverageRow => ({
  provider: row.provider,
  account: row.account,
  region: row.region,
  kind: row.kind,
  part: row.part,
  state,
  count: 0,
  route: 'judged',
  ...(row.missing === undefined ? {} : { missing: row.missing }),
  ...(row.detail === undefined ? {} : { detail: row.detail }),
});

const partKey = ({
  provider,
  account,
  region,
  kind,
  part,
}: Pick<CoverageRow, 'provider' | 'account' | 'region' | 'kind' | 'part'>): string =>
  JSON.stringify([provider, account, region, kind, part]);

const isUnreadReason = (reason: UnknownRow['reason']): reason is UnreadReason =>
  unreadReasons.some((known) => known === reason);
