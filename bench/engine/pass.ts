/** One pass over resources as a scan makes it: judge each, sort what a shard found, write it as blocks. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { Judge } from '#engine/judge.ts';
import type { CheckPlan } from '#engine/plan.ts';
import type { FailRow } from '#model/finding.ts';
import { compareFindings } from '#model/finding.ts';
import { known } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import { BlockWriter } from './blocks.ts';

export interface PassOptions {
  readonly plan: CheckPlan;
  /** Receives the findings; overwritten. */
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
  readonly bytesWritten: number;
}

export class Pass {
  readonly #options: PassOptions;
  readonly #descriptor: number;
  readonly #findings: BlockWriter;
  readonly #parts: BlockWriter;
  #judge: Judge | undefined;
  #rows: FailRow[] = [];
  #shard = '';
  #totals = { resources: 0, questions: 0, fails: 0, passes: 0, unknowns: 0, bytesWritten: 0 };

  constructor(options: PassOptions) {
    this.#options = options;
    this.#descriptor = openSync(options.output, 'w');
    const sink = (block: Uint8Array): void => {
      this.#totals.bytesWritten += writeSync(this.#descriptor, block);
    };
    this.#findings = new BlockWriter(sink);
    this.#parts = new BlockWriter(sink);
  }

  add(resource: Resource): void {
    // A scan judges account by account and region by region; the workload comes in that order.
    const shard = resource.account + resource.region;
    if (this.#judge === undefined || shard !== this.#shard) {
      this.#endShard();
      this.#shard = shard;
      this.#judge = this.#startJudge(resource.account);
    }
    this.#judge.judge(resource);
    this.#totals.resources += 1;
    if (this.#options.parts === true) {
      this.#parts.add(JSON.stringify({ kind: resource.kind, id: resource.id, parts: resource.parts }));
    }
  }

  end(): Totals {
    this.#endShard();
    this.#findings.flush();
    this.#parts.flush();
    closeSync(this.#descriptor);
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
    for (const row of this.#rows.sort(compareFindings)) this.#findings.add(JSON.stringify(row));
    for (const row of this.#judge.unknowns()) this.#findings.add(JSON.stringify(row));
    this.#rows = [];
    this.#judge = undefined;
  }
}
