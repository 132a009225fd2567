/** What a scan is asked to do, what it tells while it does it, and what it leaves. */
import type { ExceptionSet } from '#engine/exceptions/exception.ts';
import type { ExpectedUnknown } from '#engine/expected-unknowns.ts';
import type { Check } from '#model/check.ts';
import type { Provider } from '#model/resource.ts';
import type { Manifest, Origin, ScanReader, Scope } from '#model/scan.ts';
import type { Source } from '#model/source.ts';
import type { StoreDriver } from '#store/driver.ts';

export interface ScanOptions {
  readonly sources: readonly Source[];
  /** The checks to run, selected and by severity already. */
  readonly checks: readonly Check[];
  /** All checks there are, for the earlier ids of those that don't run now; {@link checks} when left out. */
  readonly catalogue?: readonly Check[];
  readonly store: StoreDriver;
  /** Scans of one estate are compared with each other; a store may hold several. */
  readonly estate: string;
  /** As asked; accounts and regions left empty are filled with those that the plan found. */
  readonly scope: Pick<Scope, 'accounts' | 'regions' | 'kinds' | 'severity'>;
  readonly exceptions: ExceptionSet;
  readonly expectedUnknowns: readonly ExpectedUnknown[];
  /** Tags kept with a finding, since owners are found by them. */
  readonly ownerTags: readonly string[];
  /** Account id → name, over what the clouds say. */
  readonly accountNames?: Readonly<Record<string, string>>;
  readonly origins: { readonly configuration: Origin; readonly exceptions: Origin };
  /** Of Plumbline. */
  readonly version: string;
  readonly now: () => Date;
  /** Shards read at the same time. */
  readonly concurrency: number;
  readonly signal?: AbortSignal;
  /** Sentences for the manifest, before those of the sources. */
  readonly notices?: readonly string[];
  readonly onProgress?: (event: ScanProgress) => void;
}

export interface ScanOutcome {
  readonly manifest: Manifest;
  readonly reader: ScanReader;
}

/** Totals so far; every event carries them. */
export interface ScanTotals {
  readonly shards: number;
  readonly shardsDone: number;
  readonly resources: number;
  readonly fails: number;
  readonly calls: number;
  readonly throttled: number;
}

export type ScanProgress = { readonly totals: ScanTotals } & (
  | { readonly type: 'started'; readonly run: string }
  | {
      readonly type: 'planned';
      readonly provider: Provider;
      readonly accounts: readonly string[];
      readonly regions: readonly string[];
      readonly notices: readonly string[];
    }
  | { readonly type: 'shard-started'; readonly shard: string }
  /** At most once in 250 resources of a shard. */
  | { readonly type: 'reading'; readonly shard: string }
  | {
      readonly type: 'shard-finished';
      readonly shard: string;
      readonly resources: number;
      readonly fails: number;
      /** Set where the read broke off: its kinds are unknown. */
      readonly failure?: string;
    }
  | { readonly type: 'comparing'; readonly with: number }
  /** Another scan took the number first; compared anew. */
  | { readonly type: 'overtaken'; readonly by: number }
  | { readonly type: 'notice'; readonly text: string }
  | { readonly type: 'committed'; readonly number: number }
);
