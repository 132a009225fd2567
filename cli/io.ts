/** What a command may touch of the process that it runs in; tests hand in their own. */
import type { Writable } from 'node:stream';

export interface Output {
  /** Resolves when there is room for more; what nobody reads any more is dropped. */
  write(text: string): Promise<void>;
  readonly isTTY: boolean;
  /** Columns; 0 where nobody knows. */
  readonly columns: number;
}

export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Aborted when the person at the keyboard, or a supervisor, ends it. */
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** How this reader calls Plumbline; stands before every command that is printed. */
  readonly command: string;
}

/**
 * A process stream. A reader that went away (`plumbline checks | head -1`) is no failure of the command: a scan still
 * has to be committed. Any other error of the stream rejects the write.
 */
export const streamOutput = (stream: Writable & { isTTY?: boolean; columns?: number }): Output => {
  let gone = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (isGone(error)) gone = true;
  });
  return {
    get isTTY() {
      return stream.isTTY === true;
    },
    get columns() {
      return stream.columns ?? 0;
    },
    write: (text) =>
      gone
        ? Promise.resolve()
        : new Promise((resolve, reject) => {
            stream.write(text, (error) => {
              if (error === null || error === undefined || isGone(error)) resolve();
              else reject(error);
            });
          }),
  };
};

const isGone = (error: NodeJS.ErrnoException): boolean =>
  error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED' || error.code === 'ECONNRESET';
