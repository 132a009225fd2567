/** What a scan is asked to do, what it tells while it does it, and what it leaves. */
import type { AttestationSet } from '#engine/attestations/attestation.ts';
import type { ExceptionSet } from '#engine/exceptions/exception.ts';
import type { ExpectedUnknown } from '#engine/expected-unknowns.ts';
import type { Check } from '#model/check.ts';
import type { Provider } from '#model/resource.ts';
import type { Manifest, ScanReader, Scope } from '#model/scan.ts';
import type { Source } from '#model/source.ts';
import type { StoreDriver } from '#store/driver.ts';
import type { Owner } from './unfinished-runs.ts';

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
  /** Kept with the scan as they stand then; left out for none. */
  readonly attestations?: AttestationSet;
  readonly expectedUnknowns: readonly ExpectedUnknown[];
  /** Tags kept with a finding, since owners are found by them. */
  readonly ownerTags: readonly string[];
  /** Account id → name, over what the clouds say. */
  readonly accountNames?: Readonly<Record<string, string>>;
  readonly origins: Pick<Manifest, 'configuration' | 'exceptions' | 'attestations'>;
  /** Content hash of the files that the origins speak of, as one. */
  readonly bundle?: string;
  /** Of Plumbline. */
  readonly version: string;
  readonly now: () => Date;
  /** Shards read at the same time. */
  readonly concurrency: number;
  readonly signal?: AbortSignal;
  /** Sentences for the manifest, before those of the sources. */
  readonly notices?: readonly string[];
  readonly onProgress?: (event: ScanProgress) => void;
  /**
   * Goes on with the newest run of this estate that was killed, from its finished shards and checkpoints. `runScan`
   * rejects with a ResumeError where there is none, or where it was asked otherwise.
   */
  readonly resume?: boolean;
  /** Keeps what was read when the signal aborts, for a scan that resumes it. */
  readonly keepWhenStopped?: boolean;
  /** What else has to be the same for a scan to be resumed: name → hash. */
  readonly asked?: Readonly<Record<string, string>>;
  /** This process, and whether another of this host runs; left out, no other is taken for alive. */
  readonly owner?: Owner;
  readonly isRunning?: (pid: number) => boolean;
  /** Checkpoints of a shard after which what it read is written; 20 when left out. */
  readonly checkpointsPerFile?: number;
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
      readonly shards: number;
      readonly notices: readonly string[];
    }
  /** `resumed`: of the run that this scan goes on with, what was read of the shard is used. */
  | { readonly type: 'shard-started'; readonly shard: string; readonly resumed?: boolean }
  /** At most once in 250 resources of a shard; `resources` of it are read. */
  | { readonly type: 'reading'; readonly shard: string; readonly resources: number }
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
