/** Runs one command line; every way out is an exit code with a sentence. */
import { CommanderError } from 'commander';
import { fileFailure } from '#config/file-failure.ts';
import type { ExitCode } from './exit.ts';
import { exitCodes, InterruptedError } from './exit.ts';
import type { Io } from './io.ts';
import { buildProgram, printedBy } from './program.ts';

/** @param argv what stands behind `plumbline`. */
export const run = async (argv: readonly string[], io: Io): Promise<ExitCode> => {
  let code: ExitCode = exitCodes.done;
  const program = buildProgram({
    io,
    exit: (told) => {
      code = told;
    },
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    code = await explain(error, argv, io);
  }
  const printed = printedBy(program);
  if (printed === '') return code;
  try {
    await (code === exitCodes.done ? io.stdout : io.stderr).write(printed);
    return code;
  } catch (error) {
    return await explain(error, argv, io);
  }
};

/** Of the layers below: not what was typed is wrong, but what it meets; the message says how to mend it. */
const outside: ReadonlySet<string> = new Set([
  'AddressError',
  'BundleError',
  'ChannelError',
  'CorruptFileError',
  'EstateError',
  'ExceptionFileError',
  'MissingCredentialsError',
  'MissingKeyError',
  'NewerFormatError',
  'NoPartsError',
  'OutboxError',
  'PreviousUnreadableError',
  'ResumeError',
  'RunTakenOverError',
  'SecretError',
  'StoreError',
  'UnknownBaselineError',
  'UnknownScanError',
]);

/** Whether an error of this name is told as it is: its message is a sentence for whoever typed the command. */
export const isForPeople = (name: string): boolean => name === 'UsageError' || outside.has(name);

const explain = async (error: unknown, argv: readonly string[], io: Io): Promise<ExitCode> => {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.done;
    return exitCodes.usage;
  }
  if (error instanceof InterruptedError || io.signal.aborted) {
    const said = error instanceof InterruptedError ? error.message : 'Interrupted.';
    await io.stderr.write(`${said}\n`);
    return exitCodes.interrupted;
  }
  if (error instanceof Error && isForPeople(error.name)) {
    // Layers below don't know how this reader calls Plumbline.
    await io.stderr.write(`${error.message.replaceAll('`plumbline ', `\`${io.command} `)}\n`);
    return error.name === 'ChannelError' ? exitCodes.untold : exitCodes.usage;
  }
  const unforeseen = fileFailure(error);
  if (unforeseen !== undefined) {
    await io.stderr.write(`${unforeseen}\n`);
    return exitCodes.usage;
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const debug = argv.includes('--debug');
  await io.stderr.write(`Internal error: ${message}\n`);
  await io.stderr.write(
    debug
      ? `${error instanceof Error ? stackOf(error) : ''}\n`
      : 'This is a bug of Plumbline. --debug shows where it comes from.\n',
  );
  return exitCodes.internal;
};

const stackOf = (error: Error): string => {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : '';
  return `${error.stack ?? error.message}${cause}`;
};
