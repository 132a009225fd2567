/** The contract between a cloud's source and the rest: a plan of shards, and a stream out of each. */
import type { TrustBoundary } from './analyses.ts';
import type { CoverageRow } from './coverage.ts';
import type { Provider, Resource } from './resource.ts';

/** Kind → the parts that the enabled checks read: a source makes no call that nothing needs. */
export type Needs = ReadonlyMap<string, ReadonlySet<string>>;

/** Small enough for one function run, and resumable from its last checkpoint. */
export interface Shard {
  /** Deterministic, so that today's name is yesterday's: `aws/111122223333/eu-west-1/config-0`. */
  readonly name: string;
  readonly provider: Provider;
  readonly account: string;
  readonly region: string;
  /** Every kind that this shard is to list; what it does not reach is unknown under this name. */
  readonly kinds: readonly string[];
  /** `kind|region` of which another shard tells, where this one is of several regions. */
  readonly elsewhere?: readonly string[];
}

export type SourceEvent =
  | { readonly type: 'resource'; readonly resource: Resource }
  | { readonly type: 'coverage'; readonly row: CoverageRow }
  /** Everything before it has been handed over; `cursor` resumes after it. */
  | { readonly type: 'checkpoint'; readonly cursor: string };

export interface SourcePlan {
  readonly shards: readonly Shard[];
  /** What is known before reading: accounts that can't be entered, regions that don't exist, kinds not recorded. */
  readonly coverage: readonly CoverageRow[];
  readonly trust: TrustBoundary;
  /** Account id → its name; hostile text. */
  readonly accountNames: ReadonlyMap<string, string>;
  /** The caller, as the cloud names it. */
  readonly identity: string;
  /** Sentences for a person, most important first, e.g. that AWS Config records nothing in a region. */
  readonly notices: readonly string[];
}

export interface ReadOptions {
  readonly signal: AbortSignal;
  /** From the last `checkpoint` of an interrupted run. */
  readonly cursor?: string;
  /** What the plan was asked, for a process that did not make it; without either, every part counts as needed. */
  readonly needs?: Needs;
}

export interface Source {
  readonly provider: Provider;
  plan(needs: Needs, signal: AbortSignal): Promise<SourcePlan>;
  /** Expected cloud failures come as coverage; only bugs and aborts throw. */
  read(shard: Shard, options: ReadOptions): AsyncIterable<SourceEvent>;
  /** So far, for progress and the manifest. */
  usage(): SourceUsage;
}

export interface SourceUsage {
  readonly calls: number;
  readonly throttled: number;
  /** Action → calls, e.g. `config:SelectResourceConfig` → 12. */
  readonly byAction: ReadonlyMap<string, number>;
}
