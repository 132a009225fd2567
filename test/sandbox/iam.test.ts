import {
  GenerateCredentialReportCommand,
  GetAccountAuthorizationDetailsCommand,
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
  type IAMClient,
  ListAccountAliasesCommand,
  ListVirtualMFADevicesCommand,
  paginateGetAccountAuthorizationDetails,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '#sandbox/contract.ts';
import type { Estate } from '#sandbox/estate/estate.ts';
import { startSandbox } from '#sandbox/start.ts';
import { assume, clients, ids, loadMeridian, now, refusalOf } from './clients.ts';

const pages = async (client: IAMClient, pageSize: number) => {
  const users: string[] = [];
  const roles: string[] = [];
  const policies: string[] = [];
  let count = 0;
  for await (const page of paginateGetAccountAuthorizationDetails({ client, pageSize }, {})) {
    count++;
    users.push(...(page.UserDetailList ?? []).map((user) => user.UserName ?? ''));
    roles.push(...(page.RoleDetailList ?? []).map((role) => role.RoleName ?? ''));
    policies.push(...(page.Policies ?? []).map((policy) => policy.PolicyName ?? ''));
  }
  return { users, roles, policies, count };
};

describe('IAM', () => {
  let estate: Estate;
  let sandbox: Sandbox;
  beforeEach(async () => {
    estate = await loadMeridian();
    sandbox = await startSandbox({ estate, now: () => now });
  });
  afterEach(() => sandbox.close());

  const production = async () => clients(sandbox, await assume(sandbox, ids.production)).iam;

  test.each([1, 7, 1000])('pages of %i hold every identity once', async (pageSize) => {
    const found = await pages(await production(), pageSize);
    const facts = estate.accounts.find((account) => account.id === ids.production)?.iam;
    expect(found.users).toHaveLength(facts?.users.size ?? -1);
    expect(new Set(found.users).size).toBe(found.users.length);
    expect(found.roles).toHaveLength(facts?.roles.size ?? -1);
    expect(new Set(found.roles).size).toBe(found.roles.length);
    expect(found.policies).toHaveLength((facts?.policies.size ?? 0) + (facts?.awsPolicies.size ?? 0));
    if (pageSize === 1) expect(found.count).toBeGreaterThan(found.roles.length);
  });

  test('documents are percent-encoded JSON', async () => {
    const details = await (await production()).send(
      new GetAccountAuthorizationDetailsCommand({ Filter: ['Role'], MaxItems: 1000 }),
    );
    const role = details.RoleDetailList?.find(({ RoleName }) => RoleName === 'ci-deploy');
    expect(role?.AssumeRolePolicyDocument).toMatch(/^%7B%22Version/);
    const document = JSON.parse(decodeURIComponent(role?.AssumeRolePolicyDocument ?? '')) as unknown;
    expect(document).toMatchObject({ Statement: [{ Principal: '*', Action: 'sts:AssumeRole' }] });
  });

  test('a filter leaves the other lists empty', async () => {
    const details = await (await production()).send(
      new GetAccountAuthorizationDetailsCommand({ Filter: ['LocalManagedPolicy'] }),
    );
    expect(details.UserDetailList ?? []).toEqual([]);
    expect(details.Policies?.map((policy) => policy.PolicyName)).toEqual([
      'service-runtime',
      'deploy-all',
      'developer-boundary',
    ]);
    const deployAll = details.Policies?.[1];
    expect(deployAll?.DefaultVersionId).toBe('v2');
    expect(deployAll?.PolicyVersionList?.map((version) => version.IsDefaultVersion)).toEqual([true, false]);
    expect(deployAll?.AttachmentCount).toBe(1);
  });

  test('a marker of another call, a page size out of bounds and an unknown filter are ValidationErrors', async () => {
    const iam = await production();
    const { Marker } = await iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 1 }));
    expect(Marker).toBeDefined();
    const send = (input: object) => refusalOf(iam.send(new GetAccountAuthorizationDetailsCommand(input)));
    expect(await send({ Filter: ['User'], Marker })).toMatch(/^ValidationError/);
    expect(await send({ Marker: 'made-up' })).toMatch(/^ValidationError/);
    expect(await send({ MaxItems: 1001 })).toMatch(/^ValidationError/);
    expect(await send({ Filter: ['Everything'] })).toMatch(/^ValidationError/);
  });

  test('the report is asked for, made, and then read', async () => {
    const iam = await production();
    const read = () => iam.send(new GetCredentialReportCommand({}));
    expect(await refusalOf(read())).toMatch(/^CredentialReportNotPresentException/);
    expect((await iam.send(new GenerateCredentialReportCommand({}))).State).toBe('STARTED');
    expect(await refusalOf(read())).toMatch(/^CredentialReportNotReadyException/);
    expect((await iam.send(new GenerateCredentialReportCommand({}))).State).toBe('COMPLETE');
    const { Content, GeneratedTime } = await read();
    expect(GeneratedTime).toEqual(now);
    const [header, root, ...users] = Buffer.from(Content ?? [])
      .toString('utf8')
      .split('\n');
    expect(header).toMatch(/^user,arn,user_creation_time,password_enabled,.*,cert_2_last_rotated$/);
    expect(root).toMatch(/^<root_account>,arn:aws:iam::527903184466:root,/);
    expect(users).toHaveLength(6);
    expect(users.every((line) => line.split(',').length === header?.split(',').length)).toBe(true);
  });

  test('the summary tells of root, also where it has keys and no MFA', async () => {
    const summaryOf = async (account: string) =>
      (await clients(sandbox, await assume(sandbox, account)).iam.send(new GetAccountSummaryCommand({})))
        .SummaryMap;
    expect(await summaryOf(ids.staging)).toMatchObject({ AccountMFAEnabled: 0, AccountAccessKeysPresent: 1 });
    expect(await summaryOf(ids.network)).toMatchObject({ AccountMFAEnabled: 1, AccountAccessKeysPresent: 0 });
  });

  test('no password policy is NoSuchEntity, another account has a weak one', async () => {
    const policyOf = async (account: string) =>
      clients(sandbox, await assume(sandbox, account)).iam.send(new GetAccountPasswordPolicyCommand({}));
    expect(await refusalOf(policyOf(ids.staging))).toMatch(/^NoSuchEntity/);
    const { PasswordPolicy } = await policyOf(ids.production);
    expect(PasswordPolicy).toMatchObject({
      MinimumPasswordLength: 8,
      RequireSymbols: false,
      ExpirePasswords: false,
    });
    expect(PasswordPolicy?.PasswordReusePrevention).toBeUndefined();
  });

  test("root's virtual device is listed where root has one", async () => {
    const devicesOf = async (account: string) =>
      (
        await clients(sandbox, await assume(sandbox, account)).iam.send(
          new ListVirtualMFADevicesCommand({ AssignmentStatus: 'Assigned' }),
        )
      ).VirtualMFADevices?.map((device) => device.SerialNumber);
    expect(await devicesOf(ids.production)).toContain(
      `arn:aws:iam::${ids.production}:mfa/root-account-mfa-device`,
    );
    expect(await devicesOf(ids.security)).toEqual([
      `arn:aws:iam::${ids.security}:mfa/tomas.lind`,
      `arn:aws:iam::${ids.security}:mfa/audit.2024`,
    ]);
  });

  test('a denial in the estate names the permission and the reason', async () => {
    const { iam } = clients(sandbox, await assume(sandbox, ids.staging));
    expect(await refusalOf(iam.send(new GetCredentialReportCommand({})))).toBe(
      `AccessDenied: User: arn:aws:sts::${ids.staging}:assumed-role/PlumblineReader/test is not authorized to perform: iam:GetCredentialReport on resource: * because no identity-based policy allows the iam:GetCredentialReport action`,
    );
    expect((await iam.send(new ListAccountAliasesCommand({}))).AccountAliases).toEqual(['meridian-staging']);
  });
});
