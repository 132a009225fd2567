/** What is timed: our pass over a byte range of the workload, and the floor under it. */
import type { CheckPlan } from '#engine/plan.ts';
import type { ByteRange } from '../workload/lines.ts';
import { readLines } from '../workload/lines.ts';
import { normalise } from '../workload/normalise.ts';
import type { Row } from '../workload/rows.ts';
import { Pass, type Totals } from './pass.ts';

export interface JudgeRange {
  readonly input: string;
  readonly range: ByteRange;
  readonly output: string;
  readonly plan: CheckPlan;
  readonly parts?: boolean;
}

export const judgeRange = (job: JudgeRange): Promise<Totals> => {
  const pass = new Pass({ plan: job.plan, output: job.output, parts: job.parts ?? false });
  readLines(job.input, job.range, (line) => pass.add(normalise(JSON.parse(line) as Row)));
  return pass.end();
};

/** Reads and parses the same bytes and does nothing with them. Returns the number of values. */
export const parseRange = (input: string, range: ByteRange): number => {
  let values = 0;
  readLines(input, range, (line) => {
    // Kept from being optimised away by looking at it.
    if (typeof JSON.parse(line) === 'object') values += 1;
  });
  return values;
};
