/** Findings that a team accepts for a time: the entries of the file that lies in its Git. */
import { hash } from 'node:crypto';

/** One entry of the file, as validated. */
export interface Exception {
  /** Check id, today's or an earlier one. */
  readonly check: string;
  /** Pattern on the resource id; `*` stands for any characters. */
  readonly resource: string;
  readonly owner: string;
  readonly reason: string;
  readonly approvedBy: string;
  readonly ticket?: string;
  /** `YYYY-MM-DD`; in force up to the end of that day in the configured zone. */
  readonly until: string;
  /** Of the judged parts when it was approved; written by `plumbline except`. */
  readonly fingerprint?: string;
}

export interface ExceptionRules {
  /** An exception may not end later than this many days from today. */
  readonly longestDays: number;
  /** An exception that matches more findings than this hides none. */
  readonly broadest: number;
  /** IANA name of the zone whose days count. */
  readonly zone: string;
}

export interface ExceptionSet {
  readonly entries: readonly Exception[];
  readonly rules: ExceptionRules;
}

/** Days before its end in which an exception is said to end soon. */
export const soon = 14;

/**
 * What was approved: a longer time, another reason or another owner is another approval, which then stands for the
 * resource as it is. The fingerprint is not part of it: it says for what the approval was given.
 */
export const approvalOf = (entry: Exception): string =>
  hash(
    'sha256',
    JSON.stringify([
      entry.check,
      entry.resource,
      entry.owner,
      entry.reason,
      entry.approvedBy,
      entry.ticket ?? '',
      entry.until,
    ]),
    'hex',
  ).slice(0, 16);
