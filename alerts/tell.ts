/** From a committed scan to what was acknowledged: the steps that the command and the function share. */

import type { Channel, Message } from './channel.ts';
import type { ComposeOptions } from './compose.ts';
import { compose, messageId } from './compose.ts';
import type { DeliverOptions, Outcome } from './deliver.ts';
import { deliverAll } from './deliver.ts';
import { ChannelError } from './exchange.ts';
import type { ScanToTell, Told } from './gather.ts';
import { gatherChanges } from './gather.ts';
import type { Delivery } from './outbox.ts';
import { readOutbox, writeOutbox } from './outbox.ts';
import type { Routing } from './routes.ts';

export interface TellOptions extends ScanToTell, Pick<ComposeOptions, 'command' | 'report'> {
  readonly routing: Routing;
  readonly channels: ReadonlyMap<string, Channel>;
}

export interface Prepared {
  readonly delivery: Delivery;
  readonly message: Message;
}

/** What would be sent. Nothing is written and nothing is sent. */
export const prepare = async (options: TellOptions) => {
  const gathered = await gatherChanges(options, options.routing);
  const prepared = gathered.told.map((told): Prepared => prepareOne(told, options, gathered.shortId));
  return { prepared, gathered };
};

const prepareOne = (told: Told, options: TellOptions, shortId: (id: string) => string): Prepared => {
  const { channel: name, owner } = told.destination;
  const channel = options.channels.get(name);
  if (channel === undefined) {
    throw new ChannelError(`a route names the channel ${name}, which is not under alerts.channels`, false);
  }
  const message = compose(told, {
    manifest: options.reader.manifest,
    checks: options.checks,
    routing: options.routing,
    shortId,
    command: options.command,
    ...(options.report === undefined ? {} : { report: options.report }),
  });
  return {
    message,
    delivery: {
      id: message.id,
      channel: name,
      type: channel.type,
      owner,
      text: message.text,
      parcels: channel.parcels(message),
    },
  };
};

/** The outbox is made once for each scan; whatever is configured later, what stands in it is sent. */
export const tellScan = async (
  options: TellOptions,
  sending: Omit<DeliverOptions, 'reader' | 'channels'>,
): Promise<readonly Outcome[]> => {
  const { run, number } = options.reader.manifest;
  const { store } = sending;
  const deliveries = (await readOutbox(store, run)) ?? (await fillOutbox(options, sending, number));
  return deliverAll(deliveries, { ...sending, reader: options.reader, channels: options.channels });
};

const fillOutbox = async (
  options: TellOptions,
  { store }: Pick<DeliverOptions, 'store'>,
  scan: number,
): Promise<readonly Delivery[]> => {
  const { prepared, gathered } = await prepare(options);
  const { run } = options.reader.manifest;
  return writeOutbox(
    store,
    { run, scan },
    prepared.map(({ delivery }) => delivery),
    gathered.transitions((destination) => messageId(run, { destination })),
  );
};
