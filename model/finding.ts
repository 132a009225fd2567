/** What a scan keeps of a fail, and what becomes of it from scan to scan. */
import { hash } from 'node:crypto';
import type { Drift } from './drift.ts';
import type { ResourceKey } from './resource.ts';
import { canonicalId, compareResourceKeys, compareText } from './resource.ts';
import type { Severity } from './severity.ts';
import type { Evidence, Unknown } from './verdict.ts';

/** One fail, as it stands in a shard's file: nothing in it changes by itself from run to run. */
export interface FailRow extends ResourceKey {
  readonly check: string;
  readonly name: string;
  readonly severity: Severity;
  readonly evidence: readonly Evidence[];
  /** Fingerprint of the parts that the check may look at: an exception is void when it changes. */
  readonly fingerprint: string;
  /** Tags that owners are found by; hostile text. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Of the drift question only: what changed, from what, and what that did. Its evidence says the same in short. */
  readonly drift?: Drift;
}

/** Why a group of questions has no answer: one row per place, part and reason, not one per check and resource. */
export interface UnknownRow {
  /** Ids of the checks; each asks each of the {@link UnknownRow.resources}. */
  readonly checks: readonly string[];
  readonly provider: ResourceKey['provider'];
  readonly account: string;
  readonly region: string;
  readonly kind: string;
  /** The part that was not read; `*` when the resources themselves could not be listed. */
  readonly part: string;
  readonly reason: Unknown['reason'];
  readonly missing?: string;
  readonly detail?: string;
  /** Ids of the resources; `*` stands for those that could not be listed, however many they are. */
  readonly resources: readonly string[];
}

/**
 * `new`: no scan before had it. `open`: it stood before. `worse`: more severe, or more evidence, than before.
 * `reopened`: it was resolved once. `resolved`: this scan looked and found it good, or the complete listing no
 * longer holds the resource. A scan that did not look leaves the state of a finding `open` and says so.
 */
export type LifecycleState = 'new' | 'open' | 'worse' | 'reopened' | 'resolved';

/** One line of a scan's ledger, sorted by {@link compareFindings}. */
export interface Finding extends FailRow {
  /** {@link findingId}; the first six to ten characters are what people type. `id` stays the resource's own. */
  readonly finding: string;
  readonly state: LifecycleState;
  /** As the rules of the configuration name it when a scan is read (`withOwners`); never stored. Hostile text. */
  readonly owner?: string;
  /** Scan number in which it was first seen, and when (ISO 8601 UTC). */
  readonly firstScan: number;
  readonly firstSeen: string;
  /** The last scan that could judge it; smaller than this scan's when it was not looked at now. */
  readonly judgedScan: number;
  /** Set while an exception hides it; `void`, `expired` ones do not. */
  readonly exception?: { readonly owner: string; readonly until: string; readonly reason: string };
  /**
   * What the exception that was last in force on it stood for: hash of its entry, fingerprint of the parts when it
   * was first hidden by it. While the entry stays the same, another fingerprint makes the exception void.
   */
  readonly accepted?: { readonly exception: string; readonly fingerprint: string };
  /** For `resolved`: the scan that resolved it. Kept so that a return is `reopened`, not `new`. */
  readonly resolvedScan?: number;
  /** For `worse`: the severity before. */
  readonly before?: Severity;
  /**
   * The scan in which a change of its check, and none of the resource, made, worsened or ended it: what today's check
   * says of what the scan before had seen is what it says now. Such a finding is `open` or `resolved`, never `new`.
   */
  readonly byVersion?: number;
}

export interface FindingKey extends ResourceKey {
  readonly check: string;
}

export const compareFindings = (a: FindingKey, b: FindingKey): number =>
  compareText(a.check, b.check) || compareResourceKeys(a, b);

/**
 * Stable hash of check and resource, never of text, order or run: 32 hexadecimal digits. `check` is the id that
 * the finding was first made with, so a renamed check keeps its findings.
 */
export const findingId = (key: FindingKey): string =>
  hash(
    'sha256',
    JSON.stringify([
      key.check,
      key.provider,
      key.account,
      key.region,
      key.kind,
      canonicalId(key.provider, key.id),
    ]),
    'hex',
  ).slice(0, 32);
