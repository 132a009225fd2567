/** Sends what stands in an outbox and was not acknowledged yet: at the receiver's pace, again where that may help. */
import type { ScanReader } from '#model/scan.ts';
import { causeKey } from '#reports/facts/worst.ts';
import type { StoreDriver } from '#store/driver.ts';
import type { Channel, Parcel, SendContext } from './channel.ts';
import { ChannelError } from './exchange.ts';
import { channelMemory } from './memory.ts';
import type { Claim, Delivery } from './outbox.ts';
import { claimDelivery, isDone, isSent, markDone, markSent } from './outbox.ts';

export interface DeliverOptions {
  readonly store: StoreDriver;
  readonly reader: ScanReader;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly now: () => Date;
  /** Milliseconds. */
  readonly sleep: (time: number) => Promise<void>;
  /** Milliseconds until this process must have ended. */
  readonly timeLeft: () => number;
}

export interface Outcome {
  readonly delivery: Delivery;
  /** `before`: some earlier process had delivered it already. */
  readonly state: 'sent' | 'before' | 'failed';
  /** Why it failed. */
  readonly error?: unknown;
}

/** Kept of the time that is left, for writing down what came of a request. */
const margin = 3_000;
/** What one parcel may take: its requests, and waiting between them. */
const timeForOne = 20_000;
const firstWait = 1_000;
/** A longer wait is for the queue: a claim would run out meanwhile. */
const longestWait = 60_000;
const tries = 5;

/** Each delivery by itself: one that fails keeps none of the others. */
export const deliverAll = async (
  deliveries: readonly Delivery[],
  options: DeliverOptions,
): Promise<readonly Outcome[]> => {
  const outcomes: Outcome[] = [];
  for (const delivery of deliveries) {
    try {
      outcomes.push({ delivery, state: await deliver(delivery, options) });
    } catch (error) {
      outcomes.push({ delivery, state: 'failed', error });
    }
  }
  return outcomes;
};

const deliver = async (delivery: Delivery, options: DeliverOptions): Promise<'sent' | 'before'> => {
  const { store, reader, channels, now } = options;
  const { run } = reader.manifest;
  if (await isDone(store, run, delivery.id)) return 'before';
  const channel = channels.get(delivery.channel);
  if (channel === undefined) {
    throw new ChannelError(
      `the channel ${delivery.channel} is not in the configuration any more: put it back under alerts.channels, or the message is lost`,
      false,
    );
  }
  const claimed = await claimDelivery(store, run, delivery.id, now());
  try {
    await sendParcels(delivery, channel, claimed, options);
  } catch (error) {
    // It is over, and certainly: whoever tries next need not wait.
    await claimed.letGo();
    throw error;
  }
  await markDone(store, run, delivery.id, now());
  return 'sent';
};

const sendParcels = async (
  delivery: Delivery,
  channel: Channel,
  claimed: Claim,
  options: DeliverOptions,
): Promise<void> => {
  const { store, reader, now } = options;
  const { run, number } = reader.manifest;
  let sent = 0;
  for (const parcel of delivery.parcels) {
    if (await isSent(store, run, delivery.id, parcel.key)) continue;
    if (sent > 0) {
      await options.sleep(1_000 / channel.perSecond);
      if (options.timeLeft() < timeForOne) {
        throw new ChannelError(
          `the time is up after ${sent} of the message's parts; the next try sends the rest`,
          true,
        );
      }
      await claimed.renew(now());
    }
    const context: SendContext = {
      id: `${delivery.id}-${parcel.key}`,
      now: now(),
      scan: number,
      stillOpen: (causes) => openCauses(reader, causes),
      memory: channelMemory(store, reader.manifest.estate, channel.name),
      pause: () => options.sleep(1_000 / channel.perSecond),
    };
    await sendWithPatience(channel, parcel, context, claimed, options);
    sent += 1;
    await markSent(store, run, delivery.id, parcel.key, now());
  }
};

/** Waits as long as the receiver asks for, or twice as long each time; what does not fit in the time left is for the queue. */
const sendWithPatience = async (
  channel: Channel,
  parcel: Parcel,
  context: SendContext,
  claimed: Claim,
  { sleep, timeLeft, now }: DeliverOptions,
): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await channel.send(parcel, { ...context, now: now() });
      return;
    } catch (error) {
      if (!(error instanceof ChannelError) || !error.again || attempt >= tries) throw error;
      const wait = error.retryAfter ?? firstWait * 2 ** (attempt - 1);
      if (wait > longestWait || wait + margin > timeLeft()) throw error;
      await sleep(wait);
      await claimed.renew(now());
    }
  }
};

const openCauses = async (reader: ScanReader, causes: readonly string[]): Promise<ReadonlySet<string>> => {
  const open = new Set<string>();
  if (causes.length === 0) return open;
  const wanted = new Set(causes);
  for await (const finding of reader.findings()) {
    if (finding.state === 'resolved') continue;
    const cause = causeKey(finding);
    if (wanted.has(cause)) open.add(cause);
  }
  return open;
};
