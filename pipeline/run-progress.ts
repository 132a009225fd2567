/** Counts while a scan runs, and tells whoever listens. */
import type { Source } from '#model/source.ts';
import type { ShardProgress } from './judge-shard.ts';
import type { ScanProgress, ScanTotals } from './scan-options.ts';

const every = 250;

type Event = ScanProgress extends infer E ? (E extends ScanProgress ? Omit<E, 'totals'> : never) : never;

export class RunProgress implements ShardProgress {
  readonly #sources: readonly Source[];
  readonly #listener: (event: ScanProgress) => void;
  readonly #perShard = new Map<string, number>();
  #shards = 0;
  #shardsDone = 0;
  #resources = 0;
  #fails = 0;

  constructor(sources: readonly Source[], listener: (event: ScanProgress) => void) {
    this.#sources = sources;
    this.#listener = listener;
  }

  /** Before the shards of a plan start. */
  expect(shards: number): void {
    this.#shards += shards;
  }

  tell(event: Event): void {
    this.#listener({ ...event, totals: this.totals() });
  }

  totals(): ScanTotals {
    const usages = this.#sources.map((source) => source.usage());
    return {
      shards: this.#shards,
      shardsDone: this.#shardsDone,
      resources: this.#resources,
      fails: this.#fails,
      calls: usages.reduce((sum, usage) => sum + usage.calls, 0),
      throttled: usages.reduce((sum, usage) => sum + usage.throttled, 0),
    };
  }

  readonly started = (shard: string, resumed = false): void => {
    // One that starts over is counted anew.
    this.#resources -= this.#perShard.get(shard) ?? 0;
    this.#perShard.set(shard, 0);
    this.tell({ type: 'shard-started', shard, ...(resumed ? { resumed } : {}) });
  };

  readonly found = (shard: string, resources: number, fails: number, failure?: string): void => {
    this.tell({ type: 'shard-started', shard, resumed: true });
    this.#resources += resources;
    this.finished(shard, resources, fails, failure);
  };

  readonly resource = (shard: string): void => {
    this.#resources += 1;
    const count = (this.#perShard.get(shard) ?? 0) + 1;
    this.#perShard.set(shard, count);
    if (count % every === 0) this.tell({ type: 'reading', shard, resources: count });
  };

  readonly finished = (shard: string, resources: number, fails: number, failure?: string): void => {
    this.#shardsDone += 1;
    this.#fails += fails;
    this.#perShard.delete(shard);
    const broken = failure === undefined ? {} : { failure };
    this.tell({ type: 'shard-finished', shard, resources, fails, ...broken });
  };
}
