/**
 * Keeps scans in a folder. A body is written to a file of its own, flushed to the disk, and then moved (`rename`) or
 * linked (`link`, which fails where something stands already) to its name: under a key there is a whole body or none,
 * whatever kills the writer in between. Findings tell where an estate is weak: folders and files are the owner's only.
 */
import { randomUUID } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { link, mkdir, open, readdir, readFile, rename, rm, rmdir, stat, unlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { StoreDriver } from './driver.ts';
import { MissingKeyError } from './driver.ts';
import { codeOf, explainFileError } from './files-errors.ts';
import { checkKey, isKey } from './keys.ts';
import { StoreError } from './store-error.ts';

export type FileStep = 'opened' | 'written' | 'flushed' | 'placed';

export interface FilesOptions {
  /** Folder; made when it is not there. */
  readonly root: string;
  /** Called between the steps of a write, so that tests can kill the process there. */
  readonly onStep?: (step: FileStep, key: string) => void | Promise<void>;
}

/** `~` is in no key, so what lies here is never listed. */
const unfinished = 'unfinished~';
/** Older than this, an unfinished file belongs to a writer that was killed. */
const abandonedAfter = 24 * 60 * 60 * 1000;
const chunkSize = 256 * 1024;
/** A folder that another writer emptied and removed in between is made again; more often is an error. */
const placeTries = 5;

export const filesStore = ({ root: folder, onStep = () => undefined }: FilesOptions): StoreDriver => {
  const root = resolve(folder);
  const location = root;
  const path = (key: string): string => {
    checkKey(key);
    return join(root, ...key.split('/'));
  };

  let prepared: Promise<void> | undefined;
  const prepare = async (): Promise<void> => {
    prepared ??= makeFolder(join(root, unfinished)).then(() => sweep(join(root, unfinished)));
    try {
      await prepared;
    } catch (error) {
      prepared = undefined;
      throw error;
    }
  };

  const writeUnfinished = async (
    key: string,
    body: Uint8Array | AsyncIterable<Uint8Array>,
  ): Promise<string> => {
    await prepare();
    const file = join(root, unfinished, randomUUID());
    const handle = await open(file, 'wx', 0o600);
    try {
      await onStep('opened', key);
      if (body instanceof Uint8Array) await writeAll(handle, body);
      else for await (const chunk of body) await writeAll(handle, chunk);
      await onStep('written', key);
      await handle.sync();
      await onStep('flushed', key);
    } catch (error) {
      await handle.close();
      await rm(file, { force: true });
      throw error;
    }
    await handle.close();
    return file;
  };

  const place = async (key: string, put: (target: string) => Promise<void>): Promise<void> => {
    const target = path(key);
    for (let attempt = 1; ; attempt += 1) {
      await makeFolder(dirname(target));
      try {
        await put(target);
        break;
      } catch (error) {
        if (codeOf(error) !== 'ENOENT' || attempt === placeTries) throw error;
      }
    }
    await onStep('placed', key);
    await syncFolder(dirname(target));
  };

  return {
    location,

    async read(key) {
      try {
        return await readFile(path(key));
      } catch (error) {
        if (isNothing(error)) return undefined;
        throw explainFileError(error, `read ${key}`, location);
      }
    },

    async *stream(key) {
      let handle: FileHandle;
      try {
        handle = await open(path(key), 'r');
      } catch (error) {
        if (isNothing(error)) throw new MissingKeyError(key, location);
        throw explainFileError(error, `read ${key}`, location);
      }
      try {
        for (;;) {
          const chunk = await readChunk(handle).catch((error: unknown) => {
            if (codeOf(error) === 'EISDIR') throw new MissingKeyError(key, location);
            throw explainFileError(error, `read ${key}`, location);
          });
          if (chunk.length === 0) return;
          yield chunk;
        }
      } finally {
        await handle.close();
      }
    },

    async write(key, body) {
      path(key);
      try {
        const file = await writeUnfinished(key, body);
        try {
          await place(key, (target) => rename(file, target));
        } catch (error) {
          await rm(file, { force: true });
          throw error;
        }
      } catch (error) {
        throw explainFileError(error, `write ${key}`, location);
      }
    },

    async createIfAbsent(key, body) {
      const target = path(key);
      try {
        if (await isThere(target)) return false;
        const file = await writeUnfinished(key, body);
        try {
          await place(key, () => link(file, target));
          return true;
        } catch (error) {
          if (codeOf(error) === 'EEXIST' && (await isThere(target))) return false;
          if (noLinks.has(codeOf(error)) && (await isWritable(root))) {
            throw new StoreError(
              `store ${location}: this file system has no hard links, so of two scans that end at once one could overwrite the other; keep the store on a local disk`,
              codeOf(error),
              error,
            );
          }
          throw error;
        } finally {
          await rm(file, { force: true });
        }
      } catch (error) {
        throw explainFileError(error, `create ${key}`, location);
      }
    },

    async list(prefix) {
      const keys: string[] = [];
      const slash = prefix.lastIndexOf('/');
      const below = slash === -1 ? '' : prefix.slice(0, slash);
      if (below !== '') checkKey(below);
      try {
        await walk(root, below, keys);
        if (keys.length === 0) await refuseFile(root);
      } catch (error) {
        throw explainFileError(error, `list ${prefix}`, location);
      }
      return keys.filter((key) => key.startsWith(prefix)).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    },

    async delete(key) {
      const target = path(key);
      try {
        await unlink(target);
      } catch (error) {
        if (isNothing(error)) return;
        throw explainFileError(error, `delete ${key}`, location);
      }
      await removeEmptied(dirname(target), root);
    },
  };
};

const noLinks: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV', 'EMLINK']);

/** ENOTDIR: a part of the key is a body's own name; EISDIR: the key is only the beginning of others. */
const isNothing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error));

const makeFolder = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
};

const isThere = async (file: string): Promise<boolean> => {
  try {
    return (await stat(file)).isFile();
  } catch (error) {
    if (isNothing(error)) return false;
    throw error;
  }
};

const isWritable = async (folder: string): Promise<boolean> => {
  const probe = join(folder, unfinished, randomUUID());
  try {
    await (await open(probe, 'wx', 0o600)).close();
    await rm(probe, { force: true });
    return true;
  } catch {
    // Only asked in order to choose between two error messages.
    return false;
  }
};

const writeAll = async (handle: FileHandle, chunk: Uint8Array): Promise<void> => {
  let written = 0;
  while (written < chunk.length) {
    const { bytesWritten } = await handle.write(chunk, written, chunk.length - written);
    written += bytesWritten;
  }
};

const readChunk = async (handle: FileHandle): Promise<Uint8Array> => {
  const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(chunkSize), 0, chunkSize);
  return buffer.subarray(0, bytesRead);
};

/** A new name is only durable once its folder is flushed. Windows can't open folders, and needs no flush there. */
const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const walk = async (root: string, below: string, keys: string[]): Promise<void> => {
  const entries = await readdir(join(root, ...below.split('/')), { withFileTypes: true }).catch(
    (error: unknown) => {
      if (isNothing(error)) return [];
      throw error;
    },
  );
  for (const entry of entries) {
    const key = below === '' ? entry.name : `${below}/${entry.name}`;
    if (!isKey(key)) continue;
    if (entry.isDirectory()) await walk(root, key, keys);
    else if (entry.isFile()) keys.push(key);
  }
};

/** A file in the place of the store would look like a store without scans. */
const refuseFile = async (root: string): Promise<void> => {
  try {
    await readdir(root);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
};

/** Folders that a delete emptied; one that is in use again stays. */
const removeEmptied = async (folder: string, root: string): Promise<void> => {
  for (let current = folder; current !== root && current.startsWith(root); current = dirname(current)) {
    try {
      await rmdir(current);
    } catch {
      // Not empty, or gone: either is as it should be, and the key itself is deleted.
      return;
    }
  }
};

/** Removes what killed writers left. A file that is younger may be another writer's, under way. */
const sweep = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    const age = await stat(file).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > abandonedAfter) await rm(file, { force: true });
  }
};
