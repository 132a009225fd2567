import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Entra } from '#sandbox/azure/entra.ts';
import { answerEntra } from '#sandbox/azure/entra.ts';

const now = new Date('2026-11-25T12:00:00Z');
const seconds = now.getTime() / 1000;
const tenant = '9c4f1a57-3b0e-4d9a-8f21-6a7c5e2b1d08';
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });

const entra: Entra = {
  tenant,
  origin: () => 'https://127.0.0.1:1',
  now: () => now,
  credential: {
    clientId: 'client',
    issuer: 'https://issuer.example',
    subject: 'role',
    audience: 'api://AzureADTokenExchange',
    publicKey: () => keys.publicKey,
  },
  token: async () => ({ token: 'given', expiresOnTimestamp: now.getTime() + 3_600_000 }),
};

const claims = {
  iss: 'https://issuer.example',
  sub: 'role',
  aud: 'api://AzureADTokenExchange',
  iat: seconds,
  exp: seconds + 300,
};

const assertion = (changed: object = {}, key = keys.privateKey): string => {
  const text = [{ alg: 'RS256' }, { ...claims, ...changed }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
};

const ask = async (form: Readonly<Record<string, string>> = {}, path = `/${tenant}/oauth2/v2.0/token`) => {
  const whole = {
    grant_type: 'client_credentials',
    scope: 'https://management.azure.com/.default',
    client_id: 'client',
    client_assertion: assertion(),
    ...form,
  };
  const answer = await answerEntra(entra, { path, body: new URLSearchParams(whole).toString() });
  return { status: answer?.status, text: JSON.stringify(answer?.body) };
};

describe("Entra ID's token endpoint", () => {
  it('gives a token for one of the issuer, the subject and the audience that are trusted', async () => {
    expect(await ask()).toMatchObject({ status: 200, text: expect.stringContaining('"given"') });
  });

  it.each<[situation: string, form: Readonly<Record<string, string>>, code: number]>([
    ['is signed by somebody else', { client_assertion: assertion({}, stranger.privateKey) }, 700027],
    ['is no token', { client_assertion: 'x.y.z' }, 700027],
    ['is of another issuer', { client_assertion: assertion({ iss: 'https://other.example' }) }, 700211],
    ['is for somebody else', { client_assertion: assertion({ aud: 'api://other' }) }, 700212],
    ['is for several', { client_assertion: assertion({ aud: [claims.aud, 'api://other'] }) }, 700212],
    ['is of another subject', { client_assertion: assertion({ sub: 'other' }) }, 700213],
    ['is over', { client_assertion: assertion({ iat: seconds - 900, exp: seconds - 600 }) }, 700024],
    ['is not begun', { client_assertion: assertion({ iat: seconds + 900, exp: seconds + 1_200 }) }, 700024],
    ['has no end', { client_assertion: assertion({ exp: undefined }) }, 700024],
    ['comes for another application', { client_id: 'other' }, 700016],
    ['comes for no scope', { scope: 'everything' }, 1002012],
    ['comes as another kind of grant', { grant_type: 'password' }, 70003],
  ])('refuses one that %s', async (_situation, form, code) => {
    const { status, text } = await ask(form);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(text).toContain(`AADSTS${code}: `);
    expect(text).not.toContain('given');
  });

  it('knows its own tenant only, and leaves other addresses to others', async () => {
    expect((await ask({}, '/00000000-1111-4222-8333-444444444444/oauth2/v2.0/token')).text).toContain(
      'AADSTS90002: ',
    );
    expect(await answerEntra(entra, { path: '/subscriptions', body: '' })).toBeUndefined();
  });
});
