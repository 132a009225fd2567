import type { Socket } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isGap } from '#model/coverage.ts';
import { listen } from '#sandbox/loopback.ts';
import { azureSource } from '#sources/azure/source.ts';
import { AwsRole } from '#sources/federation/aws-role.ts';
import { scrubbed } from '#sources/federation/federation-error.ts';
import { gcpSource } from '#sources/gcp/source.ts';
import { azureOptionsFor, scanAzure } from '#test/support/azure-scan.ts';
import type { Federation, FederationOptions } from '#test/support/federation.ts';
import {
  audience,
  clientId,
  openFederation,
  provider,
  roleArn,
  serviceAccount,
} from '#test/support/federation.ts';
import { gcpOptionsFor } from '#test/support/gcp-scan.ts';
import { readSource } from '#test/support/read-source.ts';

const open: Federation[] = [];
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
  for (const close of closing.splice(0)) await close();
});
const opened = async (options: FederationOptions = {}): Promise<Federation> => {
  const one = await openFederation(options);
  open.push(one);
  return one;
};

const { signal } = new AbortController();
const nothing = new Map<string, Set<string>>();

const azureOf = ({ azure, role }: Federation, more: object = {}) => {
  const { token: _token, ...options } = azureOptionsFor(azure);
  const identity = { audience, authority: azure.endpoint, aws: role };
  return { ...options, tenantId: azure.tenant, clientId, identity, ...more };
};
const gcpOf = ({ gcp, tokens, role }: Federation, more: object = {}) => ({
  ...gcpOptionsFor(gcp),
  snapshotAge: 0,
  identity: { provider, serviceAccount, endpoint: tokens.endpoint, aws: role, ...more },
});

/** What a plan fails with; it holds no secret, whichever way it is looked at. */
const failureOf = async (federation: Federation, plan: Promise<unknown>): Promise<string> => {
  const error = await plan.then(
    () => new Error('the plan was made'),
    (reason: unknown) => reason as Error,
  );
  expect(error.name).toBe('MissingCredentialsError');
  // A cause would bring the request along, and with it the token.
  expect(error.cause).toBeUndefined();
  for (const secret of federation.secrets) expect(error.message).not.toContain(secret);
  expect(error.message).not.toMatch(/eyJ|ya29\.|Signature=[0-9a-f]/);
  return error.message;
};

const azurePlan = (federation: Federation, more?: object): Promise<string> =>
  failureOf(federation, azureSource(azureOf(federation, more)).plan(nothing, signal));
const gcpPlan = (federation: Federation, more?: object): Promise<string> =>
  failureOf(federation, gcpSource(gcpOf(federation, more)).plan(nothing, signal));

const later = (minutes: number) => (): Date => new Date(Date.now() + minutes * 60_000);

describe('an AWS role that Azure trusts', () => {
  it('scans the tenant with nothing stored', async () => {
    const federation = await opened();
    const { resources, coverage, plan } = await scanAzure(azureOf(federation), nothing);
    expect(resources.length).toBeGreaterThan(10);
    expect(coverage.some((row) => row.state === 'read')).toBe(true);
    expect(plan.coverage.filter(isGap)).toEqual([]);
    // Once for each of the addresses that the clients ask a token for: here the sandbox has one of its own.
    const [assumed, ...asked] = federation.aws.calls.map(({ action }) => action);
    expect(assumed).toBe('sts:AssumeRole');
    expect(asked).toEqual(['sts:GetWebIdentityToken', 'sts:GetWebIdentityToken']);
  });

  it.each<[situation: string, options: FederationOptions, said: readonly string[]]>([
    [
      'another audience is trusted',
      { trust: { audience: 'api://somebody-else' } },
      ['AADSTS700212', `subject ${roleArn} and audience ${audience}`, `--id ${clientId}`],
    ],
    ['another role is trusted', { trust: { subject: `${roleArn}2` } }, ['AADSTS700213', roleArn]],
    [
      'another issuer is trusted',
      { trust: { issuer: 'https://other.example' } },
      ['AADSTS700211', 'tokens.sts.global.api.aws'],
    ],
    ['another application is trusted', { trust: { clientId: 'x' } }, ['AADSTS700016', 'azure.clientId']],
    [
      'the token has expired when Entra ID looks at it',
      { azureNow: later(60) },
      ['AADSTS700024', 'is a clock wrong?'],
    ],
    [
      'the account gives no tokens',
      { aws: { webIdentity: false } },
      ['aws iam enable-outbound-web-identity-federation', 'AWS STS in eu-west-1'],
    ],
  ])('%s: the plan fails and says how to mend it', async (_situation, options, said) => {
    const message = await azurePlan(await opened(options));
    for (const part of said) expect(message).toContain(part);
  });

  it('the role may not ask for a token: the plan names the permission', async () => {
    const federation = await opened();
    federation.aws.addFault({ match: { action: 'sts:GetWebIdentityToken' }, effect: { type: 'deny' } });
    const message = await azurePlan(federation);
    expect(message).toContain(`allow the role sts:GetWebIdentityToken for this audience`);
  });

  it('a wrong tenant is told as one', async () => {
    const federation = await opened();
    const tenantId = '00000000-1111-4222-8333-444444444444';
    expect(await azurePlan(federation, { tenantId })).toContain(`azure.tenantId (${tenantId})`);
  });

  it('no credentials of AWS: nobody is asked, and that is what is said', async () => {
    const federation = await opened();
    vi.stubEnv('AWS_ACCESS_KEY_ID', '');
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null');
    vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
    expect(await azurePlan(federation)).toContain('there are no AWS credentials to prove anything with');
    expect(await gcpPlan(federation)).toContain('there are no AWS credentials to prove anything with');
  });
});

describe('an AWS role that Google Cloud trusts', () => {
  const scanned = async (federation: Federation, more?: object): Promise<number> => {
    const { plan, resources } = await readSource(gcpSource(gcpOf(federation, more)), nothing);
    expect(plan.coverage.filter(isGap)).toEqual([]);
    return resources.length;
  };

  it('scans the organisation as a service account, with nothing stored', async () => {
    const federation = await opened();
    expect(await scanned(federation)).toBeGreaterThan(10);
    // Google asked AWS who had signed; nobody else asked anything.
    expect(federation.aws.calls.slice(1).map(({ action }) => action)).toEqual(['sts:GetCallerIdentity']);
  });

  it('scans as itself where no service account is named', async () => {
    const federation = await opened({ asItself: true });
    expect(await scanned(federation, { serviceAccount: undefined })).toBeGreaterThan(10);
  });

  it.each<[situation: string, options: FederationOptions, said: readonly string[]]>([
    [
      'another provider is there',
      { google: { provider: provider.replace('aws-scanner', 'other') } },
      [
        'invalid_target',
        `gcp.identity.provider names no provider that is there and switched on: ${provider}`,
      ],
    ],
    [
      'another AWS account is trusted',
      { google: { account: '111122223333' } },
      ['invalid_grant', 'must name the AWS account'],
    ],
    [
      'another role is let in',
      { google: { roles: ['Other'] } },
      ['unauthorized_client', 'attribute condition'],
    ],
    [
      'the service account trusts somebody else',
      { google: { serviceAccount: 'other@meridian-security.iam.gserviceaccount.com' } },
      ['PERMISSION_DENIED', 'grant roles/iam.workloadIdentityUser', serviceAccount],
    ],
    [
      'what was signed is too old when Google asks AWS',
      { aws: { now: later(20) }, asUser: true },
      ['invalid_grant', 'the clock must be right'],
    ],
    [
      'the refusal repeats what was sent',
      { google: { roles: ['Other'], echoes: true } },
      ['unauthorized_client', 'attribute condition'],
    ],
  ])('%s: the plan fails and says how to mend it', async (_situation, options, said) => {
    const message = await gcpPlan(await opened(options));
    for (const part of said) expect(message).toContain(part);
  });

  it('a token that is not good any more makes what is left unknown', async () => {
    const federation = await opened();
    const source = gcpSource(gcpOf(federation));
    const plan = await source.plan(nothing, signal);
    federation.tokens.revoke();
    const states = new Set<string>();
    for (const shard of plan.shards) {
      for await (const event of source.read(shard, { signal })) {
        if (event.type === 'coverage') states.add(`${event.row.state} ${event.row.detail ?? ''}`);
        expect(event.type).not.toBe('resource');
      }
    }
    expect([...states].join()).toContain('the credentials are not valid here');
  });

  it('is not told to loopback, where the token service is not there too', async () => {
    const federation = await opened();
    expect(() => gcpSource(gcpOf(federation, { endpoint: undefined }))).toThrow(
      'gcp.identity.endpoint must be set where gcp.endpoint is',
    );
  });
});

describe('a token service that never says a word', () => {
  const silent = async (): Promise<string> => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
    });
    const { port, close } = await listen(server);
    closing.push(async () => {
      for (const socket of sockets) socket.destroy();
      await close();
    });
    return `127.0.0.1:${port}`;
  };

  it('of Azure is not waited for without end', async () => {
    const federation = await opened();
    const { identity } = azureOf(federation);
    const authority = `https://${await silent()}`;
    expect(await azurePlan(federation, { timeout: 300, identity: { ...identity, authority } })).toContain(
      `Entra ID at ${authority} gave no token within 300 ms`,
    );
  });

  it('of Google is not waited for without end', async () => {
    const federation = await opened();
    const endpoint = `http://${await silent()}`;
    const options = { ...gcpOf(federation, { endpoint }), timeout: 300 };
    expect(await failureOf(federation, gcpSource(options).plan(nothing, signal))).toContain(
      "Google's token service gave no token within 300 ms",
    );
  });

  it('of AWS is not waited for without end', async () => {
    const federation = await opened();
    const { identity } = azureOf(federation);
    const aws = { ...federation.role, endpoint: `http://${await silent()}`, timeout: 300 };
    expect(await azurePlan(federation, { identity: { ...identity, aws } })).toMatch(
      /AWS STS in eu-west-1 gave no token .*worth a look/,
    );
  });
});

describe('a role of AWS', () => {
  it('asks nobody in the clear but loopback', () => {
    const options = { region: 'eu-west-1', timeout: 1, endpoint: 'http://sts.example.com' };
    expect(() => new AwsRole(options)).toThrow('must use https');
  });

  it('leaves no secret in a text, however often it is encoded', () => {
    const secret = 'a+b/c=d';
    const twice = encodeURIComponent(encodeURIComponent(secret));
    const text = `${secret} ${encodeURIComponent(secret)} ${twice} Signature=${'0f'.repeat(32)}`;
    expect(scrubbed(text, [secret])).toBe('‹secret› ‹secret› ‹secret› Signature=‹secret›');
  });
});
