import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AzureSandbox } from '#sandbox/azure/contract.ts';
import { serveAzureSandbox } from '#sandbox/azure/serve.ts';
import type { AzureTokens } from '#sandbox/azure/tokens.ts';
import { serveAzureTokens } from '#sandbox/azure/tokens.ts';

let azure: AzureSandbox;
let tokens: AzureTokens;
beforeAll(async () => {
  azure = await serveAzureSandbox();
  tokens = await serveAzureTokens(azure, 0);
});
afterAll(() => Promise.all([azure.close(), tokens.close()]));

const ask = (query: Readonly<Record<string, string>>, header = tokens.header): Promise<Response> =>
  fetch(`${tokens.endpoint}?${new URLSearchParams(query)}`, { headers: { 'x-identity-header': header } });
const version = { 'api-version': '2019-08-01' };

test.each(['https://management.azure.com', 'https://management.azure.com/', 'the sandbox itself'])(
  'a token for %s is the one that the sandbox takes',
  async (resource) => {
    const asked = resource.startsWith('https') ? resource : azure.endpoint;
    const answer = await ask({ ...version, resource: asked });
    expect(answer.status).toBe(200);
    const { token } = await azure.token();
    expect(await answer.json()).toMatchObject({
      access_token: token,
      token_type: 'Bearer',
      expires_on: expect.stringMatching(/^\d{10}$/),
    });
  },
);

test('without the header of the host there is none', async () => {
  const answer = await ask({ ...version, resource: azure.endpoint }, 'guessed');
  expect(answer.status).toBe(401);
  expect(await answer.text()).not.toContain('access_token');
});

test.each([
  ['another resource', { ...version, resource: 'https://vault.azure.net' }],
  ['no resource', version],
  [
    'another version of the interface',
    { 'api-version': '2017-09-01', resource: 'https://management.azure.com' },
  ],
])('for %s there is none', async (_name, query) => {
  expect((await ask(query)).status).toBe(400);
});
