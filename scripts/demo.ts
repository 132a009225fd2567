/**
 * `npm run demo`: clouds on loopback, one scan of them, and what to try next. The scan is the one of `plumbline scan`;
 * only the endpoint, and credentials that are made up, differ. With `--drift` that scan is approved, somebody opens a
 * database by hand, and a second scan tells.
 */
import { join } from 'node:path';
import process from 'node:process';
import { commandName } from '#cli/command-name.ts';
import { commandPrefix } from '#cli/context.ts';
import { estateFlags } from '#cli/estates.ts';
import { exitCodes, InterruptedError } from '#cli/exit.ts';
import type { Io } from '#cli/io.ts';
import { streamOutput } from '#cli/io.ts';
import { run } from '#cli/run.ts';
import { scan } from '#cli/scan.ts';
import { loadSettings, settingsOf } from '#cli/settings.ts';
import { awsOptionsOf } from '#config/aws-options.ts';
import { azureOptionsOf } from '#config/azure-options.ts';
import { gcpOptionsOf } from '#config/gcp-options.ts';
import { parseConfiguration } from '#config/load.ts';
import type { Clouds } from '#sandbox/clouds.ts';
import { serveClouds } from '#sandbox/clouds.ts';
import { demoEstateDirectory } from '#sandbox/demo-estate.ts';
import { openDatabaseByHand } from '#sandbox/opened-by-hand.ts';

const cwd = process.cwd();
const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort(new Error('ended by SIGINT')));

const io: Io = {
  stdout: streamOutput(process.stdout),
  stderr: streamOutput(process.stderr),
  env: process.env,
  cwd,
  signal: interrupt.signal,
  now: () => new Date(),
  command: commandName({
    env: process.env,
    cwd,
    script: process.argv[1] ?? '',
    clone: join(import.meta.dirname, '..'),
  }),
};

/** A store of the reader's own configuration is left alone; the commands that are printed then name the demo's. */
const storeFlag = async (storePath: string): Promise<{ readonly store?: string }> => {
  const own = await loadSettings(io, { color: true });
  return own.storePath === storePath ? {} : { store: 'plumbline-out/store' };
};

const showDrift = async (
  clouds: Clouds,
  number: number,
  flags: readonly string[],
  again: () => Promise<void>,
): Promise<void> => {
  const plumbline = (...words: readonly string[]): Promise<unknown> => run([...words, ...flags], io);
  await io.stdout.write(
    `\nScan ${number} is approved; then somebody opens a database by hand, and the clouds are scanned again.\n\n`,
  );
  await plumbline('drift', 'baseline', String(number), '--by', 'the demo', '--reason', 'as the demo begins');
  openDatabaseByHand(clouds.aws.sandbox);
  await again();
  await io.stdout.write('\n');
  await plumbline('drift');
};

const demo = async (): Promise<void> => {
  const clouds = await serveClouds(demoEstateDirectory);
  try {
    const { estate, sandbox } = clouds.aws;
    const azure = clouds.azure?.sandbox;
    const gcp = clouds.gcp?.sandbox;
    if (azure === undefined || gcp === undefined) throw new Error('the sample estate has all three clouds');
    const loaded = {
      configuration: parseConfiguration(
        `{ estate: ${estate.name}, providers: [aws, azure, gcp], gcp: { parents: [${gcp.parents.join(', ')}] } }`,
        'the demo',
      ),
      file: undefined,
      bytes: new Uint8Array(),
      folder: cwd,
    };
    // Nothing of the reader's own cloud: no variables, no file.
    const settings = settingsOf(loaded, { cwd, env: {} }, estateFlags(estate));
    const prefix = commandPrefix(io, await storeFlag(settings.storePath));
    await io.stderr.write(
      `Scanning ${estate.name}: ${estate.accounts.length} accounts of AWS, a tenant of Azure and an organisation of Google Cloud,\nserved on this machine for as long as this takes. No cloud of yours is asked.\n`,
    );
    const asked = {
      io,
      settings,
      clouds: {
        aws: {
          ...awsOptionsOf(settings.configuration, cwd),
          endpoint: sandbox.endpoint,
          credentials: sandbox.credentials,
          homeRegion: sandbox.homeRegion,
        },
        azure: {
          ...azureOptionsOf(settings.configuration, cwd),
          endpoint: azure.endpoint,
          ca: azure.ca,
          token: azure.token,
          // On loopback nobody has a quota.
          callsPerSecond: 1_000,
          queriesPerSecond: 1_000,
        },
        gcp: {
          ...gcpOptionsOf(settings.configuration, cwd),
          endpoint: gcp.endpoint,
          callsPerMinute: 60_000,
        },
      },
      prefix,
      color: true,
    } as const;
    const { exit, manifest, worst } = await scan(asked);
    if (manifest.resources === 0) throw new Error('the demo saw no resource: its own clouds did not answer');
    if (process.argv.includes('--drift')) {
      const flags = prefix.split(' ').slice(io.command.split(' ').length);
      await showDrift(clouds, manifest.number, flags, async () => void (await scan(asked)));
      return;
    }
    const next: readonly (readonly [command: string, what: string])[] = [
      ...(worst === undefined
        ? []
        : [[`${prefix} show ${worst}`, 'why, how to mend it, how to verify'] as const]),
      [`${prefix} coverage`, 'what could not be read, and why'],
      [`${prefix} permissions --missing`, 'the policy for what was denied'],
      [`${prefix} checks iam.aws.root-mfa-enabled`, 'what one check asks'],
      [`${prefix} drift baseline ${manifest.number}`, 'approve it: what changes from then on is drift'],
      [`${prefix} sandbox`, 'serve these clouds, and scan them yourself'],
    ];
    const width = Math.max(...next.map(([command]) => command.length)) + 2;
    await io.stdout.write(
      [
        '',
        `The demo worked, so it ends with exit code 0; such a scan of yours ends with ${exit.code}.`,
        'Try next',
        ...next.map(([command, what]) => `  ${command.padEnd(width)}${what}`),
        '',
      ].join('\n'),
    );
  } finally {
    await clouds.close();
  }
};

try {
  await demo();
} catch (error) {
  if (!(error instanceof InterruptedError)) throw error;
  await io.stderr.write(`${error.message}\n`);
  process.exitCode = exitCodes.interrupted;
}
