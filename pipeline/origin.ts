/** Where a file of the team's came from, for the manifest: its bytes, and the commit that they stand in. */
import { execFile } from 'node:child_process';
import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Origin } from '#model/scan.ts';

const run = promisify(execFile);
const none = 'none';

/** Of a file that was not there, and that nothing was read from. */
export const noOrigin: Origin = { sha256: none, commit: none, dirty: false };

/**
 * Commit `none` outside a work tree, before its first commit, and where Git is not installed.
 *
 * @param bytes what was read, when it was read already: hashed as it is, whatever lies there now.
 */
export const fileOrigin = async (file: string, bytes?: Uint8Array): Promise<Origin> => {
  const path = resolve(file);
  const content = bytes ?? (await readFile(path));
  const sha256 = hash('sha256', content, 'hex');
  const commit = await git(path, 'rev-parse', 'HEAD');
  if (commit === undefined || !/^[0-9a-f]{40,64}$/.test(commit))
    return { sha256, commit: none, dirty: false };
  const tracked = await git(path, 'ls-files', '--', basename(path));
  const same = await git(
    path,
    'diff',
    '--no-ext-diff',
    '--no-textconv',
    '--quiet',
    'HEAD',
    '--',
    basename(path),
  );
  return { sha256, commit, dirty: tracked === undefined || tracked === '' || same === undefined };
};

/** `undefined` when Git fails or is not there; nothing of the repository's own configuration may start a program. */
const git = async (path: string, ...args: readonly string[]): Promise<string | undefined> => {
  try {
    const { stdout } = await run(
      'git',
      ['-c', 'core.fsmonitor=false', '--no-optional-locks', '-C', dirname(path), ...args],
      { timeout: 10_000, windowsHide: true },
    );
    return stdout.trim();
  } catch {
    // Each use reads "no answer" as the weaker claim: no commit, or not proven to be as committed.
    return undefined;
  }
};
