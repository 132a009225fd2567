/** The process of the `plumbline` command: arguments, streams and signals go in, an exit code comes out. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { commandName } from './command-name.ts';
import { exitCodes } from './exit.ts';
import { streamOutput } from './io.ts';
import { run } from './run.ts';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..');
const interrupt = new AbortController();

// A terminal's Ctrl-C reaches this process and the one that started it, which hands it on: the second is an echo.
const echo = 500;
let interruptedAt: number | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    const now = performance.now();
    if (interruptedAt !== undefined && now - interruptedAt > echo) process.exit(exitCodes.interrupted);
    interruptedAt ??= now;
    interrupt.abort(new Error(`ended by ${signal}`));
  });
}

// Libraries warn on stderr, in words for programmers and between the lines of the progress.
if (!process.argv.includes('--debug')) process.removeAllListeners('warning');

// Node itself would end with 1, which says that there are findings.
process.on('uncaughtException', (error) => {
  const text = process.argv.includes('--debug') ? (error.stack ?? error.message) : error.message;
  process.stderr.write(`Internal error: ${text}\n`, () => process.exit(exitCodes.internal));
});

const stdout = streamOutput(process.stdout);
const stderr = streamOutput(process.stderr);

const code = await run(process.argv.slice(2), {
  stdout,
  stderr,
  env: process.env,
  cwd: process.cwd(),
  signal: interrupt.signal,
  now: () => new Date(),
  command: commandName({
    env: process.env,
    cwd: process.cwd(),
    script: process.argv[1] ?? '',
    clone: existsSync(join(here, 'main.ts')) ? root : undefined,
  }),
});

// What was written is out before the process ends; a socket that a server holds open must not keep it. What could not
// be written has been told.
await stdout.write('').catch(() => undefined);
await stderr.write('').catch(() => undefined);
process.exit(code);
