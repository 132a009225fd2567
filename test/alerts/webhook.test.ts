import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { postWebhook } from '#alerts/webhook.ts';
import type { Receiver } from '#test/support/webhook-receiver.ts';
import { startReceiver } from '#test/support/webhook-receiver.ts';

const secret = 'a secret of twenty-six letters';
const now = new Date('2026-11-25T06:00:00Z');
const message = { id: '20261125T060000Z-1a2b3c4d', body: { scan: 7 } };

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const post = (over: Partial<Parameters<typeof postWebhook>[0]> = {}): Promise<void> =>
  postWebhook({ url: receiver.url, secret, loopback: true, ...over }, message, now);

describe('a webhook', () => {
  it('gets the message with a signature that the secret alone makes', async () => {
    await post();
    const [one, ...others] = receiver.received;
    expect(others).toEqual([]);
    expect(JSON.parse(one?.body ?? '')).toEqual({ scan: 7 });
    expect(one?.headers['plumbline-id']).toBe(message.id);
    const expected = createHmac('sha256', secret).update(`1795586400.${one?.body}`).digest('hex');
    expect(one?.headers['plumbline-signature']).toBe(`t=1795586400,v1=${expected}`);
  });

  it('that redirects is not followed', async () => {
    const elsewhere = await startReceiver();
    receiver.answer = { status: 307, headers: { location: elsewhere.url } };
    await expect(post()).rejects.toThrow('answered 307, a redirect, which is not followed');
    expect(elsewhere.received).toEqual([]);
    await elsewhere.close();
  });

  it.each([400, 404, 500, 503])('that answers %i has not got it', async (status) => {
    receiver.answer = { status };
    await expect(post()).rejects.toThrow(`the webhook at 127.0.0.1 answered ${status}`);
  });

  it('that says nothing is given up in time', async () => {
    receiver.answer = 'silence';
    await expect(post({ timeout: 50 })).rejects.toThrow('no answer in time');
  });

  it('whose name leads to this machine is refused where that is not permitted, before anything is sent', async () => {
    const { port } = new URL(receiver.url);
    await expect(post({ url: `https://localhost:${port}/`, loopback: false })).rejects.toThrow(
      /localhost is at (127\.0\.0\.1|::1), which is no address of the public internet/,
    );
    expect(receiver.received).toEqual([]);
  });

  it('is not sent to with a secret that can be guessed', async () => {
    await expect(post({ secret: 'short' })).rejects.toThrow('shorter than 16 characters');
    expect(receiver.received).toEqual([]);
  });

  it('names neither secret nor address in any of its errors', async () => {
    const said: string[] = [];
    const failing = [
      () => post({ url: receiver.url.replace('http:', 'https:'), timeout: 500 }),
      () => post({ url: 'http://127.0.0.1:1/in-the-address' }),
      () => post({ url: 'https://nowhere.invalid/in-the-address', loopback: false }),
      () => post({ secret: 'short' }),
    ];
    for (const attempt of failing) {
      await attempt().catch((error: unknown) => {
        const { message: words, stack, cause } = error as Error;
        said.push(`${words} ${stack} ${String(cause)}`);
      });
    }
    expect(said).toHaveLength(failing.length);
    for (const words of said) {
      expect(words).not.toContain('in-the-address');
      expect(words).not.toContain(secret);
    }
  });
});
