/**
 * One half of the workload. A worker reads its own bytes and posts counts: parsed values that cross from thread to
 * thread cost more than everything else together.
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { allChecks } from '#checks/index.ts';
import { planChecks } from '#engine/plan.ts';
import type { ByteRange } from '../workload/lines.ts';
import { judgeRange, parseRange } from './range.ts';

export interface Slice {
  readonly work: 'judge' | 'parse';
  readonly input: string;
  readonly range: ByteRange;
  readonly output: string;
}

const run = async (slice: Slice): Promise<number> => {
  switch (slice.work) {
    case 'judge': {
      const { input, range, output } = slice;
      return (await judgeRange({ input, range, output, plan: planChecks(allChecks) })).resources;
    }
    case 'parse':
      return parseRange(slice.input, slice.range);
  }
};

/** @param file the module or bundle that holds this code, which the worker starts from. */
export const startSliceWorker = (file: URL): SliceWorker => {
  // A young generation that stays small keeps two threads within the memory of one.
  const worker = new Worker(file, {
    workerData: 'slice-worker',
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
  return {
    run: (slice) =>
      new Promise<number>((resolve, reject) => {
        worker.once('message', (resources: number) => {
          worker.off('error', reject);
          resolve(resources);
        });
        worker.once('error', reject);
        worker.postMessage(slice);
      }),
    end: async () => {
      await worker.terminate();
    },
  };
};

export interface SliceWorker {
  /** Resolves to the number of resources in the slice. */
  run(slice: Slice): Promise<number>;
  end(): Promise<void>;
}

if (!isMainThread && workerData === 'slice-worker') {
  parentPort?.on('message', async (slice: Slice) => parentPort?.postMessage(await run(slice)));
}
