/**
 * A child of the `memory` benchmark: node streamed.ts <judge|parse> <resources> <output>. Rows are generated, turned
 * into text, parsed and judged one piece at a time, so nothing but what the scan keeps can grow.
 */
import { allChecks } from '#checks/index.ts';
import { planChecks } from '#engine/plan.ts';
import { Pass } from '../engine/pass.ts';
import { peakMemoryMiB } from '../result.ts';
import { normalise } from '../workload/normalise.ts';
import { shardSize } from '../workload/place.ts';
import { type Row, rowAt } from '../workload/rows.ts';

/** What a child prints. */
export interface Streamed {
  readonly resources: number;
  readonly milliseconds: number;
  readonly peakMemoryMiB: number;
}

const [work, count = '0', output = ''] = process.argv.slice(2);
const start = performance.now();
let resources = 0;
if (work === 'parse') {
  for (let index = 0; index < Number(count); index++) {
    if (typeof JSON.parse(JSON.stringify(rowAt(index))) === 'object') resources += 1;
  }
} else {
  const pass = new Pass({ plan: planChecks(allChecks), output });
  for (let index = 0; index < Number(count); index++) {
    pass.add(normalise(JSON.parse(JSON.stringify(rowAt(index))) as Row));
    if (index % shardSize === 0) await pass.settle();
  }
  resources = (await pass.end()).resources;
}
const streamed: Streamed = {
  resources,
  milliseconds: performance.now() - start,
  peakMemoryMiB: peakMemoryMiB(),
};
process.stdout.write(`${JSON.stringify(streamed)}\n`);
