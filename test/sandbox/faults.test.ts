import { ListRegionsCommand } from '@aws-sdk/client-account';
import {
  ConfigServiceClient,
  SelectAggregateResourceConfigCommand,
  SelectResourceConfigCommand,
} from '@aws-sdk/client-config-service';
import {
  GenerateCredentialReportCommand,
  GetAccountAuthorizationDetailsCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
} from '@aws-sdk/client-iam';
import { ListAccountsCommand } from '@aws-sdk/client-organizations';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '#sandbox/contract.ts';
import { startSandbox } from '#sandbox/start.ts';
import { assume, clientOptions, clients, ids, type Keys, loadMeridian, now, refusalOf } from './clients.ts';

type Item = { readonly resourceId: string; readonly configuration: Readonly<Record<string, unknown>> } & {
  readonly supplementaryConfiguration: Readonly<Record<string, unknown>>;
};

const select = (kind: string, more = '') =>
  new SelectResourceConfigCommand({
    Expression: `SELECT *, configuration, supplementaryConfiguration WHERE resourceType = '${kind}'${more}`,
    Limit: 100,
  });

describe('injected faults', () => {
  let sandbox: Sandbox;
  let keys: Keys;
  beforeAll(async () => {
    sandbox = await startSandbox({ estate: await loadMeridian(), now: () => now });
    keys = await assume(sandbox, ids.production);
  });
  beforeEach(() => {
    sandbox.clearFaults();
    sandbox.clearCalls();
  });
  afterAll(() => sandbox.close());

  const production = () => clients(sandbox, keys);
  const items = async (kind: string): Promise<Item[]> => {
    const { Results } = await production().config.send(select(kind));
    return (Results ?? []).map((text) => JSON.parse(text) as Item);
  };

  test('a denial by policy and one by guard rail have their own words', async () => {
    const match = { action: 'config:Select*', account: ids.production };
    sandbox.addFault({ match, effect: { type: 'deny' }, times: 1 });
    expect(await refusalOf(items('AWS::EC2::VPC'))).toMatch(
      /^AccessDeniedException: .* because no identity-based policy allows the config:SelectResourceConfig action$/,
    );
    sandbox.addFault({ match, effect: { type: 'deny', by: 'scp' }, times: 1 });
    expect(await refusalOf(items('AWS::EC2::VPC'))).toMatch(
      /with an explicit deny in a service control policy$/,
    );
    expect(await items('AWS::EC2::VPC')).not.toEqual([]);
    expect(sandbox.calls.map((call) => call.status)).toEqual([400, 400, 200]);
  });

  test('a fault that names another account or region does not strike', async () => {
    sandbox.addFault({ match: { account: ids.staging }, effect: { type: 'deny' } });
    sandbox.addFault({ match: { region: 'us-east-1' }, effect: { type: 'deny' } });
    await expect(items('AWS::EC2::VPC')).resolves.toHaveLength(2);
  });

  test('a denial that names a kind strikes only what asks for it', async () => {
    sandbox.addFault({ match: { kind: 'AWS::S3::Bucket' }, effect: { type: 'deny' } });
    expect(await refusalOf(items('AWS::S3::Bucket'))).toMatch(/^AccessDeniedException/);
    await expect(items('AWS::EC2::VPC')).resolves.toHaveLength(2);
  });

  test('a denial that names a resource strikes the answer that carries it', async () => {
    sandbox.addFault({
      match: { resource: 'meridian-press' },
      effect: { type: 'error', status: 500, code: 'InternalError' },
    });
    expect(await refusalOf(items('AWS::S3::Bucket'))).toMatch(/^InternalError/);
    const other = select('AWS::S3::Bucket', " AND resourceId = 'meridian-orders'");
    expect((await production().config.send(other)).Results).toHaveLength(1);
  });

  test('each service throttles by its own name', async () => {
    sandbox.addFault({ match: {}, effect: { type: 'throttle' } });
    const { config, iam, sts, account } = production();
    const { organizations } = clients(sandbox);
    expect(await refusalOf(config.send(select('AWS::EC2::VPC')))).toMatch(/^ThrottlingException/);
    expect(await refusalOf(iam.send(new GetAccountSummaryCommand({})))).toMatch(/^Throttling: /);
    expect(await refusalOf(sts.send(new GetCallerIdentityCommand({})))).toMatch(/^Throttling: /);
    expect(await refusalOf(organizations.send(new ListAccountsCommand({})))).toMatch(
      /^TooManyRequestsException/,
    );
    expect(await refusalOf(account.send(new ListRegionsCommand({})))).toMatch(/^TooManyRequestsException/);
  });

  test('a throttle that strikes twice is over when a client tries three times', async () => {
    sandbox.addFault({
      match: { action: 'config:SelectResourceConfig' },
      effect: { type: 'throttle' },
      times: 2,
    });
    const patient = new ConfigServiceClient({
      ...clientOptions(sandbox, keys),
      maxAttempts: 3,
    });
    const { Results } = await patient.send(select('AWS::EC2::VPC'));
    expect(Results).toHaveLength(2);
    expect(sandbox.calls.map((call) => call.status)).toEqual([400, 400, 200]);
  });

  test('a reset connection, an early end and a garbled body are errors, never an empty answer', async () => {
    const match = { action: 'config:SelectResourceConfig' };
    for (const type of ['reset', 'cut', 'garble'] as const) {
      sandbox.addFault({ match, effect: { type }, times: 1 });
      expect(await refusalOf(items('AWS::EC2::VPC')), type).not.toBe('');
    }
    for (const type of ['reset', 'cut', 'garble'] as const) {
      sandbox.addFault({ match: { action: 'iam:*' }, effect: { type }, times: 1 });
      const call = production().iam.send(new GetAccountAuthorizationDetailsCommand({}));
      expect(await refusalOf(call), type).not.toBe('');
    }
    await expect(items('AWS::EC2::VPC')).resolves.toHaveLength(2);
  });

  test('a service that hangs is given up by the client, and the sandbox still closes', async () => {
    sandbox.addFault({ match: {}, effect: { type: 'hang' } });
    const impatient = new ConfigServiceClient({
      ...clientOptions(sandbox, keys),
      requestHandler: { requestTimeout: 50, throwOnRequestTimeout: true },
    });
    expect(await refusalOf(impatient.send(select('AWS::EC2::VPC')))).toMatch(/^TimeoutError/);
    const other = await startSandbox({ estate: await loadMeridian(), now: () => now });
    other.addFault({ match: {}, effect: { type: 'hang' } });
    const hanging = refusalOf(clients(other).sts.send(new GetCallerIdentityCommand({})));
    // Closed only when the call has arrived, so that there is something to hang.
    while (other.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await other.close();
    expect(await hanging).not.toBe('');
  });

  test('a page may promise a next one whose token is refused then', async () => {
    sandbox.addFault({
      match: { action: 'config:SelectResourceConfig' },
      effect: { type: 'expire-token' },
      times: 1,
    });
    const { config, iam } = production();
    const { NextToken } = await config.send(select('AWS::EC2::VPC'));
    const again = new SelectResourceConfigCommand({ ...select('AWS::EC2::VPC').input, NextToken });
    expect(await refusalOf(config.send(again))).toMatch(/^InvalidNextTokenException/);
    sandbox.addFault({
      match: { action: 'iam:GetAccountAuthorizationDetails' },
      effect: { type: 'expire-token' },
      times: 1,
    });
    const page = await iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 1000 }));
    expect(page.IsTruncated).toBe(true);
    const next = new GetAccountAuthorizationDetailsCommand({ MaxItems: 1000, Marker: page.Marker });
    expect(await refusalOf(iam.send(next))).toMatch(/^ValidationError/);
  });

  test('one field of one bucket is garbled, and nothing else', async () => {
    const before = await items('AWS::S3::Bucket');
    sandbox.addFault({
      match: { kind: 'AWS::S3::Bucket', resource: 'meridian-press' },
      effect: { type: 'garble-field', path: 'supplementaryConfiguration.BucketPolicy.policyText' },
    });
    const after = await items('AWS::S3::Bucket');
    const changed = after.filter((item, index) => JSON.stringify(item) !== JSON.stringify(before[index]));
    expect(changed.map((item) => item.resourceId)).toEqual(['meridian-press']);
    const policy = changed[0]?.supplementaryConfiguration['BucketPolicy'];
    expect(policy).toHaveProperty('policyText');
    const { policyText = '{}' } = (policy ?? {}) as { policyText?: string };
    expect(() => JSON.parse(policyText) as unknown).toThrow(SyntaxError);
  });

  test.each([
    ['AWS::EC2::SecurityGroup', 'configuration.ipPermissions', 'string'],
    ['AWS::EC2::Volume', 'configuration.encrypted', 'object'],
    ['AWS::EC2::Volume', 'configuration.attachments', 'string'],
    ['AWS::S3::Bucket', 'supplementaryConfiguration.NotThere', 'object'],
    ['AWS::EC2::SecurityGroup', 'configuration.ipPermissions.0.ipProtocol', 'object'],
  ])('every %s has %s garbled to another type', async (kind, path, type) => {
    sandbox.addFault({ match: { kind }, effect: { type: 'garble-field', path } });
    const value = (item: unknown): unknown =>
      path
        .split('.')
        .reduce<unknown>((at, step) => (at as Readonly<Record<string, unknown>> | undefined)?.[step], item);
    for (const item of await items(kind)) {
      const found = value(item);
      if (found !== undefined) expect(typeof found).toBe(type);
    }
    expect((await items(kind)).some((item) => value(item) !== undefined)).toBe(true);
    await expect(items('AWS::EC2::VPC')).resolves.toHaveLength(2);
  });

  test('in an answer of several accounts only the items of the named one are garbled', async () => {
    const query = new SelectAggregateResourceConfigCommand({
      ConfigurationAggregatorName: 'meridian-organization',
      Expression: "SELECT accountId, configuration WHERE resourceType = 'AWS::EC2::VPC'",
    });
    sandbox.addFault({
      match: { account: ids.network, kind: 'AWS::EC2::VPC' },
      effect: { type: 'garble-field', path: 'configuration' },
    });
    const { Results } = await clients(sandbox).config.send(query);
    const rows = (Results ?? []).map(
      (text) => JSON.parse(text) as { accountId: string; configuration: unknown },
    );
    const damaged = rows.filter((row) => typeof row.configuration === 'string');
    expect(new Set(damaged.map((row) => row.accountId))).toEqual(new Set([ids.network]));
    expect(rows.length).toBeGreaterThan(damaged.length);
    expect(rows.filter((row) => row.accountId === ids.network)).toHaveLength(damaged.length);
  });

  test('one trust policy in the IAM answer is garbled, and nothing else', async () => {
    const details = async () => {
      const page = await production().iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 1000 }));
      return { users: page.UserDetailList, policies: page.Policies, roles: page.RoleDetailList ?? [] };
    };
    const before = await details();
    sandbox.addFault({
      match: { kind: 'AWS::IAM::Role', resource: 'ci-deploy' },
      effect: { type: 'garble-field', path: 'AssumeRolePolicyDocument' },
    });
    const after = await details();
    expect(after.users).toEqual(before.users);
    expect(after.policies).toEqual(before.policies);
    const changed = after.roles.filter(
      (role, index) => JSON.stringify(role) !== JSON.stringify(before.roles[index]),
    );
    expect(changed.map((role) => role.RoleName)).toEqual(['ci-deploy']);
    expect(
      () => JSON.parse(decodeURIComponent(changed[0]?.AssumeRolePolicyDocument ?? '{}')) as unknown,
    ).toThrow();
  });

  test('one column of the credential report is garbled for one user', async () => {
    const { iam } = production();
    await iam.send(new GenerateCredentialReportCommand({}));
    await iam.send(new GenerateCredentialReportCommand({}));
    sandbox.addFault({
      match: { kind: 'AWS::IAM::User', resource: 'oscar.admin' },
      effect: { type: 'garble-field', path: 'mfa_active' },
    });
    const { Content } = await iam.send(new GetCredentialReportCommand({}));
    const [header = '', ...lines] = Buffer.from(Content ?? [])
      .toString('utf8')
      .split('\n');
    const column = header.split(',').indexOf('mfa_active');
    const byUser = new Map(lines.map((line) => [line.split(',')[0], line.split(',')[column]]));
    expect(byUser.get('oscar.admin')).toBe('%%garbled%%');
    expect(byUser.get('nina.berg')).toBe('true');
  });

  test('garbled numbers of the account summary are no numbers, and the others stay', async () => {
    for (const path of ['AccountMFAEnabled', 'AccountAccessKeysPresent']) {
      sandbox.addFault({ match: { kind: 'AWS::::Account' }, effect: { type: 'garble-field', path } });
    }
    const { SummaryMap } = await production().iam.send(new GetAccountSummaryCommand({}));
    // The vendor's client hands these over without a word.
    expect(SummaryMap).toMatchObject({ AccountMFAEnabled: Number.NaN, AccountAccessKeysPresent: Number.NaN });
    expect(SummaryMap?.AccountSigningCertificatesPresent).toBe(0);
  });
});
