/** A call to AWS that sends: its own retries are off, since the outbox has them, and its words are not repeated. */
import { ChannelError } from './exchange.ts';

export interface AwsPlace {
  readonly region: string;
  /** Another server that speaks the service's protocol, as the tests have. */
  readonly endpoint?: string;
}

/** Refused for now (AWS SDK, "Error handling"; the services' common errors). */
const passing =
  /^(?:Throttling\w*|TooManyRequests\w*|Throttled\w*|RequestTimeout\w*|ServiceUnavailable\w*|Internal\w*|KMSThrottling\w*|LimitExceeded\w*|SendingPaused\w*)$/u;

/** @throws ChannelError */
export const awsCall = async <T>(who: string, action: string, call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    throw sorted(who, action, error);
  }
};

const sorted = (who: string, action: string, error: unknown): ChannelError => {
  const name = error instanceof Error ? error.name : 'no answer';
  const status = statusOf(error);
  const denied = /AccessDenied|AuthorizationError|NotAuthorized/u.test(name) ? `: it needs ${action}` : '';
  const again = status === undefined || status === 429 || status >= 500 || passing.test(name);
  return new ChannelError(`${who} was not taken by AWS (${name})${denied}`, again);
};

const statusOf = (error: unknown): number | undefined => {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined;
  const { $metadata } = error;
  if (typeof $metadata !== 'object' || $metadata === null || !('httpStatusCode' in $metadata))
    return undefined;
  return typeof $metadata.httpStatusCode === 'number' ? $metadata.httpStatusCode : undefined;
};
