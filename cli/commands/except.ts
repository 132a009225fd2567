/** `plumbline except`: accepts one finding for a time, or says what a file of exceptions would hide. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { allChecks } from '#checks/index.ts';
import { UsageError } from '#config/usage-error.ts';
import { previewExceptions } from '#engine/exceptions/preview.ts';
import { renamedChecks } from '#engine/renamed-checks.ts';
import { openScan } from '#pipeline/read-scan.ts';
import { plural } from '#reports/text/numbers.ts';
import type { AcceptFlags } from '../accept-finding.ts';
import { acceptFinding } from '../accept-finding.ts';
import type { Context } from '../context.ts';
import { globalFlags, newScreen } from '../context.ts';
import { previewText } from '../exception-preview.ts';
import { readExceptions } from '../exceptions-file.ts';
import type { Io } from '../io.ts';
import type { Settings } from '../settings.ts';
import { loadSettings } from '../settings.ts';
import { openStore } from '../store.ts';
import { shownPath } from '../team-file.ts';

interface ExceptFlags extends AcceptFlags {
  /** True without a file: the configured one. */
  readonly check?: string | true;
}

export const exceptCommand = (context: Context): Command =>
  new Command('except')
    .summary('accept a finding for a time, or check the file of exceptions')
    .description(
      'Writes an exception for one finding of the last scan to the file of exceptions. With --check it writes nothing, and says what a file would hide of the last scan.',
    )
    .argument('[finding]', 'first characters of its id')
    .option('--owner <name>', 'who answers for it')
    .option('--until <date>', 'last day on which it holds, such as 2027-03-31')
    .option('--reason <text>', 'why it is accepted')
    .option('--ticket <id>', 'where it is discussed')
    .option('--approved-by <name>', 'who approved it; the owner when left out')
    .option('--check [file]', 'say what a file would hide; the configured one when none is named')
    .action(async (typed: string | undefined, _options: unknown, command: Command) => {
      const { io } = context;
      const flags = command.optsWithGlobals<ExceptFlags>();
      const settings = await loadSettings(io, globalFlags(command));
      if (flags.check !== undefined) {
        if (typed !== undefined) throw new UsageError('--check takes a file, or nothing; no finding');
        await checkFile(io, flags, settings);
        return;
      }
      if (typed === undefined) {
        throw new UsageError('name a finding by the first characters of its id, or use --check');
      }
      await acceptFinding(io, flags, settings, typed);
    });

const checkFile = async (io: Io, flags: ExceptFlags, settings: Settings): Promise<void> => {
  const file = typeof flags.check === 'string' ? resolve(io.cwd, flags.check) : settings.exceptionsFile;
  const { set, bytes } = await readExceptions(io, settings, file);
  const shown = shownPath(file, io.cwd);
  if (bytes === undefined) throw new UsageError(`${shown} is not there: nothing is excepted`);
  const reader = await latestIfAny(settings);
  if (reader === undefined) {
    await io.stdout.write(
      `${shown} is well-formed: ${plural(set.entries.length, 'exception')}. There is no scan yet to say what they would hide.\n`,
    );
    return;
  }
  const preview = await previewExceptions(set, reader, renamedChecks(allChecks), io.now());
  await io.stdout.write(previewText(preview, reader.manifest, shown, newScreen(io, flags)));
};

const latestIfAny = async (settings: Settings): Promise<Awaited<ReturnType<typeof openScan>> | undefined> => {
  try {
    return await openScan(await openStore(settings), 'latest');
  } catch (error) {
    if (error instanceof Error && error.name === 'UnknownScanError') return undefined;
    throw error;
  }
};
