/** What a call to AWS or Azure ended in, and how that shows. Google Cloud names its failures by gRPC's statuses. */
import type { CoverageState } from '#model/coverage.ts';
import type { Unread, UnreadReason } from '#model/reading.ts';
import { unread } from '#model/reading.ts';

export type FailureType =
  /** The service says that there is none. */
  | 'absent'
  | 'denied'
  | 'throttled'
  /** It was there before: a page token that ran out, a report that expired. */
  | 'gone'
  | 'malformed'
  | 'unavailable'
  /** Not offered there: by this region or partition, or in this version of the API. */
  | 'unsupported';

export interface CallFailure {
  readonly type: FailureType;
  /** Refused by a rule above the account (SCP, RCP, deny assignment, policy): no role of the reader's mends it. */
  readonly guardRail: boolean;
  /** What permits the call: an IAM action, an operation of an Azure role. */
  readonly action: string;
  /** As the service names it, e.g. `AccessDeniedException`. */
  readonly code: string;
  /** One line without secrets and ids of requests; hostile text. What a cloud says is cut at 300 characters. */
  readonly message: string;
  /** The refused caller, where the service names it: an ARN, an object id. */
  readonly principal?: string;
  /** Trying again may help. */
  readonly transient: boolean;
}

/** No answer within the time given to one try. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** An answer that is not what the API's description says. */
export class MalformedAnswer extends Error {
  override readonly name = 'MalformedAnswer';
}

/** How a failed read shows in coverage and on parts. `absent` has no such state: it is for the caller to say. */
const reasonOf = ({ type, guardRail }: CallFailure): UnreadReason => {
  switch (type) {
    case 'denied':
      return guardRail ? 'denied-by-guardrail' : 'denied';
    case 'gone':
      return 'truncated';
    case 'absent':
      return 'unavailable';
    case 'throttled':
    case 'malformed':
    case 'unavailable':
    case 'unsupported':
      return type;
  }
};

const detailOf = ({ action, code, message }: CallFailure): string =>
  `${action}: ${message === '' ? code : message}`;

export const unreadOf = (failure: CallFailure): Unread =>
  unread(reasonOf(failure), failure.action, detailOf(failure));

/** Why something is not there to judge: the fields of a coverage row that tell of it. */
export interface Gap {
  readonly state: CoverageState;
  readonly missing?: string;
  readonly principal?: string;
  readonly detail?: string;
}

export const coverageOf = (failure: CallFailure): Gap & { readonly detail: string } => ({
  state: reasonOf(failure),
  missing: failure.action,
  ...(failure.principal === undefined ? {} : { principal: failure.principal }),
  detail: detailOf(failure),
});
