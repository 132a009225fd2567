/** Peak memory of a scan's inner loop as the estate grows, in a process of its own for each size. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Measured } from '../result.ts';
import type { Streamed } from './streamed.ts';

const sizes = [100_000, 400_000, 1_000_000] as const;
const run = promisify(execFile);

export const memory = async (): Promise<readonly Measured[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
  try {
    const results: Measured[] = [];
    const peaks = new Map<number, number>();
    for (const size of sizes) {
      const ours = await stream('judge', size, folder);
      const floor = await stream('parse', size, folder);
      peaks.set(size, ours.peakMemoryMiB);
      results.push({
        name: `memory-${size}`,
        ours: ours.milliseconds,
        reference: floor.milliseconds,
        peakMemoryMiB: ours.peakMemoryMiB,
      });
    }
    const [settled, largest] = [peaks.get(400_000) ?? 0, peaks.get(1_000_000) ?? 0];
    results.push({
      name: 'memory-growth-after-400000',
      ours: largest,
      reference: settled,
      unit: 'MiB',
      peakMemoryMiB: largest,
    });
    return results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const stream = async (work: 'judge' | 'parse', size: number, folder: string): Promise<Streamed> => {
  const { stdout } = await run(process.execPath, [
    // The young generation decides how much memory is resident, not the data; functions are started like this.
    '--max-semi-space-size=4',
    fileURLToPath(new URL('./streamed.ts', import.meta.url)),
    work,
    String(size),
    join(folder, 'findings'),
  ]);
  const streamed = JSON.parse(stdout) as Streamed;
  if (streamed.resources !== size) throw new Error(`${streamed.resources} of ${size} resources were read`);
  return streamed;
};
