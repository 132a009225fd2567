/** The same 100,000 resources in two workers, each on half of the bytes: warm, and as a whole cold process. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { alternate } from '../alternate.ts';
import type { Measured } from '../result.ts';
import { type WorkloadFile, withWorkload } from '../workload/file.ts';
import { splitBytes } from '../workload/lines.ts';
import { rowAt } from '../workload/rows.ts';
import { parseRange } from './range.ts';
import { resources } from './single-thread.ts';
import { type Slice, startSliceWorker } from './slice-worker.ts';

const passes = 7;
const run = promisify(execFile);

export const engineTwoThreads = (): Promise<readonly Measured[]> =>
  withWorkload(
    resources,
    (index) => JSON.stringify(rowAt(index)),
    async (input) => [await warm(input), await cold(input)],
  );

/** Against the floor of one thread, so 0.5 is the best that two could do without any work of ours. */
const warm = async (input: WorkloadFile): Promise<Measured> => {
  const ranges = splitBytes(input.bytes, 2);
  const workers = ranges.map(() => startSliceWorker(new URL('./slice-worker.ts', import.meta.url)));
  const slices = ranges.map(
    (range, index): Slice => ({
      work: 'judge',
      input: input.path,
      range,
      output: join(input.folder, `findings-${index}`),
    }),
  );
  const measured = await alternate(
    passes,
    async () => {
      const counts = await Promise.all(
        slices.map((slice, index) => workers[index]?.run(slice) ?? Promise.reject(new Error('no worker'))),
      );
      confirm(counts.reduce((sum, count) => sum + count, 0));
    },
    () => parseRange(input.path, { start: 0, end: input.bytes }),
  );
  await Promise.all(workers.map((worker) => worker.end()));
  return { name: 'engine-two-threads', ...measured };
};

/** From starting the process to its end, against a process that starts two workers which only parse. */
const cold = async (input: WorkloadFile): Promise<Measured> => {
  const bundle = join(input.folder, 'cold.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./cold.ts', import.meta.url))],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
  });
  let peak = 0;
  const start = async (work: Slice['work']): Promise<void> => {
    const { stdout } = await run(process.execPath, [
      bundle,
      work,
      input.path,
      String(input.bytes),
      input.folder,
    ]);
    const { resources: seen, maxRSS } = JSON.parse(stdout) as { resources: number; maxRSS: number };
    confirm(seen);
    if (work === 'judge') peak = Math.max(peak, maxRSS / 1024);
  };
  const measured = await alternate(
    passes,
    () => start('judge'),
    () => start('parse'),
  );
  return { name: 'engine-two-threads-cold', ...measured, peakMemoryMiB: peak };
};

const confirm = (seen: number): void => {
  if (seen !== resources) throw new Error(`${seen} of ${resources} resources were judged`);
};
