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
import { frameworks } from '#reports/frameworks/index.ts';
import { plural } from '#reports/text/numbers.ts';
import { readAttestations } from '../attestations-file.ts';
import { bundleTexts } from '../bundle-texts.ts';
import type { Context } from '../context.ts';
import { globalFlags, newScreen } from '../context.ts';
import { readExceptions } from '../exceptions-file.ts';
import { loadSettings } from '../settings.ts';
import { openStore } from '../store.ts';
import { originOfFile } from '../team-file.ts';

export const pushCommand = (context: Context): Command =>
  new Command('push')
    .summary('hand the configuration to the scheduled scans')
    .description(
      'Checks plumbline.yaml, the exceptions and the attestations, and puts them into the store as one bundle, which the scheduled scans read from then on. Each scan names the bundle and its commit.',
    )
    .action(async (_flags: unknown, command: Command) => {
      const { io } = context;
      const flags = globalFlags(command);
      const settings = await loadSettings(io, flags);
      const { loaded, exceptionsFile, attestationsFile } = settings;
      const { file } = loaded;
      if (file === undefined) {
        throw new UsageError(
          `there is no plumbline.yaml in ${io.cwd}, and nothing else that a scheduled scan could be told: write one, or name it with --config`,
        );
      }
      const exceptions = await readExceptions(io, settings, exceptionsFile);
      const attestations = await readAttestations(io, settings);
      const bytes = { exceptions: exceptions.bytes, attestations: attestations.bytes };
      const bundle = makeBundle(bundleTexts(settings, bytes, loaded.folder));
      const { configuration } = openBundle(bundle, { checks: allChecks, frameworks }, io.now());
      const shown = relative(io.cwd, file) || file;
      refuseLocal(configuration, shown);
      // What a scan would refuse is refused here.
      const { checks } = scanSettingsOf(configuration, allChecks);
      cloudsOf(configuration, loaded.folder);
      const store = await openStore(settings);
      const origins = {
        configuration: await fileOrigin(file, loaded.bytes),
        exceptions: await originOfFile(exceptionsFile, bytes.exceptions),
        attestations: await originOfFile(attestationsFile, bytes.attestations),
      };
      const pointer = await writeBundle(store, bundle, {
        ...origins,
        pushedAt: io.now().toISOString(),
        plumbline: version,
      });
      const screen = newScreen(io, flags);
      const dirty = dirtyFiles([
        [shown, origins.configuration],
        [configuration.exceptions.file, origins.exceptions],
        [configuration.attestations.file, origins.attestations],
      ]);
      await io.stdout.write(
        [
          `Pushed ${screen.name(shown)} to ${screen.name(store.location)}: ${plural(checks.length, 'check')}, ${plural(exceptions.set.entries.length, 'exception')}, ${plural(attestations.set.entries.length, 'attestation')}.`,
          `Bundle  ${pointer.hash.slice(0, 12)}, ${commitText(origins.configuration)}`,
          ...dirty.map((line) => screen.wrap(line).join('\n')),
          ...screen.wrap(
            settings.configuration.store.driver === 'files'
              ? ofFolder
              : 'The next scheduled scan reads it; one that is under way goes on with the one that it began with.',
          ),
          '',
        ].join('\n'),
      );
    });

/** Whoever left `store` out of the file sees a push that went well, and a schedule that never scans. */
const ofFolder =
  'This store is a folder, which no function reads: for the scheduled service, set store.driver to s3 and store.bucket to its bucket (output StoreBucketName), and push again.';

const commitText = ({ commit }: Origin): string =>
  commit === 'none' ? 'of no commit' : `commit ${commit.slice(0, 12)}`;

const dirtyFiles = (files: readonly (readonly [name: string, origin: Origin])[]): readonly string[] => {
  const dirty = files.filter(([, origin]) => origin.dirty).map(([name]) => name);
  if (dirty.length === 0) return [];
  const differ = dirty.length === 1 ? 'differs' : 'differ';
  return [
    `Dirty   ${listed(dirty)} ${differ} from that commit, and every scan will say so: commit, and push again.`,
  ];
};

const listed = (names: readonly string[]): string =>
  names.length < 3 ? names.join(' and ') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
