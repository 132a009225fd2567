/** Runs one benchmark and prints its results as JSON; each has a process of its own, so that peaks are its own. */
import { benchmarks } from './benchmarks.ts';
import { toResult } from './result.ts';

const name = process.argv[2] ?? '';
const benchmark = benchmarks.get(name);
if (benchmark === undefined) throw new Error(`there is no benchmark ${name}`);
process.stdout.write(`${JSON.stringify((await benchmark()).map(toResult))}\n`);
