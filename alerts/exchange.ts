/**
 * One request to a receiver of alerts, and how its answer is sorted: delivered, to be tried again, or refused. What the
 * receiver says may repeat a secret, so none of it comes into an error but short words that a channel knows.
 */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { checkedAddress, publicLookup } from './address.ts';

export interface Exchange {
  readonly url: string;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON text; nothing is sent when left out. */
  readonly body?: string;
  /** Permits this machine as receiver, without TLS. */
  readonly loopback?: boolean;
  /** Milliseconds for the whole exchange. */
  readonly timeout?: number;
}

export interface Answer {
  readonly status: number;
  /** At most {@link longestAnswer} bytes of it. */
  readonly body: string;
  /** Milliseconds that the receiver wants to be left alone. */
  readonly retryAfter?: number;
}

/** Not delivered; the message names the channel, the host and what came of it, never the rest of an address and never a secret. */
export class ChannelError extends Error {
  override readonly name = 'ChannelError';
  /** False where the receiver has refused what it was sent: the same would be refused again. */
  readonly again: boolean;
  /** Milliseconds. */
  readonly retryAfter: number | undefined;
  constructor(message: string, again: boolean, retryAfter?: number) {
    super(message);
    this.again = again;
    this.retryAfter = retryAfter;
  }
}

const longestAnswer = 1_048_576;

/**
 * Resolves to whatever was answered. Follows no redirect: what it is sent to is what was configured.
 *
 * @param who the receiver, for errors: `the webhook`.
 * @throws AddressError, ChannelError
 */
export const exchange = async (who: string, wanted: Exchange): Promise<Answer> => {
  const { url, method = 'POST', headers = {}, body, loopback = false, timeout = 10_000 } = wanted;
  const address = checkedAddress(url, loopback);
  const send = address.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      // What the receiver is called in the system's error may be the whole address.
      reject(
        error.name === 'AddressError'
          ? error
          : new ChannelError(`${who} at ${address.hostname} can't be reached (${codeOf(error)})`, true),
      );
    };
    const request = send(
      address,
      {
        method,
        lookup: publicLookup(loopback),
        signal: AbortSignal.timeout(timeout),
        headers: {
          ...(body === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
          'user-agent': 'plumbline',
          ...headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size <= longestAnswer) chunks.push(chunk);
          else response.destroy();
        });
        response.on('error', fail);
        response.on('close', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks).toString('utf8'),
            ...retryAfterOf(response.headers['retry-after'], response.headers.date),
          }),
        );
      },
    );
    request.on('error', fail);
    request.end(body);
  });
};

/** Seconds, or a date (RFC 9110, 10.2.3), which is counted from the receiver's own clock. */
export const retryAfterOf = (
  header: string | undefined,
  date: string | undefined,
): Pick<Answer, 'retryAfter'> => {
  const text = header?.trim() ?? '';
  if (/^\d+$/u.test(text)) return { retryAfter: Number(text) * 1_000 };
  // A number that is none of seconds is no date either, whatever a lenient reader makes of it.
  const until = /^[A-Za-z]{3}/u.test(text) ? Date.parse(text) - Date.parse(date ?? '') : Number.NaN;
  return Number.isFinite(until) ? { retryAfter: Math.max(0, until) } : {};
};

/** @throws ChannelError unless the answer is a 2xx. */
export const accepted = (who: string, url: string, { status, retryAfter }: Answer): void => {
  if (status >= 200 && status < 300) return;
  const where = `${who} at ${URL.parse(url)?.hostname ?? 'its address'}`;
  const redirect = status >= 300 && status < 400 ? ', a redirect, which is not followed' : '';
  throw new ChannelError(`${where} answered ${status}${redirect}`, isAgain(status), retryAfter);
};

/** Too early, too much, or the receiver's own trouble. */
export const isAgain = (status: number): boolean =>
  status === 408 || status === 425 || status === 429 || status >= 500;

const codeOf = (error: Error): string => {
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'no answer in time';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
};
