/** What the file system's error codes mean to the person whose scan could not be kept. */

import { StoreError } from './store-error.ts';

const mends: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; free space, or keep the store on another disk',
  EDQUOT: 'the disk quota is used up; free space, or keep the store on another disk',
  EACCES: 'the permission is missing; give this user read and write access to the folder',
  EPERM: 'the operation is not permitted; give this user read and write access to the folder',
  EROFS: 'the file system is read-only; keep the store on a writable one',
  ENOTDIR: 'a file stands where a folder is needed; move it away, or name another folder',
  EEXIST: 'a file stands where a folder is needed; move it away, or name another folder',
  EISDIR: 'a folder stands where a file is needed; move it away',
  EMFILE: 'too many files are open; raise the limit (`ulimit -n`), or lower the concurrency',
  ENFILE: 'too many files are open on this machine; close some',
  ENAMETOOLONG: 'the path is too long; name a folder with a shorter path',
  EIO: 'the disk answered with an error; check the disk',
};

export const codeOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
};

/** @param doing e.g. `write scans/…/findings`. */
export const explainFileError = (error: unknown, doing: string, location: string): Error => {
  const code = codeOf(error);
  // Not the file system's: what a body threw while it was being written is the writer's own.
  if (code === '' || !/^E[A-Z]+$/.test(code))
    return error instanceof Error ? error : new Error(String(error));
  const mend = mends[code] ?? (error instanceof Error ? error.message : code);
  return new StoreError(`store ${location}: can't ${doing}: ${mend} (${code})`, code, error);
};
