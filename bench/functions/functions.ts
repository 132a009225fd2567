/**
 * What a function costs before it does anything: the size of its bundle, and the time from starting Node to a handler that
 * can be called, beside Node that does nothing. Both are started in turns; of the differences the median counts.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { buildBundle, bundleNames } from '../../scripts/functions/bundles.ts';
import type { Measured } from '../result.ts';

const starts = 15;
/** KiB; the aim for the function that scans AWS. */
const sizeAim = 600_000 / 1024;
const run = promisify(execFile);

export const functions = async (): Promise<readonly Measured[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-bench-'));
  try {
    const results: Measured[] = [];
    for (const name of bundleNames) {
      const files = await buildBundle(name, join(folder, name));
      const size = [...files.values()].reduce((sum, body) => sum + gzipSync(body).length, 0) / 1024;
      results.push({
        name: `size-${name}`,
        ours: size,
        reference: sizeAim,
        referenceKind: 'aim',
        unit: 'KiB gzip',
      });
      for (const [file, body] of files) {
        await mkdir(dirname(join(folder, name, file)), { recursive: true });
        await writeFile(join(folder, name, file), body);
      }
      results.push(await coldStart(name, join(folder, name, `${name}.mjs`), folder));
    }
    return results;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const coldStart = async (name: string, bundle: string, folder: string): Promise<Measured> => {
  const [ready, bare] = [join(folder, 'ready.mjs'), join(folder, 'bare.mjs')];
  await writeFile(ready, `await import(${JSON.stringify(pathToFileURL(bundle).href)}); process.exit(0);\n`);
  await writeFile(bare, 'process.exit(0);\n');
  const ours: number[] = [];
  const references: number[] = [];
  // The first of each fills the caches of the disk.
  for (let start = 0; start <= starts; start += 1) {
    const reference = await timed(bare);
    const our = await timed(ready);
    if (start === 0) continue;
    references.push(reference);
    ours.push(our);
  }
  const differences = ours.map((time, index) => time - (references[index] ?? 0));
  return {
    name: `cold-start-${name}`,
    ours: median(ours),
    reference: median(references),
    notes: [`${median(differences).toFixed(0)} ms more than bare Node, the median of ${starts} pairs`],
  };
};

const timed = async (file: string): Promise<number> => {
  const start = performance.now();
  await run(process.execPath, ['--max-semi-space-size=4', file], {
    env: { PLUMBLINE_BUCKET: 'bench', AWS_REGION: 'eu-west-1' },
  });
  return performance.now() - start;
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
