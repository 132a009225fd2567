import { verify } from 'node:crypto';
import { GetWebIdentityTokenCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sandbox } from '#sandbox/contract.ts';
import { startSandbox } from '#sandbox/start.ts';
import { assume, clients, ids, loadMeridian, now, refusalOf } from './clients.ts';

const asked = { Audience: ['api://somebody'], SigningAlgorithm: 'RS256' };

describe('a token of STS for others', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ estate: await loadMeridian(), now: () => now });
  });
  afterAll(() => sandbox.close());

  test('names the role of a session, whom it is for, and is signed by its issuer', async () => {
    const { sts } = clients(sandbox, await assume(sandbox, ids.production));
    const { WebIdentityToken = '', Expiration } = await sts.send(new GetWebIdentityTokenCommand(asked));
    const [head = '', claims = '', signature = ''] = WebIdentityToken.split('.');
    expect(
      verify(
        'sha256',
        Buffer.from(`${head}.${claims}`),
        sandbox.webIdentity.publicKey(),
        Buffer.from(signature, 'base64url'),
      ),
    ).toBe(true);
    const seconds = now.getTime() / 1000;
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      iss: sandbox.webIdentity.issuer,
      aud: 'api://somebody',
      sub: `arn:aws:iam::${ids.production}:role/PlumblineReader`,
      iat: seconds,
      exp: seconds + 300,
    });
    expect(Expiration?.getTime()).toBe(now.getTime() + 300_000);
    expect(sandbox.webIdentity.issuer).toMatch(/^https:\/\/[0-9a-f-]{36}\.tokens\.sts\.global\.api\.aws$/);
  });

  test.each([
    ['nobody that it is for', { ...asked, Audience: [] }, 'ValidationError'],
    ['less than a minute', { ...asked, DurationSeconds: 59 }, 'ValidationError'],
    ['more than an hour', { ...asked, DurationSeconds: 3_601 }, 'ValidationError'],
    ['a signature that nobody makes', { ...asked, SigningAlgorithm: 'HS256' }, 'ValidationError'],
  ])('with %s is refused', async (_situation, input, said) => {
    expect(await refusalOf(clients(sandbox).sts.send(new GetWebIdentityTokenCommand(input)))).toContain(said);
  });

  test('is not to be had where the account did not switch it on', async () => {
    const off = await startSandbox({ estate: await loadMeridian(), now: () => now, webIdentity: false });
    try {
      expect(await refusalOf(clients(off).sts.send(new GetWebIdentityTokenCommand(asked)))).toMatch(
        /^OutboundWebIdentityFederationDisabledException/,
      );
    } finally {
      await off.close();
    }
  });
});
