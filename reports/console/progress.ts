/** Live progress on stderr: one line per provider rewritten in place, or one plain line each five seconds. */
import { columns } from '../text/clean.ts';
import { clock, count } from '../text/numbers.ts';
import type { ScreenOptions } from './screen.ts';
import { Screen } from './screen.ts';

interface ProviderProgress {
  readonly provider: string;
  /** "6 accounts", in the provider's own word; empty while it is not known. */
  readonly scope: string;
  readonly resources: number;
  /** 0 where nobody can tell. */
  readonly expected: number;
  readonly calls: number;
  readonly throttled: number;
  readonly done: boolean;
}

export interface ProgressState {
  /** "Plumbline 0.1.0 · scan 12 · harbor: 11 accounts"; may hold a cloud's text. */
  readonly title: string;
  /** Milliseconds since the scan began. */
  readonly elapsed: number;
  readonly providers: readonly ProviderProgress[];
  /** What is being waited for, so that a still line still says something; empty where nothing is. */
  readonly current: string;
}

/** Seconds left at the speed so far; `undefined` while nothing can be said. */
const secondsLeft = (row: ProviderProgress, elapsed: number): number | undefined => {
  if (row.done || row.resources <= 0 || row.expected <= row.resources) return undefined;
  return Math.ceil(((row.expected - row.resources) / row.resources) * (elapsed / 1000));
};

const amount = (row: ProviderProgress): string =>
  !row.done && row.expected > row.resources
    ? `${count(row.resources)} of ~${count(row.expected)}`
    : count(row.resources);

/** The live block: title, providers, and last the line with the time. No line is wider than the screen. */
export const liveLines = (state: ProgressState, options: ScreenOptions): readonly string[] => {
  const screen = new Screen(options);
  const { colors } = screen;
  const calls = state.providers.reduce((sum, row) => sum + row.calls, 0);
  const rows = state.providers.map((row) => {
    const left = secondsLeft(row, state.elapsed);
    const throttled = row.throttled === 0 ? '' : `${count(row.throttled)} throttled`;
    const wide = screen.width >= 86;
    const facts = [
      screen.left(screen.name(row.provider), 13),
      wide ? screen.left(screen.cutName(row.scope, 16), 18) : '',
      screen.left(amount(row), wide ? 18 : 16),
      wide ? screen.left(`${count(row.calls)} calls`, 13) : '',
    ].join('');
    const held = wide ? screen.left(throttled, 14) : '';
    const word = row.done ? 'done' : left === undefined ? '' : `~${left} s left`;
    // A line that wraps would break the rewinding.
    if (columns(facts) + columns(held) + word.length + 3 > screen.width) {
      return screen.cutText(`  ${facts}${held}${word}`.trimEnd(), screen.width - 1);
    }
    return `  ${facts}${colors.yellow(held)}${row.done ? colors.green(word) : word}`;
  });
  const time = `  ${clock(state.elapsed)}   ${count(calls)} calls`;
  const room = screen.width - time.length - 4;
  const current = state.current === '' || room < 16 ? '' : `   ${screen.cutName(state.current, room)}`;
  return [screen.cutText(screen.name(state.title), screen.width - 1), '', ...rows, `${time}${current}`].map(
    (line) => line.trimEnd(),
  );
};

/** `06:00:35 aws 8,214 of ~8,300, 184 calls, 4 throttled, ~6 s left`, one per provider that is not done, or all done. */
export const plainLines = (state: ProgressState, now: Date, options: ScreenOptions): readonly string[] => {
  const screen = new Screen({ ...options, color: false });
  const at = now.toISOString().slice(11, 19);
  const open = state.providers.filter((row) => !row.done);
  return (open.length === 0 ? state.providers : open).map((row) => {
    const left = secondsLeft(row, state.elapsed);
    const parts = [
      `${screen.name(row.provider)} ${amount(row)}`,
      `${count(row.calls)} calls`,
      ...(row.throttled === 0 ? [] : [`${count(row.throttled)} throttled`]),
      ...(row.done ? ['done'] : left === undefined ? [] : [`~${left} s left`]),
    ];
    return `${at} ${parts.join(', ')}`;
  });
};

export interface ProgressTimer {
  readonly now: () => number;
  /** Calls back every so many milliseconds until the returned function is called. */
  readonly every: (milliseconds: number, callback: () => void) => () => void;
}

export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly write: (text: string) => unknown;
}

const liveInterval = 250;
const plainInterval = 5_000;

/** Up `lines`, to the first column, and clear from there to the end of the screen. */
const rewind = (lines: number): string => (lines === 0 ? '' : `\u001b[${lines}A\r\u001b[J`);

/**
 * Shows what `state` says at the moment of each tick. `elapsed` is counted here, so the time line goes on changing
 * while a cloud is silent.
 */
export class Progress {
  readonly #stream: ProgressStream;
  readonly #timer: ProgressTimer;
  readonly #options: ScreenOptions;
  readonly #state: () => Omit<ProgressState, 'elapsed'>;
  readonly #began: number;
  readonly #live: boolean;
  #drawn = 0;
  #stop: (() => void) | undefined;

  constructor(
    state: () => Omit<ProgressState, 'elapsed'>,
    stream: ProgressStream,
    timer: ProgressTimer,
    options: ScreenOptions & { readonly dumb?: boolean },
  ) {
    this.#state = state;
    this.#stream = stream;
    this.#timer = timer;
    this.#options = options;
    this.#began = timer.now();
    // A dumb terminal can't move its cursor.
    this.#live = stream.isTTY === true && options.dumb !== true;
  }

  start(): void {
    if (this.#live) this.#draw();
    this.#stop = this.#timer.every(this.#live ? liveInterval : plainInterval, () => this.#tick());
  }

  /** Takes the live block away, so that the summary stands alone. */
  end(): void {
    this.#stop?.();
    this.#stop = undefined;
    if (this.#live) this.#stream.write(rewind(this.#drawn));
    this.#drawn = 0;
  }

  /** For a message while the block is up: it goes above it. */
  say(line: string): void {
    if (!this.#live) {
      this.#stream.write(`${line}\n`);
      return;
    }
    this.#stream.write(`${rewind(this.#drawn)}${line}\n`);
    this.#drawn = 0;
    if (this.#stop !== undefined) this.#draw();
  }

  #tick(): void {
    if (this.#live) this.#draw();
    else {
      const now = new Date(this.#timer.now());
      for (const line of plainLines(this.#current(), now, this.#options)) this.#stream.write(`${line}\n`);
    }
  }

  #draw(): void {
    const lines = liveLines(this.#current(), this.#options);
    this.#stream.write(`${rewind(this.#drawn)}${lines.join('\n')}\n`);
    this.#drawn = lines.length;
  }

  #current(): ProgressState {
    return { ...this.#state(), elapsed: this.#timer.now() - this.#began };
  }
}
