/** Compares what outputs say with what stands on disk, and writes the difference. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { compareText } from '#model/resource.ts';
import type { Output, Sources } from './output.ts';

export interface Difference {
  /** Relative to the root of the project, with `/`. */
  readonly file: string;
  readonly state: 'missing' | 'differs' | 'left over';
  /** What belongs there; nothing for a file that is left over. */
  readonly content: string | undefined;
}

export const compareOutputs = async (
  root: string,
  outputs: readonly Output[],
  sources: Sources,
): Promise<readonly Difference[]> => {
  const differences: Difference[] = [];
  for (const output of outputs) {
    const files = await output.files(sources);
    for (const [file, content] of files) {
      const standing = await readIfThere(join(root, file));
      if (standing === undefined) differences.push({ file, state: 'missing', content });
      else if (standing !== content) differences.push({ file, state: 'differs', content });
    }
    if (output.folder === undefined) continue;
    for (const file of await listIfThere(root, output.folder)) {
      if (!files.has(file)) differences.push({ file, state: 'left over', content: undefined });
    }
  }
  return differences.sort((a, b) => compareText(a.file, b.file));
};

export const writeOutputs = async (root: string, differences: readonly Difference[]): Promise<void> => {
  for (const { file, content } of differences) {
    const path = join(root, file);
    if (content === undefined) {
      await rm(path);
      continue;
    }
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
};

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

const readIfThere = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
};

const listIfThere = async (root: string, folder: string): Promise<readonly string[]> => {
  try {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(root.length + 1)
          .split(sep)
          .join('/'),
      );
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
};
