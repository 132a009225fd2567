/**
 * Our AWS source against accounts that the SDK has built in a server that other people wrote: the kinds are read from
 * their services, since nothing records them, and the findings are exactly those that were built in.
 */
import { KMSClient, ListAliasesCommand } from '@aws-sdk/client-kms';
import { beforeAll, describe, expect, it } from 'vitest';
import { directSources } from '#model/aws/direct-sources.ts';
import { isGap } from '#model/coverage.ts';
import type { Accounts } from './account/build.ts';
import { buildAccounts } from './account/build.ts';
import { certificateNames } from './account/certificates.ts';
import { distributionNames } from './account/edge.ts';
import { expected, notCarried, unknown } from './account/expected.ts';
import type { Scanned } from './account/scan.ts';
import { accountChecks, scanAccounts } from './account/scan.ts';
import { openOf, toldOf } from './account/told.ts';

const endpoint = process.env['PLUMBLINE_MOTO'];
if (endpoint === undefined) {
  console.log('moto is not running (npm run test:real starts it); skipped, proves nothing');
}

describe.skipIf(endpoint === undefined)('accounts without AWS Config in moto', () => {
  let accounts: Accounts;
  /** Id → what it is called here, for what has no name. */
  let aliases: ReadonlyMap<string, string>;

  beforeAll(async () => {
    await fetch(`${endpoint}/moto-api/reset`, { method: 'POST' });
    accounts = await buildAccounts(endpoint ?? '');
    const kms = new KMSClient(accounts.faulty.settings);
    const { Aliases = [] } = await kms.send(new ListAliasesCommand({}));
    aliases = new Map([
      ...Aliases.map(({ TargetKeyId = '', AliasName = '' }) => [TargetKeyId, AliasName] as const),
      ...(await distributionNames(accounts.faulty)),
      ...(await certificateNames(accounts.faulty)),
    ]);
  });

  it('hold both twins of every check, but for those that the server can not carry', () => {
    expect(Object.keys(expected)).toEqual(accountChecks.map(({ id }) => id));
    const lacking = Object.entries(expected).flatMap(([id, { fails, passes }]) => {
      const twins = [...(fails.length === 0 ? ['faulty'] : []), ...(passes === 0 ? ['healthy'] : [])];
      return twins.length === 0 ? [] : [[id, twins]];
    });
    expect(lacking).toEqual(Object.entries(notCarried).map(([id, { twins }]) => [id, twins]));
  });

  describe.each(['direct', 'auto'] as const)('read with --inventory %s', (inventory) => {
    let scanned: Scanned;
    beforeAll(async () => {
      scanned = await scanAccounts(accounts.faulty, inventory);
    });

    it('show exactly the faults that were built in, and pass where they are healthy', () => {
      expect(toldOf(scanned, aliases)).toEqual(expected);
    });

    it('leave no question open but what the server has no answer to', () => {
      expect(openOf(scanned)).toEqual(unknown);
      // None of them for lack of AWS Config, which is not asked for what the services tell.
      expect(scanned.unknowns.filter(({ missing }) => missing?.startsWith('config:') === true)).toEqual([]);
      expect(scanned.coverage.filter(({ state }) => state === 'not-recorded')).toEqual([]);
    });

    it('are read from the services alone, every kind of them', () => {
      const listed = scanned.coverage.filter(({ kind, part }) => kind in directSources && part === '*');
      expect(listed.filter(isGap)).toEqual([]);
      expect(new Set(listed.map(({ route }) => route))).toEqual(new Set(['direct']));
      const needed = Object.keys(directSources).filter((kind) =>
        accountChecks.some(({ on }) => (on as readonly string[]).includes(kind)),
      );
      const found = new Set(listed.filter(({ count }) => count > 0).map(({ kind }) => kind));
      expect(needed.filter((kind) => !found.has(kind))).toEqual([]);
    });
  });
});
