/** Runs a command line in this process, with streams that keep what was written. */
import type { ExitCode } from '#cli/exit.ts';
import type { Io } from '#cli/io.ts';
import { run } from '#cli/run.ts';

export interface Ran {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly now?: () => Date;
  /** Of the terminal; no terminal when left out. */
  readonly columns?: number;
  /** What each write to stdout fails with. */
  readonly outFails?: Error;
  /** Called after each write to stdout, with all that was written. */
  readonly onOut?: (out: string) => void;
}

export const runCli = async (argv: readonly string[], options: RunOptions = {}): Promise<Ran> => {
  let out = '';
  let err = '';
  const io: Io = {
    stdout: {
      isTTY: options.columns !== undefined,
      columns: options.columns ?? 0,
      write: (text) => {
        if (options.outFails !== undefined) return Promise.reject(options.outFails);
        out += text;
        options.onOut?.(out);
        return Promise.resolve();
      },
    },
    stderr: {
      isTTY: false,
      columns: 0,
      write: (text) => {
        err += text;
        return Promise.resolve();
      },
    },
    env: options.env ?? {},
    cwd: options.cwd ?? '/nowhere',
    signal: options.signal ?? new AbortController().signal,
    now: options.now ?? (() => new Date('2026-11-25T06:00:00Z')),
    command: 'npx plumbline',
  };
  const code = await run(argv, io);
  return { code, out, err };
};
