/**
 * How the reader calls Plumbline. Every command that is printed starts with it, so that it can be run as printed:
 * npm runs the project's own `bin` for `npx plumbline` inside a clone; a global install needs no npx.
 */
import { relative, sep } from 'node:path';

export interface Invocation {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** `process.argv[1]`. */
  readonly script: string;
  /** Root folder of the clone; undefined in the published package. */
  readonly clone: string | undefined;
}

export const commandName = ({ env, cwd, script, clone }: Invocation): string => {
  if (clone !== undefined) {
    // npx looks for the project that the working folder is in.
    return isInside(cwd, clone)
      ? 'npx plumbline'
      : `node ${shellWord(`${clone}${sep}bin${sep}plumbline.mjs`)}`;
  }
  const byNpm = env['npm_command'] === 'exec' || env['npm_command'] === 'run-script';
  const inProject = script.includes(`${sep}node_modules${sep}.bin${sep}`);
  return byNpm || inProject ? 'npx plumbline' : 'plumbline';
};

const isInside = (folder: string, root: string): boolean => {
  const path = relative(root, folder);
  return path !== '..' && !path.startsWith(`..${sep}`) && !path.startsWith(sep);
};

/** One word for a POSIX shell. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
