import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { environmentLines, serveSandbox } from '#sandbox/serve.ts';
import { clients, ids, now } from './clients.ts';

test('the served estate is reached with what its lines say', async () => {
  const sandbox = await serveSandbox({ now: () => now });
  try {
    const lines = environmentLines(sandbox);
    const environment = new Map(
      lines.map((line) => /^export (\w+)=(.*)$/.exec(line)?.slice(1) as [string, string]),
    );
    expect([...environment.keys()]).toEqual([
      'AWS_ENDPOINT_URL',
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_REGION',
      'AWS_DEFAULT_REGION',
    ]);
    expect(environment.get('AWS_ENDPOINT_URL')).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const keys = {
      accessKeyId: environment.get('AWS_ACCESS_KEY_ID') ?? '',
      secretAccessKey: environment.get('AWS_SECRET_ACCESS_KEY') ?? '',
    };
    const { Account } = await clients(sandbox, keys, environment.get('AWS_REGION')).sts.send(
      new GetCallerIdentityCommand({}),
    );
    expect(Account).toBe(ids.security);
  } finally {
    await sandbox.close();
  }
});

test('a port in use is told', async () => {
  const first = await serveSandbox();
  try {
    const port = Number(new URL(first.endpoint).port);
    await expect(serveSandbox({ port })).rejects.toThrow('EADDRINUSE');
  } finally {
    await first.close();
  }
});
