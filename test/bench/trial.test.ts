/** First scans of accounts that nobody has prepared, in small; `npm run bench -- trial` makes them in full. */
import { describe, expect, it } from 'vitest';
import { compareText } from '#model/resource.ts';
import { startSandbox } from '#sandbox/start.ts';
import { organizationEstate, startUpEstate } from '../../bench/trial/estates.ts';
import { firstScan } from '../../bench/trial/first-scan.ts';

describe('the first scan', () => {
  it('of one account without AWS Config decides every check', async () => {
    const sandbox = await startSandbox({ estate: startUpEstate() });
    try {
      const scan = await firstScan(sandbox, { accounts: 'caller' });
      expect(scan.undecided).toEqual([]);
      expect(scan.manifest.complete).toBe(true);
      expect(scan.firstFinding).toBeLessThan(scan.end);
      expect([...scan.byAction.keys()].filter((action) => /^config:(?:Select|Get)/.test(action))).toEqual([]);
    } finally {
      await sandbox.close();
    }
  });

  it('of an organisation tells of each account: judged, unknown or excluded', async () => {
    const estate = organizationEstate({ accounts: 6, closed: 1, suspended: 2 });
    const sandbox = await startSandbox({ estate });
    try {
      const scan = await firstScan(sandbox, {
        accounts: 'organization',
        role: { name: 'PlumblineReader', externalId: 'trial' },
      });
      const ids = estate.accounts.map(({ id }) => id);
      expect([...scan.judged].sort(compareText)).toEqual(ids.slice(0, 3));
      expect([...scan.unknown]).toEqual(ids.slice(3, 4));
      expect([...scan.excluded].sort(compareText)).toEqual(ids.slice(4));
      expect(scan.manifest.complete).toBe(false);
    } finally {
      await sandbox.close();
    }
  });
});
