/** Runs installers quietly; what they said is shown only when they failed. */
import { spawn } from 'node:child_process';

export interface Installed {
  readonly ok: boolean;
  /** The last lines of what it said. */
  readonly said: string;
}

/** @param timeout milliseconds; an installer without a network may hang. */
export const runQuietly = (program: string, words: readonly string[], timeout: number): Promise<Installed> =>
  new Promise((resolve) => {
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'], timeout });
    let said = '';
    const keep = (chunk: Buffer): void => {
      said = (said + chunk.toString('utf8')).slice(-2_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => resolve({ ok: false, said: error.message }));
    child.once('close', (code) => resolve({ ok: code === 0, said: said.trim() }));
  });
