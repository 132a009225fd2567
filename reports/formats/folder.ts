/** Writes formats into a folder: each file is there whole or not at all. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { bytesOf } from './bytes.ts';
import type { Format, FormatInput } from './format.ts';

/**
 * Replaces what an earlier report left of the format. A file is written beside its name and then moved to it; where that
 * fails, the file before stands as it was.
 *
 * @returns the paths of its files, in the order in which the format hands them over.
 */
export const writeFormat = async (
  format: Format,
  input: FormatInput,
  folder: string,
): Promise<readonly string[]> => {
  const written = new Set<string>();
  for await (const { name, body } of format.files(input)) {
    await writeWhole(join(folder, ...name.split('/')), body);
    written.add(name);
  }
  for (const name of await namesIn(folder)) {
    if (format.owns(name) && !written.has(name)) await rm(join(folder, ...name.split('/')));
  }
  return [...written].map((name) => join(folder, ...name.split('/')));
};

/** Makes the folder where it is not there. */
export const writeWhole = async (
  path: string,
  body: AsyncIterable<string | Uint8Array> | Iterable<string>,
): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${randomUUID()}~`;
  // Findings tell where an estate is weak: for the owner's eyes only.
  const file = await open(unfinished, 'wx', 0o600);
  try {
    try {
      for await (const bytes of bytesOf(body)) await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
};

/** Names of the files in it, with `/`. */
const namesIn = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
    );
};
