/** `npm run bench -- [--json] [NAME…]`: ours, the reference and their ratio, from one run each. */
import { execFile } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { benchmarks } from './benchmarks.ts';
import type { BenchResult } from './result.ts';
import { asTable } from './table.ts';

const run = promisify(execFile);

const measure = async (name: string): Promise<readonly BenchResult[]> => {
  const { stdout } = await run(process.execPath, [
    '--expose-gc',
    fileURLToPath(new URL('./one.ts', import.meta.url)),
    name,
  ]);
  return JSON.parse(stdout) as readonly BenchResult[];
};

const main = async (words: readonly string[]): Promise<number> => {
  const options = words.filter((word) => word.startsWith('-'));
  const names = words.filter((word) => !word.startsWith('-'));
  const oddOption = options.find((option) => option !== '--json');
  const oddName = names.find((name) => !benchmarks.has(name));
  if (oddOption !== undefined || oddName !== undefined) {
    const problem =
      oddOption === undefined ? `There is no benchmark ${oddName}.` : `There is no option ${oddOption}.`;
    process.stderr.write(
      `${problem}\nUsage: npm run bench -- [--json] [NAME…]\nNames: ${[...benchmarks.keys()].join(', ')}\n`,
    );
    return 2;
  }
  const results: BenchResult[] = [];
  for (const name of names.length > 0 ? names : benchmarks.keys()) {
    process.stderr.write(`running ${name} …\n`);
    results.push(...(await measure(name)));
  }
  if (options.includes('--json')) process.stdout.write(`${JSON.stringify(results, undefined, 2)}\n`);
  else
    process.stdout.write(
      `${asTable(results)}\n${cpus().length} × ${cpus()[0]?.model ?? 'processor'}, Node ${process.version}\n`,
    );
  return 0;
};

process.exitCode = await main(process.argv.slice(2));
