/**
 * A webhook of one's own: JSON by POST, signed, so that the receiver knows who sends it and that nobody changed it.
 * `Plumbline-Signature: t=<seconds since 1970>,v1=<hex>` is HMAC-SHA-256 of `<t>.<body>` with the shared secret.
 */
import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { checkedAddress, publicLookup } from './address.ts';

export interface WebhookOptions {
  readonly url: string;
  readonly secret: string;
  /** Permits this machine as receiver, without TLS. */
  readonly loopback?: boolean;
  /** Milliseconds for the whole exchange. */
  readonly timeout?: number;
}

export interface WebhookMessage {
  /** The same for each try: a receiver that has it already may drop it. */
  readonly id: string;
  readonly body: unknown;
}

/** Not delivered; the message names the host and what came of it, never the rest of the address and never the secret. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';
}

const shortestSecret = 16;

export const signatureOf = (secret: string, seconds: number, body: string): string =>
  `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;

/**
 * Resolves once the receiver has answered 2xx. Follows no redirect: what it is sent to is what was configured.
 *
 * @throws AddressError, WebhookError
 */
export const postWebhook = async (
  { url, secret, loopback = false, timeout = 10_000 }: WebhookOptions,
  message: WebhookMessage,
  now: Date,
): Promise<void> => {
  if (secret.length < shortestSecret) {
    throw new WebhookError(
      `the webhook's secret is shorter than ${shortestSecret} characters: make a longer one`,
    );
  }
  const address = checkedAddress(url, loopback);
  const body = JSON.stringify(message.body);
  const send = address.protocol === 'https:' ? httpsRequest : httpRequest;
  const where = `the webhook at ${address.hostname}`;
  const status = await new Promise<number>((resolve, reject) => {
    const fail = (error: Error): void => {
      // What the receiver is called in the system's error may be the whole address.
      reject(
        error.name === 'AddressError'
          ? error
          : new WebhookError(`${where} can't be reached (${codeOf(error)})`),
      );
    };
    const post = send(
      address,
      {
        method: 'POST',
        lookup: publicLookup(loopback),
        signal: AbortSignal.timeout(timeout),
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'plumbline',
          'plumbline-id': message.id,
          'plumbline-signature': signatureOf(secret, Math.floor(now.getTime() / 1000), body),
        },
      },
      (response) => {
        // Nothing that it says is of use, and it may say much.
        response.destroy();
        resolve(response.statusCode ?? 0);
      },
    );
    post.on('error', fail);
    post.end(body);
  });
  if (status >= 200 && status < 300) return;
  const why = status >= 300 && status < 400 ? ', a redirect, which is not followed' : '';
  throw new WebhookError(`${where} answered ${status}${why}`);
};

const codeOf = (error: Error): string => {
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'no answer in time';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
};
