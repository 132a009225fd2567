/** The files that a team keeps beside plumbline.yaml. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
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

/**
 * The new text whole, or the file as it was: what people wrote by hand must outlive a disk that is full. A link stays
 * one, and permissions stay as they are.
 *
 * @throws UsageError
 */
export const replaceFile = async (file: string, text: string): Promise<void> => {
  try {
    await mkdir(dirname(file), { recursive: true });
    const before = await stat(file).catch((error: unknown) => {
      if (fileCode(error) === 'ENOENT') return undefined;
      throw error;
    });
    const target = before === undefined ? file : await realpath(file);
    const unfinished = `${target}.${randomUUID()}~`;
    try {
      await writeFile(unfinished, text, { flag: 'wx', flush: true, mode: (before?.mode ?? 0o644) & 0o777 });
      await rename(unfinished, target);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  } catch (cause) {
    throw new UsageError(`${file} can't be written, and is as it was: ${fileMend(cause)}`, { cause });
  }
};

export const originOfFile = async (file: string, bytes: Uint8Array | undefined): Promise<Origin> =>
  bytes === undefined ? noOrigin : await fileOrigin(file, bytes);

/** As seen from the working folder, where it is not longer than that. */
export const shownPath = (file: string, cwd: string): string => {
  const near = relative(cwd, file);
  return near === '' || near.startsWith('..') ? file : near;
};
