import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sandbox } from '#sandbox/contract.ts';
import { startSandbox } from '#sandbox/start.ts';
import { assume, clients, ids, loadMeridian, now, refusalOf } from './clients.ts';

describe('STS', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ estate: await loadMeridian(), now: () => now });
  });
  afterAll(() => sandbox.close());

  test('a role with the right external id gives a session of that account', async () => {
    const keys = await assume(sandbox, ids.production);
    const identity = await clients(sandbox, keys).sts.send(new GetCallerIdentityCommand({}));
    expect(identity.Account).toBe(ids.production);
    expect(identity.Arn).toBe(`arn:aws:sts::${ids.production}:assumed-role/PlumblineReader/test`);
  });

  test.each([
    ['a wrong external id', ids.production, 'guessed'],
    ['a role that nobody made', ids.dev, 'meridian-audit'],
    ['a suspended account', ids.retired, 'meridian-audit'],
    ['an account outside the organisation', '999999999999', 'meridian-audit'],
  ])('%s is AccessDenied', async (_situation, account, externalId) => {
    expect(await refusalOf(assume(sandbox, account, externalId))).toBe(
      `AccessDenied: User: arn:aws:iam::${ids.security}:user/plumbline is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${account}:role/PlumblineReader`,
    );
  });

  test('a chained session of more than an hour is refused', async () => {
    const { sts } = clients(sandbox, await assume(sandbox, ids.security));
    const command = new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${ids.production}:role/PlumblineReader`,
      RoleSessionName: 'chained',
      ExternalId: 'meridian-audit',
      DurationSeconds: 7200,
    });
    expect(await refusalOf(sts.send(command))).toMatch(/ValidationError: .*role chaining/);
  });

  test.each([
    ['a role ARN that is none', { RoleArn: 'arn:aws:iam::1:role', RoleSessionName: 'test' }],
    [
      'a session name with a space',
      { RoleArn: `arn:aws:iam::${ids.production}:role/x`, RoleSessionName: 'a b' },
    ],
    [
      'a duration below 15 minutes',
      { RoleArn: `arn:aws:iam::${ids.production}:role/x`, RoleSessionName: 'ab', DurationSeconds: 60 },
    ],
  ])('%s is a ValidationError', async (_situation, input) => {
    expect(await refusalOf(clients(sandbox).sts.send(new AssumeRoleCommand(input)))).toMatch(
      /^ValidationError/,
    );
  });

  test('the call is recorded under the account of the role', async () => {
    sandbox.clearCalls();
    await assume(sandbox, ids.network);
    expect(sandbox.calls).toEqual([
      {
        action: 'sts:AssumeRole',
        account: ids.network,
        region: 'eu-west-1',
        caller: `arn:aws:iam::${ids.security}:user/plumbline`,
        status: 200,
        kinds: [],
      },
    ]);
  });
});
