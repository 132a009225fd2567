/** Who this process is to others that share its store. */
import { hostname } from 'node:os';
import process from 'node:process';

export const thisProcess = (): { readonly host: string; readonly pid: number } => ({
  host: hostname(),
  pid: process.pid,
});

/** Whether a process of this host runs; another user's counts. */
export const isRunning = (pid: number): boolean => {
  try {
    // Signal 0 is sent to nobody: it only asks.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};
