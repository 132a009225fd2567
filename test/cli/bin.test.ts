import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const launcher = join(import.meta.dirname, '../../bin/plumbline.mjs');
/** Loaded before the launcher, so that it believes to run on an older Node. */
const asNode = (version: string): string =>
  `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'${version}'}})`;

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'plumbline-bin-'));
  await mkdir(join(root, 'bin'));
  await cp(launcher, join(root, 'bin/plumbline.mjs'));
});
afterEach(() => rm(root, { recursive: true }));

const clone = async (main: string): Promise<void> => {
  await mkdir(join(root, 'cli'));
  await writeFile(join(root, 'cli/main.ts'), main);
  await mkdir(join(root, 'node_modules/.bin'), { recursive: true });
};
const ownNode = (): Promise<void> => symlink(process.execPath, join(root, 'node_modules/.bin/node'));
const published = async (main: string): Promise<void> => {
  await mkdir(join(root, 'dist'));
  await writeFile(join(root, 'dist/plumbline.mjs'), main);
};

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

const launch = (
  version: string | undefined,
  args: readonly string[] = [],
  onOutput: (kill: (signal: NodeJS.Signals) => void) => void = () => undefined,
): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const before = version === undefined ? [] : ['--import', asNode(version)];
    const child = spawn(process.execPath, [...before, join(root, 'bin/plumbline.mjs'), ...args]);
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      onOutput((signal) => child.kill(signal));
    });
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, out, err }));
  });

const echo =
  'const words: string[] = process.argv.slice(2); console.log(words.join("|")); process.exitCode = 3;';

describe('in a clone', () => {
  it('runs the sources by the Node at hand when it is new enough', async () => {
    await clone(echo);
    expect(await launch(undefined, ['scan', '--x', 'a b'])).toMatchObject({ code: 3, out: 'scan|--x|a b\n' });
  });

  it('hands over to the Node that the clone brings when the one at hand is old', async () => {
    await clone(echo);
    await ownNode();
    expect(await launch('20.20.2', ['scan', 'a b'])).toMatchObject({ code: 3, out: 'scan|a b\n', err: '' });
  });

  it('passes signals on, and the exit code back', async () => {
    await clone(
      "process.on('SIGINT', () => process.exit(130)); setInterval(() => undefined, 1000); console.log('ready');",
    );
    await ownNode();
    expect(await launch('20.20.2', [], (kill) => kill('SIGINT'))).toMatchObject({ code: 130, signal: null });
  });

  it('ends by the signal that ended the other', async () => {
    await clone("setInterval(() => undefined, 1000); console.log('ready');");
    await ownNode();
    expect(await launch('20.20.2', [], (kill) => kill('SIGTERM'))).toMatchObject({ signal: 'SIGTERM' });
  });

  it('says which Node is needed when none is there', async () => {
    await clone(echo);
    expect(await launch('20.20.2')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining(
        'Plumbline needs Node 24 or newer; this is Node 20.20.2. npm ci brings one',
      ),
    });
  });

  it('ends with 4 where it can not even start, since 1 would say that there are findings', async () => {
    await clone("import './not-there.ts';");
    expect(await launch(undefined)).toMatchObject({ code: 4, err: expect.stringContaining('not-there.ts') });
  });

  it('says what to do before the first npm ci', async () => {
    await clone(echo);
    await rm(join(root, 'node_modules'), { recursive: true });
    expect(await launch(undefined)).toMatchObject({
      code: 2,
      err: expect.stringContaining('Run npm ci in '),
    });
  });
});

describe('in the published package', () => {
  it('runs the bundle', async () => {
    await published('console.log(process.argv.slice(2).join("|")); process.exitCode = 1;');
    expect(await launch(undefined, ['diff', '1', '2'])).toMatchObject({ code: 1, out: 'diff|1|2\n' });
  });

  it('refuses an old Node with a sentence and never looks for another', async () => {
    await published('console.log("ran")');
    expect(await launch('22.1.0')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/^Plumbline needs Node 24 or newer; this is Node 22\.1\.0\. /),
    });
  });

  it('says so when the bundle is missing', async () => {
    expect(await launch(undefined)).toMatchObject({ code: 2, err: expect.stringContaining('is missing') });
  });
});
