/** `npm run test:real`: suites against servers and programs that others wrote. What is not there is named. */
import { chromium } from './real/chromium.ts';
import { ministack } from './real/ministack.ts';
import { moto } from './real/moto.ts';
import type { Peer } from './real/peer.ts';
import { terraform } from './real/terraform.ts';
import { type Counts, runVitest } from './real/vitest-run.ts';

const nothing: Counts = { passed: 0, failed: 0, skipped: 0 };

const runAgainst = async (peer: Peer): Promise<Counts> => {
  const ready = await peer.prepare();
  if (ready.type === 'missing') {
    console.log(`${peer.name}: not there (${ready.because}). Its tests did not run, which proves nothing.`);
    return nothing;
  }
  console.log(`${peer.name}: ${ready.name}`);
  try {
    const counts = await runVitest(peer.files, ready.environment);
    if (counts.skipped > 0)
      console.log(`${peer.name}: ${counts.skipped} tests were skipped, which proves nothing.`);
    return counts;
  } finally {
    await ready.stop();
  }
};

let total = nothing;
for (const peer of [moto, ministack, chromium, terraform]) {
  const counts = await runAgainst(peer);
  total = {
    passed: total.passed + counts.passed,
    failed: total.failed + counts.failed,
    skipped: total.skipped + counts.skipped,
  };
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
