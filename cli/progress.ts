/** What the pipeline tells while it scans, as the live lines on stderr show it. */

import { version } from '#config/version.ts';
import type { Provider } from '#model/resource.ts';
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

/** Cloud → what it was asked so far; in the order in which they are shown. */
export type Usages = ReadonlyMap<Provider, Pick<SourceUsage, 'calls' | 'throttled'>>;

export interface WatchOptions {
  readonly estate: string;
  readonly color: boolean;
  /** Cloud → resources of the last scan of this estate, for a guess of the time left. */
  readonly expected: ReadonlyMap<string, number>;
  /** Of the sources themselves: events are rare while they plan, or wait for a cloud. */
  readonly usages: () => Usages;
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

/** What is known of one cloud. */
class CloudProgress {
  shards: number | undefined;
  done = 0;
  finished = 0;
  /** Shard under way → resources of it. */
  readonly reading = new Map<string, number>();

  resources(): number {
    return [...this.reading.values()].reduce((sum, each) => sum + each, this.finished);
  }
}

/** The events so far as one state. */
export class SeenProgress {
  readonly #options: WatchOptions;
  readonly #clouds = new Map<string, CloudProgress>();
  readonly #accounts = new Set<string>();
  #current = 'planning';
  #phase: 'reading' | 'comparing' = 'reading';

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  see(event: ScanProgress): void {
    switch (event.type) {
      case 'planned':
        this.#cloud(event.provider).shards = event.shards;
        for (const account of event.accounts) this.#accounts.add(account);
        break;
      case 'shard-started':
        // One that starts over is counted anew.
        this.#cloud(cloudOf(event.shard)).reading.set(event.shard, 0);
        this.#current = event.shard;
        break;
      case 'reading':
        this.#cloud(cloudOf(event.shard)).reading.set(event.shard, event.resources);
        this.#current = event.shard;
        break;
      case 'shard-finished': {
        const cloud = this.#cloud(cloudOf(event.shard));
        cloud.reading.delete(event.shard);
        cloud.done += 1;
        cloud.finished += event.resources;
        break;
      }
      case 'comparing':
        this.#phase = 'comparing';
        this.#current = event.with === 0 ? 'nothing to compare with' : `comparing with scan ${event.with}`;
        break;
      case 'committed':
        this.#current = `scan ${event.number} committed`;
        break;
      case 'started':
      case 'overtaken':
      case 'notice':
        break;
    }
  }

  state(): Omit<ProgressState, 'elapsed'> {
    const { estate, expected, usages } = this.#options;
    const scope = this.#accounts.size === 0 ? '' : `: ${plural(this.#accounts.size, 'account')}`;
    return {
      title: `Plumbline ${version} · ${estate}${scope}`,
      providers: [...usages()].map(([provider, { calls, throttled }]) => {
        const cloud = this.#cloud(provider);
        const { shards, done } = cloud;
        return {
          provider,
          scope: shards === undefined ? 'planning' : `${done} of ${plural(shards, 'shard')}`,
          resources: cloud.resources(),
          expected: expected.get(provider) ?? 0,
          calls,
          throttled,
          // What could not be planned has no shard to wait for.
          done: this.#phase === 'comparing' || shards === done,
        };
      }),
      current: this.#current,
    };
  }

  #cloud(provider: string): CloudProgress {
    const cloud = this.#clouds.get(provider) ?? new CloudProgress();
    this.#clouds.set(provider, cloud);
    return cloud;
  }
}

/** With it the names of its shards begin. */
const cloudOf = (shard: string): string => shard.split('/', 1)[0] ?? shard;
