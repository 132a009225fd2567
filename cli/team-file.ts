/** The files that a team keeps beside plumbline.yaml. */
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileCode, fileMend } from '#config/file-failure.ts';
import { UsageError } from '#config/usage-error.ts';
import type { Origin } from '#model/scan.ts';
import { fileOrigin, noOrigin } from '#pipeline/origin.ts';

/** @throws UsageError for a file that is there and can't be read. */
export const readIfThere = async (file: string): Promise<Uint8Array | undefined> => {
  try {
    return await readFile(file);
  } catch (cause) {
    if (fileCode(cause) === 'ENOENT') return undefined;
    throw new UsageError(`${file} can't be read: ${fileMend(cause)}`, { cause });
  }
};

export const originOfFile = async (file: string, bytes: Uint8Array | undefined): Promise<Origin> =>
  bytes === undefined ? noOrigin : await fileOrigin(file, bytes);

/** As seen from the working folder, where it is not longer than that. */
export const shownPath = (file: string, cwd: string): string => {
  const near = relative(cwd, file);
  return near === '' || near.startsWith('..') ? file : near;
};
