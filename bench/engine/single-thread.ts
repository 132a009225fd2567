/** 100,000 resources on one thread, beside parsing the same bytes in the same process. */
import { join } from 'node:path';
import { allChecks } from '#checks/index.ts';
import { planChecks } from '#engine/plan.ts';
import { alternate } from '../alternate.ts';
import type { Measured } from '../result.ts';
import { withWorkload } from '../workload/file.ts';
import { rowAt } from '../workload/rows.ts';
import { judgeRange, parseRange } from './range.ts';

export const resources = 100_000;
const passes = 9;

const measure = (name: string, parts: boolean): Promise<readonly Measured[]> =>
  withWorkload(
    resources,
    (index) => JSON.stringify(rowAt(index)),
    async (input) => {
      const plan = planChecks(allChecks);
      const range = { start: 0, end: input.bytes };
      const output = join(input.folder, 'store');
      const { ours, reference } = await alternate(
        passes,
        () => judgeRange({ input: input.path, range, output, plan, parts }),
        () => parseRange(input.path, range),
      );
      return [{ name, ours, reference }];
    },
  );

export const engine = () => measure('engine', false);

/** As `engine`, and the judged parts are stored: what evidence for a later question would cost. */
export const engineWithParts = () => measure('engine-with-parts', true);
