/** `npm run test:faults -- --runs N --seed S`: scans under random faults. A seed gives the same faults each time. */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { describeFailure, runFaultedScan } from '#test/faults/faulted-scan.ts';
import { prepareGround } from '#test/faults/ground.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '50' },
    seed: { type: 'string' },
    verbose: { type: 'boolean' },
  },
});

const wholeNumber = (name: string, text: string): number => {
  const number = Number(text);
  if (/^\d{1,10}$/.test(text)) return number;
  console.error(`--${name} must be a whole number, not '${text}'`);
  process.exit(2);
};

const runs = wholeNumber('runs', values.runs);
const first = values.seed === undefined ? randomInt(1_000_000_000) : wholeNumber('seed', values.seed);
console.log(`${runs} scans under faults, seeds ${first} to ${first + runs - 1}`);

const ground = await prepareGround();
let passed = 0;
let failed = 0;
let slowest = 0;
let struck = 0;
let lost = 0;
const started = performance.now();
for (let seed = first; seed < first + runs; seed += 1) {
  const result = await runFaultedScan(seed, ground);
  slowest = Math.max(slowest, result.milliseconds);
  struck += result.struck;
  lost += result.failed;
  if (values.verbose === true) {
    console.log(
      `${seed}: ${result.milliseconds} ms, ${result.struck} struck, ${result.failed} failed; ${result.scenario.told.join('; ')}`,
    );
  }
  if (result.broken.length === 0) passed += 1;
  else {
    failed += 1;
    console.log(describeFailure(result));
  }
}
await ground.close();
const seconds = Math.round((performance.now() - started) / 1000);
console.log(
  `${struck} calls struck, ${lost} requests failed for good; ${seconds} s, the slowest scan ${slowest} ms`,
);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
