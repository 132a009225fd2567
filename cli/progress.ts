/** What the pipeline tells while it scans, as the live lines on stderr show it. */

import { version } from '#config/version.ts';
import type { SourceUsage } from '#model/source.ts';
import type { ScanProgress } from '#pipeline/scan-options.ts';
import type { ProgressState } from '#reports/console/progress.ts';
import { Progress } from '#reports/console/progress.ts';
import { plural } from '#reports/text/numbers.ts';
import { screenOf } from './context.ts';
import type { Io } from './io.ts';

export interface ScanWatch {
  readonly see: (event: ScanProgress) => void;
  /** Takes the live lines away. */
  readonly end: () => void;
}

export interface WatchOptions {
  readonly estate: string;
  readonly color: boolean;
  /** Resources of the last scan of this estate, for a guess of the time left; 0 where there is none. */
  readonly expected: number;
  /** Of the source itself: events are rare while it plans, or waits for a cloud. */
  readonly usage: () => Pick<SourceUsage, 'calls' | 'throttled'>;
}

export const watchScan = (io: Io, options: WatchOptions): ScanWatch => {
  const seen = new SeenProgress(options);
  const progress = new Progress(
    () => seen.state(),
    {
      isTTY: io.stderr.isTTY,
      // Nobody waits for progress: if it can't be written, the scan goes on without it.
      write: (text) => io.stderr.write(text).catch(() => undefined),
    },
    {
      now: () => io.now().getTime(),
      every: (milliseconds, callback) => {
        const timer = setInterval(callback, milliseconds);
        // A scan that is done must not wait for its progress.
        timer.unref();
        return () => clearInterval(timer);
      },
    },
    { ...screenOf(io, io.stderr, options.color), dumb: io.env['TERM'] === 'dumb' },
  );
  progress.start();
  return {
    see: (event) => {
      seen.see(event);
      if (event.type === 'notice') progress.say(event.text);
      if (event.type === 'overtaken')
        progress.say(`Scan ${event.by} was committed first; comparing with it.`);
    },
    end: () => progress.end(),
  };
};

/** The events so far as one state. */
export class SeenProgress {
  readonly #options: WatchOptions;
  #totals: ScanProgress['totals'] | undefined;
  #scope = '';
  #current = 'planning';

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  see(event: ScanProgress): void {
    this.#totals = event.totals;
    switch (event.type) {
      case 'planned':
        this.#scope = plural(event.accounts.length, 'account');
        break;
      case 'shard-started':
      case 'reading':
        this.#current = event.shard;
        break;
      case 'comparing':
        this.#current = event.with === 0 ? 'nothing to compare with' : `comparing with scan ${event.with}`;
        break;
      case 'committed':
        this.#current = `scan ${event.number} committed`;
        break;
      case 'started':
      case 'shard-finished':
      case 'overtaken':
      case 'notice':
        break;
    }
  }

  state(): Omit<ProgressState, 'elapsed'> {
    const { estate, expected, usage } = this.#options;
    const { calls, throttled } = usage();
    const shards = this.#totals?.shards ?? 0;
    const shardsDone = this.#totals?.shardsDone ?? 0;
    return {
      title: `Plumbline ${version} · ${estate}${this.#scope === '' ? '' : `: ${this.#scope}`}`,
      providers: [
        {
          provider: 'aws',
          scope: shards === 0 ? 'planning' : `${shardsDone} of ${plural(shards, 'shard')}`,
          resources: this.#totals?.resources ?? 0,
          expected,
          calls,
          throttled,
          done: shards > 0 && shards === shardsDone,
        },
      ],
      current: this.#current,
    };
  }
}
