/** `plumbline alert`: tells the configured channels what a scan changed. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Command, Option } from 'commander';
import type { Channel, Message } from '#alerts/channel.ts';
import type { Outcome } from '#alerts/deliver.ts';
import { digestOf } from '#alerts/digest.ts';
import type { Prepared, TellOptions } from '#alerts/tell.ts';
import { prepare, tellScan } from '#alerts/tell.ts';
import { sendByItself, testChannel } from '#alerts/test-message.ts';
import { allChecks } from '#checks/index.ts';
import type { Alerts } from '#config/alerts.ts';
import { alertsOf, scanToTell } from '#config/alerts.ts';
import { UsageError } from '#config/usage-error.ts';
import type { ScanReader } from '#model/scan.ts';
import { earlierScans, openScan } from '#pipeline/read-scan.ts';
import type { Screen } from '#reports/console/screen.ts';
import { plural } from '#reports/text/numbers.ts';
import type { StoreDriver } from '#store/driver.ts';
import type { Context } from '../context.ts';
import { commandPrefix, globalFlags, newScreen } from '../context.ts';
import { exitCodes } from '../exit.ts';
import { loadSettings } from '../settings.ts';
import { openStore, scanNumber } from '../store.ts';

/** Milliseconds for one run; what is left then, the next one sends. */
const longestRun = 300_000;

interface AlertFlags {
  readonly dryRun?: boolean;
  readonly test?: string;
  readonly digest?: string;
}

export const alertCommand = (context: Context): Command =>
  new Command('alert')
    .summary('tell the configured channels what a scan changed')
    .description(
      'Tells the channels of the configuration what a scan changed, of the last one when none is named. What was acknowledged once is not sent again.',
    )
    .argument('[scan]', 'number of the scan')
    .option('--dry-run', 'print what would be sent, and send nothing')
    .addOption(
      new Option('--test <channel>', 'send a test message to one channel').conflicts(['dryRun', 'digest']),
    )
    .option('--digest <channel>', 'send how it stands and what changed in the last day, if anything did')
    .action(async (number: string | undefined, options: AlertFlags, command: Command) => {
      const { io } = context;
      const flags = globalFlags(command);
      const screen = newScreen(io, flags);
      const settings = await loadSettings(io, flags);
      const alerts = alertsOf(settings.configuration, io.env);
      if (alerts === undefined) {
        throw new UsageError(
          'no channel is configured: add alerts.channels and alerts.administrators to plumbline.yaml (docs/alerts.md)',
        );
      }
      if (number !== undefined && (options.test ?? options.digest) !== undefined) {
        throw new UsageError(
          `${options.test === undefined ? '--digest is of the last day' : '--test is of no scan'}: leave out ${number}`,
        );
      }
      if (options.test !== undefined) {
        await io.stdout.write(await sendTest(options.test, alerts, settings.configuration.estate, io.now));
        return;
      }
      const store = await openStore(settings);
      const estate = settings.configuration.estate;
      if (options.digest !== undefined) {
        const channel = channelNamed(options.digest, alerts);
        if (trackers.has(channel.type)) {
          throw new UsageError(
            `${channel.name} (${channel.type}) shows no digest: name a channel that shows messages`,
          );
        }
        const digest = await lastDay(alerts, await openScan(store, 'latest', estate), store, io.now());
        if (digest === undefined)
          await io.stdout.write('Nothing changed in the last day, so there is no digest.\n');
        else if (options.dryRun === true) {
          await io.stdout.write(messageText(`${channel.name} (${channel.type})`, digest, screen));
        } else {
          await sendByItself(channel, digest, io.now());
          await io.stdout.write(`The digest was taken by ${channel.name} (${channel.type}).\n`);
        }
        return;
      }
      const scan = await scanToTell(
        store,
        number === undefined ? 'latest' : scanNumber(number),
        allChecks,
        number === undefined ? estate : undefined,
      );
      const telling: TellOptions = { ...scan, ...alerts, command: commandPrefix(io, flags) };
      if (options.dryRun === true) {
        const { prepared } = await prepare(telling);
        await io.stdout.write(preparedText(prepared, scan.reader.manifest.number, screen));
        return;
      }
      const end = Date.now() + longestRun;
      const outcomes = await tellScan(telling, {
        store,
        now: io.now,
        sleep: (time) => sleep(time, undefined, { signal: io.signal }),
        timeLeft: () => end - Date.now(),
      });
      await io.stdout.write(outcomesText(outcomes, scan.reader.manifest.number, screen));
      if (outcomes.some(({ state }) => state === 'failed')) context.exit(exitCodes.untold);
    });

const channelNamed = (name: string, alerts: Alerts): Channel => {
  const channel = alerts.channels.get(name);
  if (channel !== undefined) return channel;
  throw new UsageError(
    `there is no channel ${JSON.stringify(name)}; there are: ${[...alerts.channels.keys()].join(', ')}`,
  );
};

/** They open and close things, and have no place for a message. */
const trackers: ReadonlySet<string> = new Set(['github', 'jira', 'pagerduty']);

const day = 24 * 60 * 60 * 1_000;
/** More scans than this in one day are not looked at. */
const mostScans = 200;

/** Undefined where nothing changed. */
const lastDay = async (
  alerts: Alerts,
  reader: ScanReader,
  store: StoreDriver,
  now: Date,
): Promise<Message | undefined> => {
  const { manifest } = reader;
  const all = [manifest, ...(await earlierScans(store, manifest, mostScans))];
  return await digestOf({
    reader,
    day: all.filter(({ finishedAt }) => now.getTime() - Date.parse(finishedAt) < day),
    owners: alerts.routing.owners,
  });
};

const sendTest = async (name: string, alerts: Alerts, estate: string, now: () => Date): Promise<string> => {
  const channel = channelNamed(name, alerts);
  await testChannel(channel, estate, now());
  return `A test message was taken by ${name} (${channel.type}).\n`;
};

const nothing = (scan: number): string => `Scan ${scan} changed nothing that any channel is to hear of.\n`;

const preparedText = (prepared: readonly Prepared[], scan: number, screen: Screen): string =>
  prepared.length === 0
    ? nothing(scan)
    : `${prepared
        .map(({ delivery, message }) => {
          const owner = delivery.owner === '' ? '' : `, owner ${screen.name(delivery.owner)}`;
          // A channel that opens and closes things is handed one for each.
          const each = delivery.parcels.length === 1 ? '' : `: ${plural(delivery.parcels.length, 'message')}`;
          return messageText(`${delivery.channel} (${delivery.type})${owner}${each}`, message, screen);
        })
        .join('\n')}`;

const messageText = (to: string, { text }: Pick<Message, 'text'>, screen: Screen): string =>
  [to, ...screen.wrap(screen.own(screen.name(text)), 2), ''].join('\n');

const outcomesText = (outcomes: readonly Outcome[], scan: number, screen: Screen): string =>
  outcomes.length === 0
    ? nothing(scan)
    : outcomes
        .map(({ delivery, state, error }) => {
          const to = `${delivery.channel}${delivery.owner === '' ? '' : `, owner ${screen.name(delivery.owner)}`}`;
          if (state === 'failed') {
            const why = error instanceof Error ? error.message : String(error);
            return `${to}: not told: ${screen.name(why)}\n`;
          }
          return `${to}: ${state === 'sent' ? 'told' : 'told before'}\n`;
        })
        .join('');
