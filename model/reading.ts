/**
 * A part of a resource that may fail to be read.
 *
 * "It is not there" is a value (`none`, `[]`); "it could not be read" is not. `sources/` sorts one from the
 * other once, so that nothing downstream can mistake a refused call for an empty answer.
 */

/** Why a part is not there to judge. */
export type UnreadReason =
  /** The cloud refused: a permission is missing, and {@link Unread.missing} names it. */
  | 'denied'
  /** The cloud refused by a rule above the account (SCP, RCP): no policy of the reader's own can mend it. */
  | 'denied-by-guardrail'
  /** Still throttled after the whole retry budget. */
  | 'throttled'
  /** The inventory service does not record this kind, account or region. */
  | 'not-recorded'
  /** The inventory holds it, but stopped following it. */
  | 'stale'
  /** The answer was cut off: some of it was read. */
  | 'truncated'
  /** The answer could not be parsed. */
  | 'malformed'
  /** The service does not offer this here (region, partition, encoding). */
  | 'unsupported'
  /** The call failed otherwise: 5xx, reset, timed out. */
  | 'unavailable';

export const unreadReasons = [
  'denied',
  'denied-by-guardrail',
  'throttled',
  'not-recorded',
  'stale',
  'truncated',
  'malformed',
  'unsupported',
  'unavailable',
] as const satisfies readonly UnreadReason[];

export interface Known<T> {
  readonly known: true;
  readonly value: T;
}

export interface Unread {
  readonly known: false;
  readonly reason: UnreadReason;
  /** The cloud's own name of the call or permission that would have read it, e.g. `iam:GetAccountSummary`. */
  readonly missing?: string;
  /** One sentence for a person; never a secret, never a whole response. */
  readonly detail?: string;
}

export type Reading<T> = Known<T> | Unread;

export const known = <T>(value: T): Known<T> => ({ known: true, value });

export const unread = (reason: UnreadReason, missing?: string, detail?: string): Unread => ({
  known: false,
  reason,
  ...(missing === undefined ? {} : { missing }),
  ...(detail === undefined ? {} : { detail }),
});

/** Applies `transform` to a known value; an unread part stays unread, with its reason. */
export const mapReading = <T, U>(reading: Reading<T>, transform: (value: T) => U): Reading<U> =>
  reading.known ? known(transform(reading.value)) : reading;
