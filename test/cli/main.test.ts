/** The command as a process of its own: what Node and the libraries would say beside it. */
import { execFile, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const main = join(import.meta.dirname, '../../cli/main.ts');
/** Loaded before the command; warns once it prints. */
const warning = `data:text/javascript,${encodeURIComponent(`
const { stdout } = process;
const write = stdout.write.bind(stdout);
stdout.write = (...words) => {
  process.emitWarning('look it up', 'LibraryWarning');
  return write(...words);
};
`)}`;

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'plumbline-main-'));
});
afterEach(() => rm(cwd, { recursive: true }));

const run = (...args: readonly string[]): Promise<{ stdout: string; stderr: string }> =>
  promisify(execFile)(process.execPath, ['--import', warning, main, ...args], {
    cwd,
    env: { ...process.env, NODE_NO_WARNINGS: '' },
  });

describe('a warning of a library', () => {
  it('is not printed between the lines of a command', async () => {
    const { stdout, stderr } = await run('checks', 'logging.*');
    expect(stdout).toContain('11 checks');
    expect(stderr).toBe('');
  });

  it('is with --debug', async () => {
    expect((await run('checks', 'logging.*', '--debug')).stderr).toContain('LibraryWarning: look it up');
  });
});

const full = '/dev/full';
const hasFull = await access(full).then(
  () => true,
  () => false,
);

describe.skipIf(!hasFull)('a command whose output takes nothing', () => {
  it('ends with 2 and a sentence, once', async () => {
    const out = createWriteStream(full);
    await new Promise((resolve) => out.once('open', resolve));
    const child = spawn(process.execPath, [main, 'checks'], { cwd, stdio: ['ignore', out, 'pipe'] });
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    out.destroy();
    expect(code).toBe(2);
    expect(err).toBe(
      "can't open or write the output: the disk is full; free space, or name a place on another one (ENOSPC)\n",
    );
  });
});
