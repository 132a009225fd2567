/**
 * Sorts what a call to Azure can end in, once. Whatever is not an answer of Azure or of the network is a bug or an
 * abort, and is thrown on.
 */
import { cleanMessage } from '#sources/clean-message.ts';
import type { CallFailure, FailureType } from '#sources/failure.ts';
import { MalformedAnswer, NoAnswer } from '#sources/failure.ts';
import { FederationError } from '#sources/federation/federation-error.ts';
import { certificateCode, networkCodes, systemCode } from '#sources/system-errors.ts';

export interface Failure extends CallFailure {
  /** Milliseconds that the service asks for before the next try. */
  readonly wait?: number;
}

/** A request that this product may not make: our own fault, never coverage. */
export class AzureSourceBug extends Error {
  override readonly name = 'AzureSourceBug';
}

/** There is nothing to sign in with; the message names what was tried. */
export class NoCredential extends Error {
  override readonly name = 'NoCredential';
}

/** What counts of a REST error; its class belongs to the SDK. */
interface RestLike extends Error {
  readonly statusCode?: unknown;
  readonly code?: unknown;
  readonly details?: unknown;
  readonly response?: {
    readonly headers?: { get(name: string): string | undefined };
    readonly bodyAsText?: string | null;
  };
}

const absent = new Set([
  'ResourceNotFound',
  'ResourceGroupNotFound',
  'NotFound',
  'ParentResourceNotFound',
  // The subscription never used the provider, so it has none of its resources.
  'MissingSubscriptionRegistration',
  'InvalidResourceNamespace',
]);

const guardRails = new Set([
  'DenyAssignmentAuthorizationFailed',
  'RequestDisallowedByPolicy',
  'DisallowedByPolicy',
]);

const unsupported = new Set([
  'NoRegisteredProviderFound',
  'InvalidApiVersionParameter',
  'UnsupportedApiVersion',
]);

const network = new Set([...networkCodes, 'REQUEST_SEND_ERROR']);

/** @throws the error itself when it is an abort or a bug. */
export const sortError = (error: unknown, action: string): Failure => {
  if (!(error instanceof Error) || error instanceof AzureSourceBug) throw error;
  const rest = error as RestLike;
  const told = bodyOf(rest);
  const code = told?.code ?? (typeof rest.code === 'string' ? rest.code : error.name);
  const message = cleanMessage(told?.message ?? error.message);
  const failure = (type: FailureType, more: Partial<Failure> = {}): Failure => ({
    type,
    guardRail: false,
    action,
    code,
    message,
    transient: false,
    ...more,
  });
  if (error instanceof NoAnswer) return failure('unavailable', { transient: true });
  if (error instanceof FederationError) {
    const { message: whole, transient } = error;
    return failure('unavailable', { code: 'NoCredential', message: whole, transient });
  }
  if (error instanceof MalformedAnswer || error instanceof SyntaxError) return failure('malformed');
  if (certificateCode.test(`${systemCode(error)} ${code}`)) {
    return failure('unavailable', { message: `TLS: ${message}` });
  }
  const status = typeof rest.statusCode === 'number' ? rest.statusCode : undefined;
  if (status !== undefined && status >= 300) return sortStatus(status, rest, code, failure);
  if (code === 'PARSE_ERROR' || /^(?:Body Property|Couldn't paginate)/.test(error.message))
    return failure('malformed');
  if (
    network.has(systemCode(error)) ||
    network.has(code) ||
    /socket hang up|aborted|terminated/.test(error.message)
  ) {
    return failure('unavailable', { transient: true });
  }
  if (error instanceof NoCredential || /Credential|Authentication/.test(error.name)) {
    return failure('unavailable', { code: 'NoCredential' });
  }
  // The SDK takes a field for what it is not, and says so with an error of the language.
  if (error instanceof TypeError || error instanceof RangeError) return failure('malformed');
  throw error;
};

const sortStatus = (
  status: number,
  error: RestLike,
  code: string,
  failure: (type: FailureType, more?: Partial<Failure>) => Failure,
): Failure => {
  const wait = waitOf(error);
  const waiting = wait === undefined ? {} : { wait };
  if (status === 429 || code === 'RateLimiting') return failure('throttled', { transient: true, ...waiting });
  if (status === 401)
    return failure('unavailable', { message: `the credential is not valid here (${code})` });
  if (status === 403) {
    const principal = /object id '([0-9a-f-]{36})'/i.exec(error.message)?.[1];
    return failure('denied', {
      guardRail: guardRails.has(code),
      ...(principal === undefined ? {} : { principal }),
    });
  }
  if (unsupported.has(code)) return failure('unsupported');
  if ((status === 404 || status === 409) && absent.has(code)) return failure('absent');
  if (status >= 500 || status === 408) return failure('unavailable', { transient: true, ...waiting });
  return failure('unavailable');
};

/** Code and message as the service wrote them: the SDK keeps the body as text. */
const bodyOf = (error: RestLike): { readonly code?: string; readonly message?: string } | undefined => {
  const text = error.response?.bodyAsText;
  if (typeof text !== 'string' || text.length > 1_000_000) return undefined;
  try {
    const body = JSON.parse(text) as { error?: { code?: unknown; message?: unknown } } | null;
    const { code, message } = body?.error ?? {};
    return {
      ...(typeof code === 'string' ? { code } : {}),
      ...(typeof message === 'string' ? { message } : {}),
    };
  } catch (problem) {
    // A gateway's page in the place of an answer; its status has been read.
    if (problem instanceof SyntaxError) return undefined;
    throw problem;
  }
};

/** `Retry-After` in seconds, or the quota's own `hh:mm:ss`. */
const waitOf = (error: RestLike): number | undefined => {
  const headers = error.response?.headers;
  const after = headers?.get('retry-after');
  if (after !== undefined && /^\d{1,6}$/.test(after)) return Number(after) * 1000;
  return quotaWait(headers?.get('x-ms-user-quota-resets-after'));
};

/** Milliseconds of `hh:mm:ss`. */
export const quotaWait = (text: string | undefined): number | undefined => {
  const found = /^(\d{1,2}):(\d{2}):(\d{2})(?:\.\d+)?$/.exec(text ?? '');
  if (found === null) return undefined;
  const [hours = 0, minutes = 0, seconds = 0] = found.slice(1).map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
};
