/** Where a file came from, for the manifest: an auditor asks for it a year later. */
import { execFile } from 'node:child_process';
import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { promisify } from 'node:util';
import type { Origin } from '#model/scan.ts';

const noOrigin: Origin = { sha256: '', commit: '', dirty: false };

/** All of it empty for a file that is not there; no commit for one that lies in no work tree. */
export const originOf = async (file: string | undefined): Promise<Origin> => {
  if (file === undefined) return noOrigin;
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return noOrigin;
    throw error;
  }
  const commit = (await git(file, 'log', '-1', '--format=%H', '--', basename(file))) ?? '';
  const changed = commit === '' ? undefined : await git(file, 'status', '--porcelain', '--', basename(file));
  return { sha256: hash('sha256', bytes, 'hex'), commit, dirty: changed !== undefined && changed !== '' };
};

/** Undefined where Git is missing, or the folder is in no work tree: then there is no commit to name. */
const git = async (file: string, ...args: readonly string[]): Promise<string | undefined> => {
  try {
    const { stdout } = await promisify(execFile)('git', ['-C', dirname(file), ...args], { timeout: 10_000 });
    return stdout.trim();
  } catch {
    return undefined;
  }
};
