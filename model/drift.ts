/**
 * Drift: something is not as it was expected to be. What was expected comes from a baseline, which is a scan that
 * somebody approved, or from a declaration; who did it is added where a record of calls names somebody.
 */
import type { Severity } from './severity.ts';

/** One attribute that is not as expected. Both values are as the cloud wrote them, without secrets: hostile text. */
export interface AttributeChange {
  /** Part and position, e.g. `ingress/tcp 22/peer/cidr`, `tags/team`; {@link wholeResource} for the resource itself. */
  readonly path: string;
  /** What was expected. Left out where nothing was. */
  readonly was?: string;
  /** What is there. Left out where nothing is. */
  readonly is?: string;
  /** ISO 8601 UTC: the change came after this moment, at which a scan saw what was expected. Set by the ledger. */
  readonly after?: string;
  /** ISO 8601 UTC: it was there at this moment, at which a scan saw it first. Set by the ledger. */
  readonly seen?: string;
}

/** The path of a change that is about the resource being there at all. */
export const wholeResource = 'resource';

/** Stands for a value that is a secret on one side or both: which is all that may be said of it. */
export const changedSecret = '‹secret, changed›';

/** Where the expectation comes from. */
export type Expectation =
  | {
      readonly from: 'baseline';
      /** Number of the baseline, and of the scan that it approved. */
      readonly baseline: number;
      readonly scan: number;
      /** ISO 8601 UTC, when that scan began to read. */
      readonly readAt: string;
    }
  | {
      readonly from: 'declared';
      /** File and address of the declaration, as its tool names them. */
      readonly source: string;
    };

/** Who changed it and with what, where a record says so. Both are the caller's own words: hostile text. */
export interface Author {
  readonly who: string;
  readonly tool?: string;
  /** ISO 8601 UTC. */
  readonly at?: string;
}

/** `added`: nothing was expected there; `removed`: the complete listing does not hold it any more. */
export type DriftType = 'changed' | 'added' | 'removed';

export interface Drift {
  readonly type: DriftType;
  readonly expected: Expectation;
  /** At least one, sorted by path. */
  readonly changes: readonly AttributeChange[];
  /** Checks that fail on what is there, and did not, or less, on what was expected; worst first. */
  readonly flips: readonly { readonly check: string; readonly severity: Severity }[];
  readonly by?: Author;
}

/** Id of the check that answers whether something is as the approved baseline has it. */
export const baselineCheckId = 'drift.baseline';
