/** `plumbline scans`: what the store holds. */
import { Command, Option } from 'commander';
import type { Manifest } from '#model/scan.ts';
import { expireScans } from '#pipeline/expire.ts';
import { listScans } from '#pipeline/read-scan.ts';
import { sweepRuns } from '#pipeline/sweep.ts';
import type { Screen } from '#reports/console/screen.ts';
import { wholeLedger } from '#reports/facts/ledger.ts';
import { columns } from '#reports/text/clean.ts';
import { count, plural, utcMinute } from '#reports/text/numbers.ts';
import type { StoreDriver } from '#store/driver.ts';
import type { Context } from '../context.ts';
import { commandPrefix, globalFlags, newScreen } from '../context.ts';
import { loadSettings } from '../settings.ts';
import { openStore } from '../store.ts';

export const scansCommand = (context: Context): Command =>
  new Command('scans')
    .summary('list the scans that are kept')
    .description('Lists the scans in the store, the newest first.')
    .addOption(
      new Option('--sweep', 'delete what scans left that were killed more than a day ago').conflicts(
        'expire',
      ),
    )
    .option('--expire', 'delete scans that are older than store.keepDays of the configuration')
    .action(async (options: { readonly sweep?: boolean; readonly expire?: boolean }, command: Command) => {
      const { io } = context;
      const flags = globalFlags(command);
      const settings = await loadSettings(io, flags);
      const store = await openStore(settings);
      if (options.expire === true) {
        await io.stdout.write(await expired(store, settings.configuration.store.keepDays, io.now()));
        return;
      }
      if (options.sweep === true) {
        const { runs, files, left } = await sweepRuns(store, io.now());
        const younger =
          left.length === 0
            ? ''
            : ` Left as ${left.length === 1 ? 'it is' : 'they are'}: ${plural(left.length, 'unfinished scan')} of the last day, for scan --resume.`;
        await io.stdout.write(
          `Deleted ${plural(files, 'file')} of ${plural(runs.length, 'unfinished scan')} in ${store.location}.${younger}\n`,
        );
        return;
      }
      const { manifests, problems } = await listScans(store);
      const screen = newScreen(io, flags);
      for (const { number, error } of problems) {
        await io.stderr.write(`Scan ${number} can't be read: ${screen.name(error.message)}\n`);
      }
      if (manifests.length === 0) {
        const first = screen.colors.blue(`${commandPrefix(io, flags)} scan`);
        await io.stdout.write(`No scan is in ${store.location} yet: ${first}\n`);
        return;
      }
      const longest = Math.max(
        'estate'.length,
        ...manifests.map(({ estate }) => columns(screen.name(estate))),
      );
      const widths = [6, 22, Math.min(longestEstate, longest) + 2, 12, 10, 8, 9] as const;
      const line = (cells: readonly string[]): string =>
        cells
          .map((cell, index) =>
            index > 3 ? screen.right(cell, widths[index] ?? 10) : screen.left(cell, widths[index] ?? 10),
          )
          .join('')
          .trimEnd();
      await io.stdout.write(
        [
          line(['scan', 'finished', 'estate', 'state', 'critical', 'high', 'unknown']),
          ...manifests.map((manifest) => line(cellsOf(manifest, screen))),
          '',
        ].join('\n'),
      );
    });

const longestEstate = 14;

const expired = async (store: StoreDriver, days: number, now: Date): Promise<string> => {
  const { scans, files, kept } = await expireScans({ store, now, days });
  const [first, last] = [scans[0], scans.at(-1)];
  const which = first === undefined || first === last ? '' : `, ${first} to ${String(last)}`;
  const needed = kept.length === 0 ? '' : ` The last of its estate, and kept: ${kept.join(', ')}.`;
  return `Deleted ${plural(scans.length, 'scan')}${which} (${plural(files, 'file')}) older than ${plural(days, 'day')} in ${store.location}.${needed}\n`;
};

const cellsOf = (manifest: Manifest, screen: Screen): readonly string[] => {
  const { openBySeverity, unknown, applicable, judged } = wholeLedger(manifest);
  const found = (value: number): string => (applicable > 0 && judged === 0 ? '?' : count(value));
  return [
    String(manifest.number),
    utcMinute(manifest.finishedAt),
    screen.cutName(manifest.estate, longestEstate),
    manifest.complete ? 'complete' : 'incomplete',
    found(openBySeverity.critical),
    found(openBySeverity.high),
    count(unknown),
  ];
};
