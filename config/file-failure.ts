/** What the file system's own errors mean to the person who named the file. */

const mends: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there',
  ENOSPC: 'the disk is full; free space, or name a place on another one',
  EDQUOT: 'the disk quota is used up; free space, or name a place on another disk',
  EFBIG: 'the file would be larger than this process may write (`ulimit -f`)',
  EACCES: 'the permission is missing; give it to this user, or name another place',
  EPERM: 'the operation is not permitted; give this user the permission, or name another place',
  EROFS: 'the file system is read-only; name a place on a writable one',
  ENOTDIR: 'a file stands where a folder is needed; move it away, or name another place',
  EEXIST: 'something stands there already; move it away, or name another place',
  EISDIR: 'a folder stands where a file is needed; name a file',
  ENOTEMPTY: 'the folder is not empty; empty it, or name another place',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'too many files are open; raise the limit (`ulimit -n`)',
  ENFILE: 'too many files are open on this machine; close some',
  ENAMETOOLONG: 'the path is too long; name a shorter one',
  EIO: 'the disk answered with an error; check the disk',
};

/** The code of the file system, such as `EACCES`; undefined for any other error. */
export const fileCode = (error: unknown): string | undefined => {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  return Object.hasOwn(mends, error.code) ? error.code : undefined;
};

/** What is wrong and how it is mended, with the code; the code or the error's own words where that is not known. */
export const fileMend = (error: unknown): string => {
  const code = fileCode(error);
  if (code !== undefined) return `${mends[code]} (${code})`;
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
};

/** A sentence for an error that nobody foresaw where it came up; undefined where it is not the file system's. */
export const fileFailure = (error: unknown): string | undefined => {
  if (fileCode(error) === undefined || !(error instanceof Error) || !('syscall' in error)) return undefined;
  const { path } = error as { readonly path?: unknown };
  const reads = error.syscall === 'read' || error.syscall === 'scandir' || error.syscall === 'stat';
  const what = typeof path === 'string' ? path : 'the output';
  return `can't ${reads ? 'read' : 'open or write'} ${what}: ${fileMend(error)}`;
};
