/** A machine whose clock is not that of AWS: it is told, and costs some refused calls, not one more for each. */
import { describe, expect, it } from 'vitest';
import { isGap } from '#model/coverage.ts';
import { startSandbox } from '#sandbox/start.ts';
import { ids, loadMeridian } from '#test/sandbox/clients.ts';
import { keysOf, optionsFor, scan } from './sandbox-scan.ts';

const scanned = async (minutes: number) => {
  const sandbox = await startSandbox({
    estate: await loadMeridian(),
    now: () => new Date(Date.now() + minutes * 60_000),
  });
  try {
    const read = await scan(
      optionsFor(sandbox, { accounts: [ids.production], regions: ['eu-west-1'], backoffBase: 1 }),
    );
    const refused = sandbox.calls.filter(({ status }) => status >= 400).length;
    const entered = sandbox.calls.filter(({ action }) => action === 'sts:AssumeRole').length;
    return { ...read, refused, entered };
  } finally {
    await sandbox.close();
  }
};

const told = 'The clock of this machine is';

describe('the clock of AWS', async () => {
  const right = await scanned(0);

  it('that is ours is not spoken of', () => {
    expect(right.plan.notices.join()).not.toContain(told);
  });

  it.each([
    [-60, '60 min ahead of'],
    [60, '60 min behind'],
    [-24 * 60, '1440 min ahead of'],
    [24 * 60, '1440 min behind'],
  ])(
    'that is %i minutes ahead of ours is told, and the scan sees what it always sees',
    async (minutes, words) => {
      const apart = await scanned(minutes);
      expect(apart.plan.notices.filter((notice) => notice.startsWith(`${told} ${words}`))).toHaveLength(1);
      expect(keysOf(apart.resources)).toEqual(keysOf(right.resources));
      expect(apart.coverage.filter(isGap)).toEqual(right.coverage.filter(isGap));
      // The role is entered once more where its first try was refused for its date.
      expect(apart.entered).toBeLessThanOrEqual(right.entered + 1);
      expect(apart.refused - right.refused).toBeLessThan(10);
    },
  );
});
