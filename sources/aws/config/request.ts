/** What is asked of one place's inventory. */
import type { Resource } from '#model/resource.ts';
import type { ConfigItem } from '../config-item.ts';
import type { Gap } from '../recorders.ts';
import type { ListingPlace } from './listing.ts';
import type { InventoryRoute } from './route.ts';

export interface InventoryRequest {
  readonly route: InventoryRoute;
  readonly place: ListingPlace;
  /** Kinds to read whole, which a gap is owed for where they can't be. */
  readonly kinds: readonly string[];
  /** Whether a kind that nobody needs is of interest; false reads {@link kinds} only. */
  readonly others: (kind: string) => boolean;
  /** Regions whose rows count, and why one is out of reach for a kind; `global` for kinds without a region. */
  readonly regions: readonly string[];
  readonly gapOf: (kind: string, region: string) => Gap | undefined;
  /** Why there may be some of a kind in a region of which AWS Config shows none. */
  readonly doubtOf: (kind: string, region: string) => Gap | undefined;
  /** Places whose rows of a kind are read another way: nothing is said of them here. */
  readonly elsewhere: (kind: string, region: string) => boolean;
  /** Whether rows of region `global` are handed over here, for kinds that are not known to have no region. */
  readonly ownsGlobal: () => Promise<boolean>;
  /** Joins in what other kinds tell. */
  readonly finish: (resource: Resource, item: ConfigItem) => Promise<Resource>;
  readonly cursor: string | undefined;
  readonly signal: AbortSignal;
}
