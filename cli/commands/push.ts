/** `plumbline push`: hands the team's files to the scans that run on a schedule, as one bundle. */
import { relative } from 'node:path';
import { Command } from 'commander';
import { allChecks } from '#checks/index.ts';
import { makeBundle, openBundle, refuseLocal, writeBundle } from '#config/bundle.ts';
import { cloudsOf } from '#config/clouds.ts';
import { scanSettingsOf } from '#config/scan-settings.ts';
import { UsageError } from '#config/usage-error.ts';
import { version } from '#config/version.ts';
import type { Origin } from '#model/scan.ts';
import { fileOrigin } from '#pipeline/origin.ts';
import { plural } from '#reports/text/numbers.ts';
import { bundleTexts } from '../bundle-texts.ts';
import type { Context } from '../context.ts';
import { globalFlags, newScreen } from '../context.ts';
import { exceptionsOrigin, readExceptions } from '../exceptions-file.ts';
import { loadSettings } from '../settings.ts';
import { openStore } from '../store.ts';

export const pushCommand = (context: Context): Command =>
  new Command('push')
    .summary('hand the configuration to the scheduled scans')
    .description(
      'Checks plumbline.yaml and the exceptions, and puts them into the store as one bundle, which the scheduled scans read from then on. Each scan names the bundle and its commit.',
    )
    .action(async (_flags: unknown, command: Command) => {
      const { io } = context;
      const flags = globalFlags(command);
      const settings = await loadSettings(io, flags);
      const { loaded, exceptionsFile } = settings;
      const { file } = loaded;
      if (file === undefined) {
        throw new UsageError(
          `there is no plumbline.yaml in ${io.cwd}, and nothing else that a scheduled scan could be told: write one, or name it with --config`,
        );
      }
      const exceptions = await readExceptions(io, settings, exceptionsFile);
      const bundle = makeBundle(bundleTexts(settings, exceptions.bytes, loaded.folder));
      const { configuration } = openBundle(bundle, allChecks, io.now());
      const shown = relative(io.cwd, file) || file;
      refuseLocal(configuration, shown);
      // What a scan would refuse is refused here.
      const { checks } = scanSettingsOf(configuration, allChecks);
      cloudsOf(configuration, loaded.folder);
      const store = await openStore(settings);
      const origins = {
        configuration: await fileOrigin(file, loaded.bytes),
        exceptions: await exceptionsOrigin(exceptionsFile, exceptions.bytes),
      };
      const pointer = await writeBundle(store, bundle, {
        ...origins,
        pushedAt: io.now().toISOString(),
        plumbline: version,
      });
      const screen = newScreen(io, flags);
      const dirty = dirtyFiles(origins, shown, configuration.exceptions.file);
      await io.stdout.write(
        [
          `Pushed ${screen.name(shown)} to ${screen.name(store.location)}: ${plural(checks.length, 'check')}, ${plural(exceptions.set.entries.length, 'exception')}.`,
          `Bundle  ${pointer.hash.slice(0, 12)}, ${commitText(origins.configuration)}`,
          ...dirty.map((line) => screen.wrap(line).join('\n')),
          'The next scheduled scan reads it; one that is under way goes on with the one that it began with.',
          '',
        ].join('\n'),
      );
    });

const commitText = ({ commit }: Origin): string =>
  commit === 'none' ? 'of no commit' : `commit ${commit.slice(0, 12)}`;

const dirtyFiles = (
  { configuration, exceptions }: Readonly<Record<'configuration' | 'exceptions', Origin>>,
  name: string,
  exceptionsName: string,
): readonly string[] => {
  const dirty = [...(configuration.dirty ? [name] : []), ...(exceptions.dirty ? [exceptionsName] : [])];
  if (dirty.length === 0) return [];
  const differ = dirty.length === 1 ? 'differs' : 'differ';
  return [
    `Dirty   ${dirty.join(' and ')} ${differ} from that commit, and every scan will say so: commit, and push again.`,
  ];
};
