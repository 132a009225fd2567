/** `plumbline sandbox`: clouds on loopback, for trying Plumbline and for writing checks. */
import { Command, InvalidArgumentError } from 'commander';
import { UsageError } from '#config/usage-error.ts';
import { count, plural } from '#reports/text/numbers.ts';
import type { Clouds } from '#sandbox/clouds.ts';
import { portsOfClouds, serveClouds } from '#sandbox/clouds.ts';
import { EstateError } from '#sandbox/estate/yaml-file.ts';
import { azureEnvironmentLines, environmentLines } from '#sandbox/serve.ts';
import type { Context } from '../context.ts';
import { commandPrefix, globalFlags } from '../context.ts';
import { estateFolder, sampleEstate } from '../estates.ts';
import type { Io } from '../io.ts';
import type { SandboxFolder } from '../sandbox-folder.ts';
import { writeSandboxFolder } from '../sandbox-folder.ts';

interface SandboxFlags {
  readonly estate: string;
  readonly port: number;
}

export const sandboxCommand = (context: Context): Command =>
  new Command('sandbox')
    .summary('serve a sample estate on loopback')
    .description(
      'Serves an estate as AWS, Azure and Google Cloud would, on loopback, until it is interrupted. Prints how to scan it.',
    )
    .option(
      '--estate <folder>',
      'folder of the estate, or the name of one that comes with Plumbline',
      sampleEstate,
    )
    .option(
      '--port <number>',
      'port of AWS, and the three after it for the others; 0 takes free ones',
      portOf,
      0,
    )
    .action(async (flags: SandboxFlags, command: Command) => {
      const { io } = context;
      const clouds = await start(await estateFolder(flags.estate, io.cwd), flags.port);
      let folder: SandboxFolder | undefined;
      try {
        folder = await writeSandboxFolder(clouds, io.cwd);
        const prefix = commandPrefix(io, { ...globalFlags(command), config: folder.configuration });
        await io.stdout.write(`${introduction(clouds, folder, prefix, io.env).join('\n')}\n`);
        await interrupted(io.signal);
      } finally {
        await Promise.all([clouds.close(), folder?.remove()]);
      }
      await io.stdout.write(`Served ${plural(callsOf(clouds), 'call')}.\n`);
    });

const callsOf = ({ aws, azure, gcp }: Clouds): number =>
  aws.sandbox.calls.length + (azure?.sandbox.calls.length ?? 0) + (gcp?.sandbox.calls.length ?? 0);

const highestPort = 65_536 - portsOfClouds;

const portOf = (text: string): number => {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= highestPort) return port;
  throw new InvalidArgumentError(`It has to be a number from 0 to ${highestPort}.`);
};

const start = async (folder: string, port: number): Promise<Clouds> => {
  try {
    return await serveClouds(folder, port);
  } catch (cause) {
    if (cause instanceof EstateError) throw new UsageError(cause.message, { cause });
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'EADDRINUSE' || code === 'EACCES' || isPortOfGrpc(cause)) {
      throw new UsageError(
        `ports ${port} to ${port + portsOfClouds - 1} can't be used (${code ?? 'EADDRINUSE'}); --port 0 takes free ones`,
        { cause },
      );
    }
    throw cause;
  }
};

/** The gRPC server tells of a port that is taken in words only. */
const isPortOfGrpc = (cause: unknown): boolean =>
  cause instanceof Error && /No address added out of total|EADDRINUSE/.test(cause.message);

const introduction = (
  clouds: Clouds,
  { configuration, text }: SandboxFolder,
  prefix: string,
  env: Io['env'],
): readonly string[] => {
  const { aws, azure, gcp } = clouds;
  const resources = aws.estate.shelves.reduce((sum, shelf) => sum + shelf.size, 0);
  return [
    `Sandbox ${aws.estate.name}`,
    `  AWS           ${plural(aws.estate.accounts.length, 'account')}, ${count(resources)} resources in AWS Config, at ${aws.sandbox.endpoint}`,
    ...(azure === undefined
      ? []
      : [
          `  Azure         ${plural(azure.estate.subscriptions.length, 'subscription')}, ${count(azure.estate.items.length)} rows in Resource Graph, at ${azure.sandbox.endpoint}`,
        ]),
    ...(gcp === undefined
      ? []
      : [
          `  Google Cloud  ${plural(gcp.estate.parents.length, 'parent')}, ${count(gcp.estate.assets.length)} assets, at ${gcp.sandbox.endpoint} (gRPC)`,
        ]),
    'In another terminal:',
    '',
    ...environmentLines(aws.sandbox),
    // The SDK prefers a profile to keys in the environment.
    ...(env['AWS_PROFILE'] === undefined ? [] : ['unset AWS_PROFILE']),
    ...(azure === undefined ? [] : azureEnvironmentLines(azure.tokens)),
    ...proxyLines(env),
    `${prefix} scan`,
    '',
    `${configuration} says where the clouds are:`,
    '',
    ...text
      .trimEnd()
      .split('\n')
      .map((line) => `  ${line}`),
    '',
    'Ctrl-C ends it.',
  ];
};

const proxies = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'grpc_proxy', 'ALL_PROXY'];

/** Azure's and Google's clients take a proxy from the environment, and would ask it for this machine's loopback. */
const proxyLines = (env: Io['env']): readonly string[] =>
  proxies.some((name) => (env[name] ?? '') !== '') ? ['export NO_PROXY=127.0.0.1 no_proxy=127.0.0.1'] : [];

const interrupted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
