/** `plumbline sandbox`: clouds on loopback, for trying Plumbline and for writing checks. */
import { Command, InvalidArgumentError } from 'commander';
import { UsageError } from '#config/usage-error.ts';
import { count, plural } from '#reports/text/numbers.ts';
import type { Sandbox } from '#sandbox/contract.ts';
import type { Estate } from '#sandbox/estate/estate.ts';
import { loadEstate } from '#sandbox/estate/load.ts';
import { EstateError } from '#sandbox/estate/yaml-file.ts';
import { environmentLines } from '#sandbox/serve.ts';
import { startSandbox } from '#sandbox/start.ts';
import { shellWord } from '../command-name.ts';
import type { Context } from '../context.ts';
import { commandPrefix, globalFlags } from '../context.ts';
import { estateFlags, estateFolder, sampleEstate } from '../estates.ts';
import type { Io } from '../io.ts';

interface SandboxFlags {
  readonly estate: string;
  readonly port: number;
}

export const sandboxCommand = (context: Context): Command =>
  new Command('sandbox')
    .summary('serve a sample estate on loopback')
    .description(
      'Serves an estate as AWS would, on loopback, until it is interrupted. Prints how to scan it.',
    )
    .option(
      '--estate <folder>',
      'folder of the estate, or the name of one that comes with Plumbline',
      sampleEstate,
    )
    .option('--port <number>', 'port; 0 takes a free one', portOf, 0)
    .action(async (flags: SandboxFlags, command: Command) => {
      const { io } = context;
      const estate = await readEstate(flags.estate, io.cwd);
      const sandbox = await start(estate, flags.port);
      try {
        const prefix = commandPrefix(io, globalFlags(command));
        await io.stdout.write(`${introduction(sandbox, estate, prefix, io.env).join('\n')}\n`);
        await interrupted(io.signal);
      } finally {
        await sandbox.close();
      }
      await io.stdout.write(`Served ${plural(sandbox.calls.length, 'call')}.\n`);
    });

const portOf = (text: string): number => {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('It has to be a number from 0 to 65535.');
};

const readEstate = async (asked: string, cwd: string): Promise<Estate> => {
  try {
    return await loadEstate(await estateFolder(asked, cwd));
  } catch (cause) {
    if (cause instanceof EstateError) throw new UsageError(cause.message, { cause });
    throw cause;
  }
};

const start = async (estate: Estate, port: number): Promise<Sandbox> => {
  try {
    return await startSandbox({ estate, port });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'EADDRINUSE' || code === 'EACCES') {
      throw new UsageError(`port ${port} can't be used (${code}); --port 0 takes a free one`, { cause });
    }
    throw cause;
  }
};

const introduction = (
  sandbox: Sandbox,
  estate: Estate,
  prefix: string,
  env: Io['env'],
): readonly string[] => {
  const flags = estateFlags(estate);
  const resources = estate.shelves.reduce((sum, shelf) => sum + shelf.size, 0);
  return [
    `Sandbox ${estate.name}: ${plural(estate.accounts.length, 'account')}, ${count(resources)} resources in AWS Config, at ${sandbox.endpoint}`,
    'In another terminal:',
    '',
    ...environmentLines(sandbox),
    // The SDK prefers a profile to keys in the environment.
    ...(env['AWS_PROFILE'] === undefined ? [] : ['unset AWS_PROFILE']),
    [
      `${prefix} scan`,
      ...(flags.account ?? []).map((account) => `--account ${account}`),
      ...(flags.role === undefined ? [] : [`--role ${shellWord(flags.role)}`]),
      ...(flags.externalId === undefined ? [] : [`--external-id ${shellWord(flags.externalId)}`]),
      ...(flags.aggregator === undefined ? [] : [`--aggregator ${shellWord(flags.aggregator)}`]),
    ].join(' '),
    '',
    'Ctrl-C ends it.',
  ];
};

const interrupted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
