/** How long a function may go on, in the two steps in which it has to end. */
import type { LambdaContext } from './runtime.ts';

/** The time limit came before the work was done, and before there was anything to go on from. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError';
}

export interface TimeLeft {
  /** True from where a shard ends at its next checkpoint. */
  readonly short: () => boolean;
  /** Aborts where not even that is possible any more. */
  readonly signal: AbortSignal;
  /** Lets the timer go. */
  readonly end: () => void;
}

/** Milliseconds for writing what a shard holds, and for saying so; of a short limit a share. */
const pauseMargin = 60_000;
const abortMargin = 10_000;

export const timeLeft = (context: LambdaContext): TimeLeft => {
  const all = context.getRemainingTimeInMillis();
  const pauseAt = Math.min(pauseMargin, all / 4);
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new TimeLimitError(`nothing was read to a checkpoint within ${all} ms`)),
    all - Math.min(abortMargin, all / 10),
  );
  return {
    short: () => context.getRemainingTimeInMillis() < pauseAt,
    signal: controller.signal,
    end: () => clearTimeout(timer),
  };
};
