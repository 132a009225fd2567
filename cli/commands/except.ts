/** `plumbline except`: accepts one finding for a time, or says what a file of exceptions would hide. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Command } from 'commander';
import { allChecks } from '#checks/index.ts';
import { UsageError } from '#config/usage-error.ts';
import { dateIn } from '#engine/calendar.ts';
import { addException } from '#engine/exceptions/add.ts';
import type { Exception } from '#engine/exceptions/exception.ts';
import { previewExceptions } from '#engine/exceptions/preview.ts';
import { renamedChecks } from '#engine/renamed-checks.ts';
import type { Finding } from '#model/finding.ts';
import { openScan } from '#pipeline/read-scan.ts';
import { plural } from '#reports/text/numbers.ts';
import { indexChecks, titleOf } from '#reports/text/wording.ts';
import type { Context, GlobalFlags } from '../context.ts';
import { commandPrefix, globalFlags, newScreen } from '../context.ts';
import { previewText } from '../exception-preview.ts';
import { checkedText, readExceptions } from '../exceptions-file.ts';
import { findAsked } from '../find-asked.ts';
import type { Io } from '../io.ts';
import type { Settings } from '../settings.ts';
import { loadSettings } from '../settings.ts';
import { openStore } from '../store.ts';
import { shownPath } from '../team-file.ts';

interface ExceptFlags extends GlobalFlags {
  readonly owner?: string;
  readonly until?: string;
  readonly reason?: string;
  readonly ticket?: string;
  readonly approvedBy?: string;
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
      } else await except(io, flags, settings, typed);
    });

const except = async (
  io: Io,
  flags: ExceptFlags,
  settings: Settings,
  typed: string | undefined,
): Promise<void> => {
  if (typed === undefined)
    throw new UsageError('name a finding by the first characters of its id, or use --check');
  const { owner, until, reason } = flags;
  if (owner === undefined || until === undefined || reason === undefined) {
    throw new UsageError('an exception needs --owner, --until and --reason');
  }
  const prefix = commandPrefix(io, flags);
  const reader = await openScan(await openStore(settings), 'latest');
  const finding = await findAsked(reader, typed, newScreen(io, flags), prefix);
  if (finding.state === 'resolved')
    throw new UsageError(`finding ${typed} is resolved: it needs no exception`);
  const file = settings.exceptionsFile;
  const { set, bytes } = await readExceptions(io, settings, file);
  const today = dateIn(settings.configuration.timezone, io.now());
  const standing = set.entries.find(
    (entry) => entry.check === finding.check && entry.resource === finding.id && entry.until >= today,
  );
  if (standing !== undefined) {
    throw new UsageError(
      `${shownPath(file, io.cwd)} excepts it already, until ${standing.until}: change that entry instead`,
    );
  }
  const text = addException(
    bytes === undefined ? '' : new TextDecoder().decode(bytes),
    entryOf(finding, { owner, until, reason, ticket: flags.ticket, approvedBy: flags.approvedBy ?? owner }),
  );
  // Through the same reading as at the next scan: what is written will be accepted there.
  checkedText(io, settings, file, text);
  if (until < today) throw new UsageError(`--until ${until} has passed`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  const screen = newScreen(io, flags);
  const title = titleOf(finding, indexChecks(allChecks));
  await io.stdout.write(
    [
      ...screen.wrap(`${screen.own(title)}: excepted until ${until}, from the next scan on.`),
      `Written to ${screen.name(shownPath(file, io.cwd))}; it is void as soon as the judged parts of the resource change.`,
      `Next    ${screen.colors.blue(`${prefix} except --check`)}`,
      '',
    ].join('\n'),
  );
};

interface Given {
  readonly owner: string;
  readonly until: string;
  readonly reason: string;
  readonly ticket: string | undefined;
  readonly approvedBy: string;
}

const entryOf = (finding: Finding, { owner, until, reason, ticket, approvedBy }: Given): Exception => ({
  check: finding.check,
  resource: finding.id,
  owner,
  reason,
  approvedBy,
  ...(ticket === undefined ? {} : { ticket }),
  until,
  fingerprint: finding.fingerprint,
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
