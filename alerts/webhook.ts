/**
 * A webhook of one's own: JSON by POST, signed, so that the receiver knows who sends it and that nobody changed it.
 * `Plumbline-Signature: t=<seconds since 1970>,v1=<hex>` is HMAC-SHA-256 of `<t>.<body>` with the shared secret.
 */
import { createHmac } from 'node:crypto';
import { accepted, ChannelError, exchange } from './exchange.ts';

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

const shortestSecret = 16;

const signatureOf = (secret: string, seconds: number, body: string): string =>
  `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;

/**
 * Resolves once the receiver has answered 2xx.
 *
 * @throws AddressError, ChannelError
 */
export const postWebhook = async (
  { url, secret, loopback = false, timeout = 10_000 }: WebhookOptions,
  message: WebhookMessage,
  now: Date,
): Promise<void> => {
  if (secret.length < shortestSecret) {
    throw new ChannelError(
      `the webhook's secret is shorter than ${shortestSecret} characters: make a longer one`,
      false,
    );
  }
  const body = JSON.stringify(message.body);
  const answer = await exchange('the webhook', {
    url,
    body,
    loopback,
    timeout,
    headers: {
      'plumbline-id': message.id,
      'plumbline-signature': signatureOf(secret, Math.floor(now.getTime() / 1000), body),
    },
  });
  accepted('the webhook', url, answer);
};
