/**
 * Moto, which pretends to be AWS for Python programs: its server, in a virtual environment of its own. cfn-lint, which moto brings
 * along, reads templates there.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runQuietly } from './install.ts';
import type { Peer } from './peer.ts';

const version = '5.2.5';
const linterVersion = '1.58.0';
const fiveMinutes = 300_000;
/** Importing all of moto takes a few seconds, more on a busy machine. */
const startTries = 300;
const startPause = 200;

export const moto: Peer = {
  name: 'moto',
  files: ['test/real/aws-', 'test/real/s3-'],
  prepare: async () => {
    // Kept between runs: installing takes longer than the tests.
    const folder = join(tmpdir(), `plumbline-moto-${version}-${process.getuid?.() ?? 'user'}`);
    const server = join(folder, 'bin', 'moto_server');
    if (!existsSync(server)) {
      const made = await runQuietly('python3', ['-m', 'venv', folder], fiveMinutes);
      if (!made.ok) return { type: 'missing', because: `python3 -m venv failed: ${made.said}` };
      const pip = join(folder, 'bin', 'pip');
      const installed = await runQuietly(
        pip,
        ['install', '--quiet', `moto[server]==${version}`, `cfn-lint==${linterVersion}`],
        fiveMinutes,
      );
      if (!installed.ok) return { type: 'missing', because: `pip install failed: ${installed.said}` };
    }
    return start(server);
  },
};

const start: (server: string) => ReturnType<Peer['prepare']> = async (server) => {
  const port = await freePort();
  const child = spawn(server, ['--host', '127.0.0.1', '--port', String(port)], {
    stdio: 'ignore',
    // AWS's own policies, which nobody would have to attach otherwise.
    env: { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' },
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
    if (await answers(endpoint)) {
      return {
        type: 'ready',
        name: `moto ${version}`,
        environment: { PLUMBLINE_MOTO: endpoint, PLUMBLINE_CFN_LINT: join(dirname(server), 'cfn-lint') },
        stop,
      };
    }
    await delay(startPause);
  }
  await stop();
  return { type: 'missing', because: 'moto_server did not answer' };
};

const answers = async (endpoint: string): Promise<boolean> => {
  try {
    return (await fetch(`${endpoint}/moto-api/data.json`)).ok;
  } catch (error) {
    // `fetch failed`: nobody listens yet.
    if (error instanceof TypeError) return false;
    throw error;
  }
};

/** Free now; nobody else is likely to take it before the server does. */
const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
