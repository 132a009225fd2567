import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, test } from 'vitest';
import { makeLimiter } from '#sandbox/limits.ts';
import type { Call } from '#sandbox/protocol/call.ts';
import { startSandbox } from '#sandbox/start.ts';
import { clients, loadMeridian, now, refusalOf } from './clients.ts';

const call = (action: string, account = '1', region = 'eu-west-1'): Call => ({
  service: action.startsWith('config') ? 'config' : 'iam',
  operation: action.split(':')[1] ?? '',
  action,
  account,
  region,
  caller: { arn: 'arn', account, userId: 'id', assumed: false },
  input: {},
});

describe('rate limits', () => {
  test('a client that is too fast is throttled, and the call is recorded as refused', async () => {
    const sandbox = await startSandbox({
      estate: await loadMeridian(),
      now: () => now,
      limits: { 'sts:GetCallerIdentity': 0.001 },
    });
    try {
      const { sts } = clients(sandbox);
      await sts.send(new GetCallerIdentityCommand({}));
      expect(await refusalOf(sts.send(new GetCallerIdentityCommand({})))).toMatch(
        /^Throttling: Rate exceeded/,
      );
      expect(sandbox.calls.map((one) => one.status)).toEqual([200, 400]);
    } finally {
      await sandbox.close();
    }
  });

  test('nothing is limited unless it is asked for', () => {
    const limit = makeLimiter({}, () => 0);
    for (let i = 0; i < 1000; i++) expect(limit(call('config:SelectResourceConfig'))).toBeUndefined();
  });

  test('a second holds as many calls as it may, and the next second as many again', () => {
    let time = 0;
    const limit = makeLimiter({ 'config:Select*': 3 }, () => time);
    const passed = () =>
      [0, 1, 2, 3, 4].filter(() => limit(call('config:SelectResourceConfig')) === undefined).length;
    expect(passed()).toBe(3);
    time = 1000;
    expect(passed()).toBe(3);
    time = 1400;
    expect(passed()).toBe(1);
  });

  test('other actions, accounts and regions have budgets of their own', () => {
    const limit = makeLimiter({ 'config:*': 1 }, () => 0);
    expect(limit(call('config:SelectResourceConfig'))).toBeUndefined();
    expect(limit(call('config:SelectResourceConfig'))?.code).toBe('ThrottlingException');
    expect(limit(call('config:SelectResourceConfig', '2'))).toBeUndefined();
    expect(limit(call('config:SelectResourceConfig', '1', 'us-east-1'))).toBeUndefined();
    expect(limit(call('config:DescribeConfigurationRecorders'))).toBeUndefined();
    expect(limit(call('iam:GetAccountSummary'))).toBeUndefined();
  });
});
