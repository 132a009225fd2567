/**
 * The check contract. What a check did not declare it can't touch: `evaluate` is handed the parts in `reads`
 * as plain values (the engine has answered `unknown` by itself when one was not read), the parts in `mayRead`
 * as {@link Reading}s, and the analyses in `uses`. See docs/writing-checks.md for how to write one.
 */
import type { Analyses, AnalysisName } from './analyses.ts';
import type { Kind, PartName, ResourceMap } from './kinds.ts';
import type { Reading } from './reading.ts';
import type { Identity, Provider } from './resource.ts';
import { providers } from './resource.ts';
import type { Severity } from './severity.ts';
import type { Verdict } from './verdict.ts';
import { undecidable } from './verdict.ts';

export type Question =
  | 'iam'
  | 'network'
  | 'drift'
  | 'data'
  | 'logging'
  | 'workload'
  | 'image'
  | 'cluster'
  | 'operations'
  | 'detection';

export const questions = [
  'iam',
  'network',
  'drift',
  'data',
  'logging',
  'workload',
  'image',
  'cluster',
  'operations',
  'detection',
] as const satisfies readonly Question[];

/** Framework id → the controls of it that this check decides or helps to decide. */
export type Controls = Readonly<Partial<Record<FrameworkId, readonly string[]>>>;

/** `practice` is the built-in `infrastructure-practice` framework. */
export type FrameworkId = 'practice' | 'cis-aws-3.0' | 'cis-aws-5.0' | 'cis-azure-3.0' | 'cis-gcp-3.0';

export type Input<K extends Kind, R extends PartName<K>, M extends PartName<K>, U extends AnalysisName> = {
  readonly [P in R]: ResourceMap[K][P];
} & { readonly [P in M]: Reading<ResourceMap[K][P]> } & Pick<Analyses, U>;

/** What a reader of a report meets; all of it is also the check's page in the docs. */
export interface CheckMetadata {
  /** The path under `checks/` with dots: `<question>.<cloud>.<what-is-good>`. Never changes its meaning. */
  readonly id: string;
  /** Earlier ids: exceptions and finding ids made with them go on working. */
  readonly aliases?: readonly string[];
  /** The good condition, read right for pass and fail: "Security group keeps administration ports off the internet". */
  readonly title: string;
  /** The bad fact about one resource, ≤ 70 characters with `{name}` in it: "{name} opens administration ports to the internet". */
  readonly finding: string;
  /** One sentence: what somebody gains. */
  readonly consequence: string;
  readonly severity: Severity;
  readonly controls: Controls;
  /** The smallest change that mends it, then how to verify. */
  readonly remediation: string;
  /** Links to the documents that the rule comes from. */
  readonly sources: readonly string[];
}

export interface CheckSpec<
  K extends Kind,
  R extends PartName<K>,
  M extends PartName<K>,
  U extends AnalysisName,
> extends CheckMetadata {
  readonly on: K | readonly K[];
  /** Parts without which nothing can be said. */
  readonly reads?: readonly R[];
  /** Parts that the check can sometimes do without; a part stands in one list only. */
  readonly mayRead?: readonly M[] & ([R & M] extends [never] ? unknown : never);
  readonly uses?: readonly U[];
  /** Pure: no I/O, no clock (count ages to `resource.observedAt`), no change to what it is handed. */
  readonly evaluate: (parts: Input<K, R, M, U>, resource: Identity<K>) => Verdict<M>;
}

/** A check with its types erased, so that checks of all kinds fit one list. */
export interface Check extends CheckMetadata {
  readonly on: readonly Kind[];
  readonly reads: readonly string[];
  readonly mayRead: readonly string[];
  readonly uses: readonly AnalysisName[];
  /**
   * Set where the answer comes out of a comparison of two scans: `evaluate` is never asked then, and what is compared
   * is what the other checks look at.
   */
  readonly compares?: 'baseline';
  /** Erased both ways: any `Pass<M>` is a `Pass<never>`, and nothing can be handed over by mistake. */
  readonly evaluate: (parts: never, resource: never) => Verdict;
}

export const defineCheck = <
  K extends Kind,
  R extends PartName<K> = never,
  M extends PartName<K> = never,
  U extends AnalysisName = never,
>(
  spec: CheckSpec<K, R, M, U>,
): Check => ({
  ...spec,
  on: typeof spec.on === 'string' ? [spec.on] : spec.on,
  reads: spec.reads ?? [],
  mayRead: spec.mayRead ?? [],
  uses: spec.uses ?? [],
});

/** A check that no single resource can answer. */
export const defineComparison = (
  spec: CheckMetadata & { readonly on: readonly Kind[]; readonly compares: 'baseline' },
): Check => ({
  ...spec,
  reads: [],
  mayRead: [],
  uses: [],
  evaluate: () => undecidable('it is answered by comparing scans'),
});

export const questionOf = (checkId: string): Question => checkId.slice(0, checkId.indexOf('.')) as Question;

/** Undefined for a check that asks in every cloud. */
export const cloudOf = (checkId: string): Provider | undefined => {
  const second = checkId.split('.')[1];
  return providers.find((provider) => provider === second);
};
