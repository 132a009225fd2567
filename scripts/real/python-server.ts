/** Servers of PyPI, each in a virtual environment of its own, on loopback. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { listen } from '#sandbox/loopback.ts';
import { runQuietly } from './install.ts';
import type { Peer } from './peer.ts';

const fiveMinutes = 300_000;
/** Importing all of a server takes a few seconds, more on a busy machine. */
const startTries = 300;
const startPause = 200;

export interface PythonServer {
  readonly name: string;
  readonly version: string;
  /** As pip names them. */
  readonly packages: readonly string[];
  readonly program: string;
  readonly words: (port: number) => readonly string[];
  readonly environment: (port: number) => Readonly<Record<string, string>>;
  /** Answered with a 200 as soon as it serves. */
  readonly health: string;
  /** What tests find its address by. */
  readonly variable: string;
  /** Programs that come along: what tests find each by, and its name. */
  readonly alongside?: Readonly<Record<string, string>>;
}

export const preparePythonServer = async (server: PythonServer): ReturnType<Peer['prepare']> => {
  // Kept between runs: installing takes longer than the tests.
  const folder = join(
    tmpdir(),
    `plumbline-${server.name.toLowerCase()}-${server.version}-${process.getuid?.() ?? 'user'}`,
  );
  const program = join(folder, 'bin', server.program);
  if (!existsSync(program)) {
    const made = await runQuietly('python3', ['-m', 'venv', folder], fiveMinutes);
    if (!made.ok) return { type: 'missing', because: `python3 -m venv failed: ${made.said}` };
    const words = ['install', '--quiet', ...server.packages];
    const installed = await runQuietly(join(folder, 'bin', 'pip'), words, fiveMinutes);
    if (!installed.ok) return { type: 'missing', because: `pip install failed: ${installed.said}` };
  }
  return start(server, program);
};

const start = async (server: PythonServer, program: string): ReturnType<Peer['prepare']> => {
  const port = await freePort();
  const child = spawn(program, server.words(port), {
    stdio: 'ignore',
    env: { ...process.env, ...server.environment(port) },
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const stop = async (): Promise<void> => {
    child.kill();
    await ended;
  };
  const endpoint = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < startTries && child.exitCode === null; attempt++) {
    if (await answers(`${endpoint}${server.health}`)) {
      const alongside = Object.entries(server.alongside ?? {}).map(
        ([variable, name]) => [variable, join(dirname(program), name)] as const,
      );
      return {
        type: 'ready',
        name: `${server.name} ${server.version}`,
        environment: { [server.variable]: endpoint, ...Object.fromEntries(alongside) },
        stop,
      };
    }
    await delay(startPause);
  }
  await stop();
  return { type: 'missing', because: `${server.program} did not answer` };
};

const answers = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(url)).ok;
  } catch (error) {
    // `fetch failed`: nobody listens yet.
    if (error instanceof TypeError) return false;
    throw error;
  }
};

/** Free now; nobody else is likely to take it before the server does. */
const freePort = async (): Promise<number> => {
  const { port, close } = await listen(createServer());
  await close();
  return port;
};
