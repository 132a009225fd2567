/** The generic webhook as a channel: the message as JSON, signed. Receivers drop a second copy by `Plumbline-Id`. */
import type { Channel, Message, Parcel } from './channel.ts';
import type { HookOptions } from './hook.ts';
import { postWebhook } from './webhook.ts';

/** Of our own choosing: whatever reads JSON from the web takes a megabyte. */
const limits = { bytes: 1_000_000, headline: 150, text: 1_500, blocks: 20 } as const;

export const webhookChannel = (options: HookOptions): Channel => ({
  name: options.name,
  type: 'webhook',
  limits,
  perSecond: 10,
  dedupes: true,
  parcels: (message) => [webhookParcel(message)],
  send: async (parcel, { id, now }) =>
    postWebhook(
      {
        url: await options.secret('url'),
        secret: await options.secret('secret'),
        loopback: options.loopback,
      },
      { id, body: parcel.body },
      now,
    ),
});

export const webhookParcel = (message: Message): Parcel => {
  const { facts, items, commands, links, small: _small, ...rest } = message;
  return { key: 'message', body: { type: 'scan.changed', ...rest, facts, items, commands, links } };
};
