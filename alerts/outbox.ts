/**
 * What is to be sent, written down before anything is; and what was acknowledged, written down after. A process that
 * dies in between leaves one parcel of which nobody knows: it is sent again, and a receiver that knows it by its key
 * shows it once. Deliveries stand under `scans/<run>/alerts/`; whoever makes one claims it for a time.
 */
import type { TransitionRow } from '#model/transition.ts';
import { writeRows } from '#store/blocks.ts';
import type { StoreDriver } from '#store/driver.ts';
import type { ChannelType, Parcel } from './channel.ts';

export interface Delivery {
  /** Id of its message; part of a key. */
  readonly id: string;
  readonly channel: string;
  readonly type: ChannelType;
  readonly owner: string;
  /** The message in plain text, for a person who asks what was sent. */
  readonly text: string;
  readonly parcels: readonly Parcel[];
}

interface Outbox {
  readonly format: 1;
  readonly run: string;
  readonly scan: number;
  readonly deliveries: readonly Delivery[];
}

/** What stands in the outbox can't be read, or a newer version wrote it. */
class OutboxError extends Error {
  override readonly name = 'OutboxError';
}

/** Another process has it in hand: whether it succeeds is not known yet. */
export class ClaimedError extends Error {
  override readonly name = 'ClaimedError';
}

export interface Claim {
  /** Holds it for as long again. */
  readonly renew: (now: Date) => Promise<void>;
  readonly letGo: () => Promise<void>;
}

/** Milliseconds after which whoever claimed a delivery is taken for dead. Longer than one parcel can take. */
const claimHolds = 120_000;

const folderOf = (run: string): string => `scans/${run}/alerts`;
const outboxKey = (run: string): string => `${folderOf(run)}/outbox`;
const bytesOf = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value)}\n`);

/** @throws OutboxError */
export const readOutbox = async (
  store: StoreDriver,
  run: string,
): Promise<readonly Delivery[] | undefined> => {
  const bytes = await store.read(outboxKey(run));
  if (bytes === undefined) return undefined;
  let outbox: Outbox;
  try {
    outbox = JSON.parse(Buffer.from(bytes).toString('utf8')) as Outbox;
  } catch (cause) {
    throw new OutboxError(`${outboxKey(run)} in ${store.location} is not JSON`, { cause });
  }
  if (outbox.format !== 1 || !Array.isArray(outbox.deliveries)) {
    throw new OutboxError(
      `${outboxKey(run)} in ${store.location} was written by another version of Plumbline`,
    );
  }
  return outbox.deliveries;
};

/** Of several that write it at once, the first counts; resolves to what stands there then. */
export const writeOutbox = async (
  store: StoreDriver,
  place: { readonly run: string; readonly scan: number },
  deliveries: readonly Delivery[],
  transitions: AsyncIterable<TransitionRow>,
): Promise<readonly Delivery[]> => {
  // First: whoever finds the outbox finds them too. The same for every writer.
  await writeRows(store, `${folderOf(place.run)}/transitions`, transitions);
  const outbox: Outbox = { format: 1, ...place, deliveries };
  if (await store.createIfAbsent(outboxKey(place.run), bytesOf(outbox))) return deliveries;
  return (await readOutbox(store, place.run)) ?? deliveries;
};

const sentKey = (run: string, id: string, parcel: string): string => `${folderOf(run)}/${id}/sent-${parcel}`;
const doneKey = (run: string, id: string): string => `${folderOf(run)}/${id}/done`;

export const isDone = async (store: StoreDriver, run: string, id: string): Promise<boolean> =>
  (await store.read(doneKey(run, id))) !== undefined;

export const markDone = (store: StoreDriver, run: string, id: string, now: Date): Promise<void> =>
  store.write(doneKey(run, id), bytesOf({ at: now.toISOString() }));

export const isSent = async (store: StoreDriver, run: string, id: string, parcel: string): Promise<boolean> =>
  (await store.read(sentKey(run, id, parcel))) !== undefined;

export const markSent = (
  store: StoreDriver,
  run: string,
  id: string,
  parcel: string,
  now: Date,
): Promise<void> => store.write(sentKey(run, id, parcel), bytesOf({ at: now.toISOString() }));

/**
 * Takes a delivery in hand for {@link claimHolds}.
 *
 * @param folder `scans/<run>/alerts`, or one below it.
 * @throws ClaimedError
 */
export const claim = async (store: StoreDriver, folder: string, now: Date): Promise<Claim> => {
  const prefix = `${folder}/claim-`;
  const numbers = (await store.list(prefix)).map((key) => Number(key.slice(prefix.length)));
  const last = Math.max(0, ...numbers);
  if (last > 0) {
    const claimed = Number(Buffer.from((await store.read(`${prefix}${last}`)) ?? []).toString('utf8'));
    if (now.getTime() - claimed < claimHolds) throw new ClaimedError('another process is delivering it');
  }
  const taken = await store.createIfAbsent(`${prefix}${last + 1}`, Buffer.from(String(now.getTime())));
  if (!taken) throw new ClaimedError('another process has just begun to deliver it');
  const hold = (time: number): Promise<void> =>
    store.write(`${prefix}${last + 1}`, Buffer.from(String(time)));
  return { renew: (at) => hold(at.getTime()), letGo: () => hold(0) };
};

export const claimDelivery = (store: StoreDriver, run: string, id: string, now: Date): Promise<Claim> =>
  claim(store, `${folderOf(run)}/${id}`, now);
