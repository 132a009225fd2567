import { SelectResourceConfigCommand } from '@aws-sdk/client-config-service';
import { GetAccountAuthorizationDetailsCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Sandbox, TracedCall } from '#sandbox/contract.ts';
import { startSandbox } from '#sandbox/start.ts';
import { assume, clients, ids, type Keys, loadMeridian, now, refusalOf } from './clients.ts';

const longestPage = 4;

describe('a service that misbehaves', () => {
  let sandbox: Sandbox;
  let keys: Keys;
  let traced: TracedCall[] = [];
  beforeAll(async () => {
    const estate = await loadMeridian();
    sandbox = await startSandbox({
      estate,
      now: () => now,
      longestPage,
      onCall: (call) => traced.push(call),
    });
    keys = await assume(sandbox, ids.production);
  });
  afterEach(() => {
    sandbox.clearFaults();
    traced = [];
  });
  afterAll(() => sandbox.close());

  const page = async (token?: string) => {
    const { Results, NextToken } = await clients(sandbox, keys).config.send(
      new SelectResourceConfigCommand({
        Expression: "SELECT resourceId, arn WHERE resourceType = 'AWS::S3::Bucket'",
        Limit: 100,
        NextToken: token,
      }),
    );
    const ids = (Results ?? []).map((text) => (JSON.parse(text) as { arn: string }).arn);
    return { ids, next: NextToken };
  };
  const match = { action: 'config:SelectResourceConfig' };

  test('pages are as short as it likes', async () => {
    const { ids, next } = await page();
    expect(ids).toHaveLength(longestPage);
    expect((await page(next)).ids).not.toContain(ids[0]);
  });

  test('a page that overlaps begins with the last row of the one before', async () => {
    sandbox.addFault({ match, effect: { type: 'overlap' }, times: 1 });
    const { ids, next } = await page();
    expect((await page(next)).ids[0]).toBe(ids.at(-1));
  });

  test('a repeated token leads back, an empty page on', async () => {
    const first = await page();
    sandbox.addFault({ match, effect: { type: 'repeat-token' }, times: 1 });
    expect((await page((await page()).next)).ids).toEqual(first.ids);
    sandbox.addFault({ match, effect: { type: 'empty-page' }, times: 1 });
    const empty = await page();
    expect(empty.ids).toEqual([]);
    expect((await page(empty.next)).ids).toEqual(first.ids);
  });

  test('an item that is left out is counted, one that is deleted is not there', async () => {
    const [first = '', second] = (await page()).ids;
    sandbox.addFault({ match: { ...match, resource: first }, effect: { type: 'omit' }, times: 1 });
    expect((await page()).ids).not.toContain(first);
    sandbox.addFault({ match, effect: { type: 'change', hide: [first] }, times: 1 });
    expect((await page()).ids[0]).toBe(second);
    sandbox.addFault({ match, effect: { type: 'change', show: [first] }, times: 1 });
    expect((await page()).ids[0]).toBe(first);
  });

  test('a clock that is shifted refuses until the client follows', async () => {
    const { sts } = clients(sandbox);
    sandbox.addFault({ match: { action: 'sts:*' }, effect: { type: 'shift-clock', minutes: 30 }, times: 1 });
    expect(await refusalOf(sts.send(new GetCallerIdentityCommand({})))).toMatch(/^RequestExpired/);
    expect((await sts.send(new GetCallerIdentityCommand({}))).Account).toBe(sandbox.account);
    expect(await refusalOf(clients(sandbox).sts.send(new GetCallerIdentityCommand({})))).toMatch(
      /^RequestExpired/,
    );
    expect(traced.map(({ struck, believed }) => [struck, believed])).toEqual([
      [['shift-clock'], true],
      [[], true],
      [[], false],
    ]);
  });

  test('credentials end as each service says it', async () => {
    sandbox.addFault({ match: {}, effect: { type: 'expire-credentials' }, times: 2 });
    expect(await refusalOf(page())).toMatch(/^ExpiredTokenException/);
    const details = () => clients(sandbox, keys).iam.send(new GetAccountAuthorizationDetailsCommand({}));
    expect(await refusalOf(details())).toMatch(/^ExpiredToken:/);
    sandbox.addFault({ match: {}, effect: { type: 'reject-credentials' }, times: 2 });
    expect(await refusalOf(page())).toMatch(/^UnrecognizedClientException/);
    expect(await refusalOf(details())).toMatch(/^InvalidClientTokenId/);
  });

  test('a fault lets by as many calls as it is told', async () => {
    sandbox.addFault({ match, effect: { type: 'throttle' }, skip: 2, times: 1 });
    for (let call = 0; call < 4; call += 1) await page().catch(() => undefined);
    expect(traced.map(({ status }) => status)).toEqual([200, 200, 400, 200]);
  });

  test('chance is the same for the same request and try, whatever else is asked', async () => {
    const roll = async (others: boolean): Promise<readonly number[]> => {
      sandbox.addFault({ match: {}, effect: { type: 'throttle' }, probability: { of: 0.5, seed: 7 } });
      traced = [];
      for (let call = 0; call < 12; call += 1) {
        if (others)
          await clients(sandbox)
            .sts.send(new GetCallerIdentityCommand({}))
            .catch(() => undefined);
        await page().catch(() => undefined);
      }
      sandbox.clearFaults();
      return traced.filter(({ action }) => action === match.action).map(({ status }) => status);
    };
    const alone = await roll(false);
    expect(await roll(true)).toEqual(alone);
    expect(new Set(alone)).toEqual(new Set([200, 400]));
  });
});
