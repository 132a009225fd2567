/** One pass over resources as a scan makes it: judge each, sort what a shard found, write it as the store keeps it. */
import { Judge } from '#engine/judge.ts';
import type { CheckPlan } from '#engine/plan.ts';
import { judgedParts } from '#engine/plan.ts';
import type { FailRow } from '#model/finding.ts';
import { compareFindings } from '#model/finding.ts';
import { known } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import type { KeptParts } from '#pipeline/shard-log.ts';
import { ShardLog } from '#pipeline/shard-log.ts';
import { writeRows } from '#store/blocks.ts';
import type { StoreDriver } from '#store/driver.ts';
import { filesStore } from '#store/files.ts';

export interface PassOptions {
  readonly plan: CheckPlan;
  /** Folder of a store; files of an earlier pass are replaced. */
  readonly output: string;
  /** Also stores the parts that were judged, as a later question about them would need. */
  readonly parts?: boolean;
}

export interface Totals {
  readonly resources: number;
  readonly questions: number;
  readonly fails: number;
  readonly passes: number;
  readonly unknowns: number;
}

export class Pass {
  readonly #options: PassOptions;
  readonly #store: StoreDriver;
  readonly #kept: KeptParts;
  #judge: Judge | undefined;
  #rows: FailRow[] = [];
  #log: ShardLog | undefined;
  #shard = '';
  #shards = 0;
  #writing: Promise<unknown>[] = [];
  #totals = { resources: 0, questions: 0, fails: 0, passes: 0, unknowns: 0 };

  constructor(options: PassOptions) {
    this.#options = options;
    this.#kept = judgedParts(options.plan);
    this.#store = filesStore({ root: options.output });
  }

  add(resource: Resource): void {
    // A scan judges account by account and region by region; the workload comes in that order.
    const shard = resource.account + resource.region;
    if (this.#judge === undefined || shard !== this.#shard) {
      this.#endShard();
      this.#shard = shard;
      this.#judge = this.#startJudge(resource.account);
      if (this.#options.parts === true) {
        this.#log = new ShardLog({ store: this.#store, prefix: `shards/${this.#shards}`, kept: this.#kept });
      }
    }
    this.#judge.judge(resource);
    this.#totals.resources += 1;
    this.#log?.push({ type: 'resource', resource });
  }

  /** Waits for the disk; call it between shards where many are to come. */
  async settle(): Promise<void> {
    await Promise.all(this.#writing);
    this.#writing = [];
  }

  async end(): Promise<Totals> {
    this.#endShard();
    await this.settle();
    return this.#totals;
  }

  #startJudge(account: string): Judge {
    return new Judge({
      plan: this.#options.plan,
      analyses: {
        trust: known({ accounts: new Set([account]), organization: 'o-bench', partners: new Set<string>() }),
      },
      onFail: (row) => {
        this.#rows.push(row);
      },
      ownerTags: ['team'],
    });
  }

  #endShard(): void {
    if (this.#judge === undefined) return;
    for (const counts of this.#judge.counts().values()) {
      this.#totals.questions += counts.asked;
      this.#totals.fails += counts.fail;
      this.#totals.passes += counts.pass;
      this.#totals.unknowns += counts.unknown;
    }
    const key = `shards/${this.#shards}`;
    this.#shards += 1;
    this.#writing.push(writeRows(this.#store, `${key}/fails`, this.#rows.sort(compareFindings)));
    const unknowns = this.#judge.unknowns();
    if (unknowns.length > 0) this.#writing.push(writeRows(this.#store, `${key}/unknowns`, unknowns));
    if (this.#log !== undefined) this.#writing.push(this.#log.end());
    this.#rows = [];
    this.#log = undefined;
    this.#judge = undefined;
  }
}
