/**
 * `npm run test:faults -- --runs N --seed S [--cloud aws|azure|gcp]`: scans under random faults. A seed gives the same
 * faults each time. Seeds take the clouds in turn, unless one is named.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { describeFailure, runFaultedScan } from '#test/faults/faulted-scan.ts';
import { prepareGround } from '#test/faults/ground.ts';
import { clouds } from '#test/faults/scenario.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '50' },
    seed: { type: 'string' },
    cloud: { type: 'string' },
    verbose: { type: 'boolean' },
  },
});

const wholeNumber = (name: string, text: string): number => {
  const number = Number(text);
  if (/^\d{1,10}$/.test(text)) return number;
  console.error(`--${name} must be a whole number, not '${text}'`);
  process.exit(2);
};

const cloud = clouds.find((one) => one === values.cloud);
if (values.cloud !== undefined && cloud === undefined) {
  console.error(`--cloud must be one of ${clouds.join(', ')}, not '${values.cloud}'`);
  process.exit(2);
}
const runs = wholeNumber('runs', values.runs);
const first = values.seed === undefined ? randomInt(1_000_000_000) : wholeNumber('seed', values.seed);
console.log(
  `${runs} scans under faults${cloud === undefined ? '' : ` in ${cloud}`}, seeds ${first} to ${first + runs - 1}`,
);

const ground = await prepareGround();
let passed = 0;
let failed = 0;
const tally = new Map(clouds.map((one) => [one, { scans: 0, struck: 0, lost: 0, slowest: 0 }]));
const started = performance.now();
for (let seed = first; seed < first + runs; seed += 1) {
  const result = await runFaultedScan(seed, ground, cloud);
  const { scenario, milliseconds, struck } = result;
  const own = tally.get(scenario.cloud);
  if (own !== undefined) {
    own.scans += 1;
    own.struck += struck;
    own.lost += result.failed;
    own.slowest = Math.max(own.slowest, milliseconds);
  }
  if (values.verbose === true) {
    const others = scenario.together ? ' with the others' : '';
    console.log(
      `${seed} ${scenario.cloud}${others}: ${milliseconds} ms, ${struck} struck, ${result.failed} failed; ${scenario.told.join('; ')}`,
    );
  }
  if (result.broken.length === 0) passed += 1;
  else {
    failed += 1;
    console.log(describeFailure(result));
  }
}
await ground.close();
for (const [one, { scans, struck, lost, slowest }] of tally) {
  console.log(
    `${one}: ${scans} scans, ${struck} calls struck, ${lost} failed for good; the slowest scan ${slowest} ms`,
  );
}
console.log(`${Math.round((performance.now() - started) / 1000)} s`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
