/**
 * What a scan does while it runs, on stderr. A terminal gets one line that is rewritten, so that it is seen to live
 * also while one slow call is out; anything else gets a plain line each five seconds.
 */
import { count, plural } from '#reports/text/numbers.ts';
import type { Io } from './io.ts';

export interface ProgressState {
  readonly provider: string;
  readonly shardsDone: number;
  /** 0 while the plan is being made. */
  readonly shards: number;
  readonly resources: number;
  readonly calls: number;
  readonly throttled: number;
}

export interface Progress {
  /** Stops the clock and clears the line. */
  end(): Promise<void>;
}

const heartbeat = 250;
const plainEvery = 5000;
const clearLine = '\r\u001b[2K';

/** @param state asked at each beat. */
export const showProgress = (
  io: Pick<Io, 'stderr' | 'env' | 'now'>,
  state: () => ProgressState,
): Progress => {
  const started = io.now().getTime();
  const rewrites = io.stderr.isTTY && io.env['TERM'] !== 'dumb';
  const show = (): void => {
    const line = progressLine(state(), started, io.now());
    const text = rewrites
      ? clearLine + line.slice(0, Math.max(20, io.stderr.columns || 100) - 1)
      : `${line}\n`;
    // Nobody waits for progress: if it can't be written, the scan goes on without it.
    io.stderr.write(text).catch(() => undefined);
  };
  const timer = setInterval(show, rewrites ? heartbeat : plainEvery);
  timer.unref();
  if (rewrites) show();
  return {
    end: async () => {
      clearInterval(timer);
      if (rewrites) await io.stderr.write(clearLine);
    },
  };
};

/** `06:00:35 aws 12 of 40 shards, 8,214 resources, 184 calls, 4 throttled, ~6 s left`. */
export const progressLine = (state: ProgressState, started: number, now: Date): string => {
  const { provider, shards, shardsDone, resources, calls, throttled } = state;
  const elapsed = Math.max(0, now.getTime() - started) / 1000;
  const seconds = `${Math.floor(elapsed)} s`;
  const lead = `${now.toISOString().slice(11, 19)} ${provider}`;
  if (shards === 0) return `${lead} planning, ${plural(calls, 'call')}, ${seconds}`;
  const left =
    shardsDone === 0 ? '' : `, ~${Math.ceil((elapsed / shardsDone) * (shards - shardsDone))} s left`;
  return [
    `${lead} ${count(shardsDone)} of ${plural(shards, 'shard')}, ${plural(resources, 'resource')}`,
    plural(calls, 'call'),
    ...(throttled === 0 ? [] : [`${count(throttled)} throttled`]),
    `${seconds}${left}`,
  ].join(', ');
};
