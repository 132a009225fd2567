import { ConfigServiceClient, SelectResourceConfigCommand } from '@aws-sdk/client-config-service';
import { GetAccountSummaryCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sandbox } from '#sandbox/contract.ts';
import { startSandbox } from '#sandbox/start.ts';
import { assume, clientOptions, clients, ids, loadMeridian, now, refusalOf } from './clients.ts';

describe('signatures', () => {
  let sandbox: Sandbox;
  let clock = now;
  beforeAll(async () => {
    sandbox = await startSandbox({ estate: await loadMeridian(), now: () => clock });
  });
  afterAll(() => sandbox.close());

  const query = new SelectResourceConfigCommand({
    Expression: "SELECT resourceId WHERE resourceType = 'AWS::EC2::VPC'",
  });
  const wrongSecret = () => ({ ...sandbox.credentials, secretAccessKey: 'wrong' });
  const unknownKey = () => ({ ...sandbox.credentials, accessKeyId: 'AKIAUNKNOWNUNKNOWN77' });

  test('the right secret is let in, and told who it is', async () => {
    const identity = await clients(sandbox).sts.send(new GetCallerIdentityCommand({}));
    expect(identity.Arn).toBe(`arn:aws:iam::${ids.security}:user/plumbline`);
    expect(identity.Account).toBe(ids.security);
  });

  test('a wrong secret is refused by the Query services as SignatureDoesNotMatch', async () => {
    const refusal = await refusalOf(
      clients(sandbox, wrongSecret()).iam.send(new GetAccountSummaryCommand({})),
    );
    expect(refusal).toMatch(/^SignatureDoesNotMatch: /);
  });

  test('a wrong secret is refused by the JSON services as InvalidSignatureException', async () => {
    expect(await refusalOf(clients(sandbox, wrongSecret()).config.send(query))).toMatch(
      /^InvalidSignatureException: /,
    );
  });

  test('an unknown key is refused in the words of each protocol', async () => {
    const { iam, config } = clients(sandbox, unknownKey());
    expect(await refusalOf(iam.send(new GetAccountSummaryCommand({})))).toMatch(/^InvalidClientTokenId: /);
    expect(await refusalOf(config.send(query))).toMatch(/^UnrecognizedClientException: /);
  });

  test('temporary keys without their session token are refused', async () => {
    const { sessionToken: _dropped, ...keys } = await assume(sandbox, ids.production);
    expect(await refusalOf(clients(sandbox, keys).config.send(query))).toMatch(
      /^UnrecognizedClientException: /,
    );
  });

  test('temporary keys with another session token are refused', async () => {
    const keys = { ...(await assume(sandbox, ids.production)), sessionToken: 'other' };
    expect(await refusalOf(clients(sandbox, keys).iam.send(new GetAccountSummaryCommand({})))).toMatch(
      /^InvalidClientTokenId: /,
    );
  });

  test('temporary keys stop working when their hour is over', async () => {
    const keys = await assume(sandbox, ids.production);
    clock = new Date(now.getTime() + 3_601_000);
    const options = { ...clientOptions(sandbox, keys), systemClockOffset: clock.getTime() - Date.now() };
    try {
      expect(await refusalOf(new ConfigServiceClient(options).send(query))).toMatch(
        /^ExpiredTokenException: /,
      );
      expect(await refusalOf(new STSClient(options).send(new GetCallerIdentityCommand({})))).toMatch(
        /^ExpiredToken/,
      );
    } finally {
      clock = now;
    }
  });

  test.each([
    [4 * 60_000, 'let in'],
    [6 * 60_000, 'refused'],
    [-6 * 60_000, 'refused'],
  ])('a request dated %i ms away from the service is %s', async (skew, outcome) => {
    const options = { ...clientOptions(sandbox), systemClockOffset: now.getTime() - Date.now() + skew };
    const call = new ConfigServiceClient(options).send(query);
    if (outcome === 'let in') await expect(call).resolves.toBeDefined();
    else expect(await refusalOf(call)).toMatch(/^InvalidSignatureException: Signature expired/);
  });

  test('a body changed on the way does not match the signature', async () => {
    const client = clients(sandbox).config;
    client.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as { body: Uint8Array | string };
        request.body = new TextDecoder().decode(request.body as Uint8Array).replace('VPC', 'EIP');
        return next(args);
      },
      // After the signature was made.
      { step: 'deserialize', priority: 'low', name: 'tamper' },
    );
    expect(await refusalOf(client.send(query))).toMatch(/InvalidSignatureException/);
  });

  test('a request without a signature is refused', async () => {
    const answer = await fetch(sandbox.endpoint, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('MissingAuthenticationToken');
  });
});
