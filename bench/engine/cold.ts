/** A whole process: node cold.mjs <judge|parse> <input> <bytes> <output folder>. Bundled by `two-threads.ts`, as releases are. */
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { splitBytes } from '../workload/lines.ts';
import { type Slice, startSliceWorker } from './slice-worker.ts';

if (isMainThread) {
  const [work, input = '', bytes, folder = ''] = process.argv.slice(2);
  const counts = await Promise.all(
    splitBytes(Number(bytes), 2).map(async (range, index) => {
      const worker = startSliceWorker(new URL(import.meta.url));
      const slice: Slice = {
        work: work === 'parse' ? 'parse' : 'judge',
        input,
        range,
        output: join(folder, `cold-${index}`),
      };
      const resources = await worker.run(slice);
      await worker.end();
      return resources;
    }),
  );
  const resources = counts.reduce((sum, count) => sum + count, 0);
  process.stdout.write(`${JSON.stringify({ resources, maxRSS: process.resourceUsage().maxRSS })}\n`);
}
