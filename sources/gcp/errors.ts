/** Sorts what a call to Google Cloud can end in, once. Anything else is a bug or an abort, and is thrown on. */
import type { CoverageState } from '#model/coverage.ts';
import type { Unread, UnreadReason } from '#model/reading.ts';
import { unread } from '#model/reading.ts';
import { cleanMessage } from '#sources/clean-message.ts';
import { MalformedAnswer, NoAnswer } from '#sources/failure.ts';
import { FederationError } from '#sources/federation/federation-error.ts';
import type { Permission } from './operations.ts';

export interface Failure {
  readonly reason: UnreadReason;
  /** The permission that would have let the call through. */
  readonly permission: Permission;
  /** gRPC status and the service's own reason, e.g. `PERMISSION_DENIED IAM_PERMISSION_DENIED`. */
  readonly code: string;
  /** One line without secrets; hostile text. What a cloud says is cut at 300 characters. */
  readonly message: string;
  /** Trying again may help. */
  readonly transient: boolean;
}

/** A request that can't be right, or one that is not on the list: our own fault, never coverage. */
export class GcpSourceBug extends Error {
  override readonly name = 'GcpSourceBug';
}

/** The file of credentials is not there, is no JSON, or holds none. */
class UnusableCredentials extends Error {
  override readonly name = 'UnusableCredentials';
}

/**
 * Of what came while credentials were looked for, before any call: Google's library has a sentence of its own for most
 * ways in which a file can be wrong, and trips over the others. What another sorting knows stays what it is.
 */
export const asCredentialsError = (error: unknown): unknown => {
  if (!(error instanceof Error) || error instanceof FederationError) return error;
  if (typeof (error as { code?: unknown }).code === 'number' || isNetwork(error)) return error;
  // The parser of JSON quotes what it read, which may be the key itself.
  const message = isOwnSentence(error)
    ? error.message.split(' ENOENT:')[0]
    : 'the file of credentials holds none that can be used';
  return new UnusableCredentials(message, { cause: error });
};

const isOwnSentence = (error: Error): boolean => error.constructor === Error;

/** https://grpc.github.io/grpc/core/md_doc_statuscodes.html */
const statusNames: Readonly<Record<number, string>> = {
  1: 'CANCELLED',
  2: 'UNKNOWN',
  3: 'INVALID_ARGUMENT',
  4: 'DEADLINE_EXCEEDED',
  5: 'NOT_FOUND',
  7: 'PERMISSION_DENIED',
  8: 'RESOURCE_EXHAUSTED',
  9: 'FAILED_PRECONDITION',
  10: 'ABORTED',
  11: 'OUT_OF_RANGE',
  12: 'UNIMPLEMENTED',
  13: 'INTERNAL',
  14: 'UNAVAILABLE',
  15: 'DATA_LOSS',
  16: 'UNAUTHENTICATED',
};

/** There is nothing to ask Google with. */
export const noCredentials = 'NO_CREDENTIALS';

/** The exchange of an identity failed; the message says by itself how that is mended. */
export const federationCode = 'FEDERATION';

/** The API is not switched on in the quota project: no role mends that. */
const isDisabled = (reason: string, message: string): boolean =>
  reason === 'SERVICE_DISABLED' || /has not been used in project|API .{0,80}is disabled/i.test(message);

/** Refused by a perimeter of VPC Service Controls, which stands above every role. */
const isPerimeter = (reason: string, message: string): boolean =>
  reason === 'SECURITY_POLICY_VIOLATED' || /VPC Service Controls|organization's policy/i.test(message);

/** @throws the error itself when it is an abort or a bug. */
export const sortError = (error: unknown, permission: Permission): Failure => {
  if (!(error instanceof Error) || error instanceof GcpSourceBug) throw error;
  // gRPC puts the status before the service's own words.
  const message = cleanMessage(error.message.replace(/^\d+ [A-Z_]+: /, ''));
  const reason = textOf(error, 'reason');
  const failure = (sorted: UnreadReason, code: string, transient = false, words = message): Failure => ({
    reason: sorted,
    permission,
    code: reason === '' ? code : `${code} ${reason}`,
    message: words,
    transient,
  });
  if (error instanceof FederationError) {
    return failure('unavailable', federationCode, error.transient, error.message);
  }
  if (error instanceof UnusableCredentials) return failure('unavailable', noCredentials);
  if (error instanceof NoAnswer) return failure('unavailable', 'DEADLINE_EXCEEDED', true);
  if (error instanceof MalformedAnswer) return failure('malformed', 'MALFORMED');
  const status = (error as { code?: unknown }).code;
  const code = typeof status === 'number' ? (statusNames[status] ?? String(status)) : '';
  switch (code) {
    case 'PERMISSION_DENIED':
      if (isDisabled(reason, error.message)) {
        return failure(
          'not-recorded',
          code,
          false,
          'the Cloud Asset API is not enabled in the quota project: gcloud services enable cloudasset.googleapis.com',
        );
      }
      return failure(isPerimeter(reason, error.message) ? 'denied-by-guardrail' : 'denied', code);
    case 'RESOURCE_EXHAUSTED':
      return failure('throttled', code, true);
    case 'UNAVAILABLE':
    case 'DEADLINE_EXCEEDED':
    case 'ABORTED':
      return failure('unavailable', code, true);
    case 'INTERNAL':
      // Raised by the client itself for bytes that are no message of this type.
      if (
        /parsing|unserializ|deserializ|invalid wire type|index out of range|out of bounds/i.test(
          error.message,
        )
      )
        return failure('malformed', code);
      return failure('unavailable', code, true);
    case 'INVALID_ARGUMENT':
      // A token lives 72 hours; what came before it was read.
      return failure(/page.?token|continuation/i.test(error.message) ? 'truncated' : 'unsupported', code);
    case 'UNIMPLEMENTED':
      return failure('unsupported', code);
    case 'UNAUTHENTICATED':
      return failure('unavailable', code, false, `the credentials are not valid here: ${message}`);
    case 'UNKNOWN':
    case 'CANCELLED':
    case 'NOT_FOUND':
    case 'FAILED_PRECONDITION':
    case 'OUT_OF_RANGE':
    case 'DATA_LOSS':
      return failure('unavailable', code);
    default:
      if (isCredentials(error)) return failure('unavailable', noCredentials);
      if (isNetwork(error)) return failure('unavailable', textOf(error, 'code'), true);
      if (/invalid wire type|index out of range|parsing/i.test(error.message))
        return failure('malformed', 'MALFORMED');
      throw error;
  }
};

const textOf = (error: Error, name: string): string => {
  const value = (error as unknown as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : '';
};

/** Nothing to ask Google with, or a token that its token service refuses. */
const isCredentials = (error: Error): boolean =>
  /default credentials|credential|invalid_grant|invalid_rapt|Unable to detect a Project Id|private_key/i.test(
    error.message,
  );

const isNetwork = (error: Error): boolean =>
  /^(?:ECONN|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|EPIPE|EPROTO|CERT_|UNABLE_TO_VERIFY|SELF_SIGNED|ERR_TLS)/.test(
    textOf(error, 'code'),
  );

export const unreadOf = ({ reason, permission, code, message }: Failure): Unread =>
  unread(reason, permission, `${permission}: ${message === '' ? code : message}`);

/** The fields of a coverage row that tell of a failure. */
export const coverageOf = (failure: Failure): { state: CoverageState; missing: string; detail: string } => ({
  state: failure.reason,
  missing: failure.permission,
  detail: unreadOf(failure).detail ?? failure.code,
});
