/** A message that says only that messages arrive. */
import type { Channel, Memory, Message } from './channel.ts';
import { estateId } from './memory.ts';

const noMemory: Memory = {
  keys: () => Promise.resolve([]),
  read: () => Promise.resolve(undefined),
  write: () => Promise.resolve(),
  forget: () => Promise.resolve(),
};

export const testMessage = (estate: string, at: Date): Message => {
  const headline = `Plumbline can reach this channel: a test, for the estate ${estate}`.slice(0, 150);
  return {
    id: `test-${at.getTime()}`,
    scan: 0,
    run: 'test',
    estate,
    estateId: estateId(estate),
    at: at.toISOString(),
    headline,
    coverage: [],
    notes: ['Nothing was found and nothing has changed. Messages about scans will look like this one.'],
    facts: [],
    items: [],
    also: '',
    commands: [],
    links: [],
    small: 'test message',
    text: `${headline}. Nothing was found and nothing has changed.`,
    severity: undefined,
    causes: [],
    moreCauses: 0,
    counts: { 'coverage-lost': 0 },
  };
};

/** @throws ChannelError, AddressError, SecretError */
export const testChannel = (channel: Channel, estate: string, now: Date): Promise<void> =>
  sendByItself(channel, testMessage(estate, now), now);

/** Sends a message that belongs to no scan's outbox. Nothing is closed by it, and nothing is remembered of it. */
export const sendByItself = async (channel: Channel, message: Message, now: Date): Promise<void> => {
  for (const parcel of channel.parcels(message)) {
    await channel.send(parcel, {
      id: `${message.id}-${parcel.key}`,
      now,
      scan: message.scan,
      stillOpen: (causes) => Promise.resolve(new Set(causes)),
      memory: noMemory,
      pause: () => Promise.resolve(),
    });
  }
};
