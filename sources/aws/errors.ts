/**
 * Sorts what a call to AWS can end in, once. Whatever is not an answer of AWS or of the network is a bug or an
 * abort, and is thrown on.
 */
import type { CallFailure, FailureType } from '#sources/failure.ts';
import { MalformedAnswer, NoAnswer } from '#sources/failure.ts';
import { certificateCode, networkCodes, systemCode } from '#sources/system-errors.ts';
import { cleanMessage } from '../clean-message.ts';

export interface Failure extends CallFailure {
  /** Refused by the policy of the one resource that was asked about: the next one may not be. */
  readonly byResource?: true;
  /** The session's credentials ran out: assuming the role anew may help. */
  readonly expired: boolean;
}

/** A call that this product may not make, or a request that can't be right: our own fault, never coverage. */
export class AwsSourceBug extends Error {
  override readonly name = 'AwsSourceBug';
}

const absent = new Set([
  'NoSuchEntity',
  'NoSuchEntityException',
  'NoSuchConfigurationRecorderException',
  'NoSuchConfigurationAggregatorException',
  'AWSOrganizationsNotInUseException',
  'ReportNotPresent',
  'CredentialReportNotPresentException',
  // KMS, EKS; SNS names the same in two ways.
  'NotFoundException',
  'NotFound',
  // Lambda, DynamoDB, EKS, Secrets Manager.
  'ResourceNotFoundException',
  'RepositoryNotFoundException',
  'RepositoryPolicyNotFoundException',
  'RegistryPolicyNotFoundException',
  'LifecyclePolicyNotFoundException',
  'QueueDoesNotExist',
  'AWS.SimpleQueueService.NonExistentQueue',
  'DBSnapshotNotFound',
  'DBSnapshotNotFoundFault',
  'FileSystemNotFound',
  'PolicyNotFound',
  'NoSuchBucket',
  'LoadBalancerNotFound',
  // As the SDK calls the same.
  'LoadBalancerNotFoundException',
  'TrailNotFoundException',
  'WAFNonexistentItemException',
]);

const denied = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
  'UnauthorizedException',
  'UnauthorizedAccess',
  'NotAuthorized',
  'NotAuthorizedException',
  'OrganizationAccessDeniedException',
  'ForbiddenException',
  'AuthorizationError',
  'AuthorizationErrorException',
  // Security Hub, which says by its message whether it is off or may not be asked.
  'InvalidAccessException',
]);

/** Each service spells it in its own way: `KMSAccessDeniedException`, `AccessDeniedFault`, `Client.UnauthorizedOperation`. */
const deniedName = /AccessDenied|Unauthori[sz]ed|NotAuthori[sz]ed|AccessForbidden/;

/** Codes that AWS services throttle with; SDKs retry the same ones. */
const throttled = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestThrottled',
  'RequestThrottledException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'BandwidthLimitExceeded',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'SlowDown',
  'Throttled',
  'TooManyRequests',
  // Of Security Hub: "account or throttling limits", and reading meets no other.
  'LimitExceededException',
]);

const gone = new Set([
  'InvalidNextTokenException',
  'InvalidNextToken',
  'ExpiredNextTokenException',
  'ExpiredNextToken',
  'InvalidMarker',
  'InvalidMarkerException',
  'InvalidPaginationTokenException',
  'PaginationTokenExpiredException',
  'ReportExpired',
  'CredentialReportExpiredException',
]);

const unsupported = new Set([
  'UnsupportedOperation',
  'UnsupportedOperationException',
  'UnknownOperationException',
  'InvalidAction',
  'OptInRequired',
  // STS in a region that is switched off for it.
  'RegionDisabledException',
  'InvalidExpressionException',
  // Cloud Control: of a type that it can't list, or does not have here.
  'UnsupportedActionException',
  'TypeNotFoundException',
]);

const expired = new Set(['ExpiredToken', 'ExpiredTokenException', 'RequestExpired']);

/** A region that does not accept our credentials is unread, not clean: no permission of anybody's mends that. */
const rejectedCredentials = new Set([
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'AuthFailure',
  'InvalidAccessKeyId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'NotSignedUp',
]);

/** Whoever asks is not let in at all, whatever is asked: keys that are wrong or ran out. */
export const isRejected = ({ code }: Pick<Failure, 'code'>): boolean =>
  expired.has(code) || rejectedCredentials.has(code);

const network = new Set([...networkCodes, 'UND_ERR_SOCKET']);

/** Texts of access-denied messages, IAM User Guide "Troubleshoot access denied error messages". */
const guardRail = /(?:service|resource) control polic(?:y|ies)/i;
const byResource = /resource-based polic(?:y|ies)/i;

/** @throws the error itself when it is an abort or a bug. */
export const sortError = (error: unknown, action: string): Failure => {
  if (!(error instanceof Error)) throw error;
  const code = codeOf(error);
  const message = cleanMessage(error.message);
  const failure = (type: FailureType, more: Partial<Failure> = {}): Failure => ({
    type,
    guardRail: false,
    action,
    code,
    message,
    transient: false,
    expired: false,
    ...more,
  });

  if (error instanceof AwsSourceBug) throw error;
  if (error instanceof NoAnswer) return failure('unavailable', { transient: true });
  if (error instanceof MalformedAnswer) return failure('malformed');
  if (expired.has(code)) return failure('unavailable', { expired: true });
  if (rejectedCredentials.has(code)) {
    return failure('unavailable', { message: `the credentials are not valid here (${code})` });
  }
  if (absent.has(code)) return failure('absent');
  if (denied.has(code) || deniedName.test(code)) return refused(failure('denied'), error.message);
  const status = statusOf(error);
  if (throttled.has(code) || status === 429) return failure('throttled', { transient: true });
  if (gone.has(code)) return failure('gone');
  if (unsupported.has(code)) return failure('unsupported');
  if (isNetwork(error)) return failure('unavailable', { transient: true });
  if (isCertificate(error)) return failure('unavailable', { message: `TLS: ${message}` });
  // Before the next question, since every error that a service names carries its response as well.
  if (status !== undefined) {
    if (status >= 500) return failure('unavailable', { transient: true });
    if (status === 403) return refused(failure('denied'), error.message);
    return failure('unavailable');
  }
  // The SDK could not parse the body; it leaves the response on the error.
  if (isUnparsable(error)) return failure('malformed');
  throw error;
};

const refused = (failure: Failure, message: string): Failure => {
  const principal = /^User: (arn:[\w.:/+=,@-]{1,200}) is not authorized/.exec(message)?.[1];
  return {
    ...failure,
    guardRail: guardRail.test(message),
    ...(byResource.test(message) ? { byResource: true } : {}),
    ...(principal === undefined ? {} : { principal }),
  };
};

const codeOf = (error: Error): string => {
  const code: unknown = (error as { Code?: unknown }).Code;
  // SDK errors carry the service's code as their name.
  if (typeof code === 'string' && error.name === 'Error') return code;
  return error.name;
};

const metadataOf = (error: Error): { httpStatusCode?: unknown } | undefined => {
  const metadata = (error as { $metadata?: unknown }).$metadata;
  return typeof metadata === 'object' && metadata !== null ? metadata : undefined;
};

const statusOf = (error: Error): number | undefined => {
  const status = metadataOf(error)?.httpStatusCode;
  return typeof status === 'number' && status >= 300 ? status : undefined;
};

/** Codes of the system, of a proxy's tunnel, and of what is no HTTP at all. */
const isNetwork = (error: Error): boolean => {
  const code = systemCode(error);
  return (
    network.has(code) ||
    /^(?:ERR_PROXY|ERR_SOCKET|ERR_STREAM_PREMATURE|HPE_)/.test(code) ||
    error.name === 'TimeoutError' ||
    error.message.includes('socket hang up')
  );
};

const isCertificate = (error: Error): boolean => certificateCode.test(systemCode(error));

const isUnparsable = (error: Error): boolean =>
  '$response' in error ||
  '$responseBodyText' in error ||
  (error instanceof SyntaxError && metadataOf(error) !== undefined);
