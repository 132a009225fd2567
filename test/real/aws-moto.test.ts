/**
 * Our AWS source against moto, a server that other people wrote. It has IAM, STS and Organizations, and recorders of
 * AWS Config; it does not run queries of AWS Config (SelectResourceConfig answers what it was told to), nor counts,
 * aggregators' status or the account service. So the inventory is proven here only to be unknown, never empty.
 */

import {
  ConfigServiceClient,
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
  StartConfigurationRecorderCommand,
} from '@aws-sdk/client-config-service';
import {
  AddUserToGroupCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  IAMClient,
  PutRolePolicyCommand,
  UpdateAccountPasswordPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateAccountCommand,
  CreateOrganizationCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { isUnrecorded } from '#model/aws/direct-sources.ts';
import type { CoverageRow } from '#model/coverage.ts';
import { isGap } from '#model/coverage.ts';
import { partSources } from '#model/part-sources.ts';
import type { Resource } from '#model/resource.ts';
import { compareText } from '#model/resource.ts';
import type { Needs, SourcePlan } from '#model/source.ts';
import { awsSource } from '#sources/aws/source.ts';
import { readSource } from '#test/support/read-source.ts';

const endpoint = process.env['PLUMBLINE_MOTO'];
if (endpoint === undefined) {
  console.log('moto is not running (npm run test:real starts it); skipped, proves nothing');
}

const region = 'eu-west-1';
const settings = {
  endpoint: endpoint ?? '',
  region,
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret' },
};
/** Moto's own account of whoever comes without one. */
const account = '123456789012';

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const everything = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

const buildIdentities = async (iam: IAMClient): Promise<void> => {
  await iam.send(new CreateUserCommand({ UserName: 'ada', Path: '/people/' }));
  await iam.send(new CreateUserCommand({ UserName: 'deploy', Tags: [{ Key: 'team', Value: 'platform' }] }));
  await iam.send(new CreateGroupCommand({ GroupName: 'operators' }));
  await iam.send(new AddUserToGroupCommand({ GroupName: 'operators', UserName: 'ada' }));
  await iam.send(new CreateAccessKeyCommand({ UserName: 'deploy' }));
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: 'everything', PolicyDocument: everything }),
  );
  await iam.send(new AttachUserPolicyCommand({ UserName: 'deploy', PolicyArn: Policy?.Arn }));
  await iam.send(new CreateRoleCommand({ RoleName: 'worker', AssumeRolePolicyDocument: trust }));
  await iam.send(
    new PutRolePolicyCommand({ RoleName: 'worker', PolicyName: 'inline', PolicyDocument: everything }),
  );
  const device = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'ada' }));
  await iam.send(
    new EnableMFADeviceCommand({
      UserName: 'ada',
      SerialNumber: device.VirtualMFADevice?.SerialNumber,
      AuthenticationCode1: '123456',
      AuthenticationCode2: '234567',
    }),
  );
  await iam.send(new UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 14, RequireSymbols: true }));
};

const buildRecorder = async (): Promise<void> => {
  const config = new ConfigServiceClient(settings);
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  await s3.send(
    new CreateBucketCommand({
      Bucket: 'recorded',
      CreateBucketConfiguration: { LocationConstraint: region },
    }),
  );
  await config.send(
    new PutConfigurationRecorderCommand({
      ConfigurationRecorder: {
        name: 'default',
        roleARN: `arn:aws:iam::${account}:role/worker`,
        recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
      },
    }),
  );
  await config.send(
    new PutDeliveryChannelCommand({ DeliveryChannel: { name: 'default', s3BucketName: 'recorded' } }),
  );
  await config.send(new StartConfigurationRecorderCommand({ ConfigurationRecorderName: 'default' }));
};

const needs: Needs = new Map(
  Object.entries(partSources).map(([kind, parts]) => [kind, new Set(Object.keys(parts))]),
);

describe.skipIf(endpoint === undefined)('an account in moto', () => {
  let plan: SourcePlan;
  let member = '';
  let resources: readonly Resource[];
  let coverage: readonly CoverageRow[];

  beforeAll(async () => {
    await fetch(`${endpoint}/moto-api/reset`, { method: 'POST' });
    await buildIdentities(new IAMClient(settings));
    await buildRecorder();
    const organizations = new OrganizationsClient(settings);
    await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
    const created = await organizations.send(
      new CreateAccountCommand({ AccountName: 'member', Email: 'member@example.com' }),
    );
    member = created.CreateAccountStatus?.AccountId ?? '';

    const source = awsSource({
      accounts: 'caller',
      regions: [region],
      inventory: 'config',
      kinds: [],
      partners: [],
      homeRegion: region,
      endpoint: settings.endpoint,
      credentials: settings.credentials,
      callsPerSecond: 1_000,
      attempts: 3,
      timeout: 20_000,
      backoffBase: 1,
    });
    ({ plan, resources, coverage } = await readSource(source, needs));
  });

  const named = (kind: string, name: string): Resource => {
    const found = resources.find((resource) => resource.kind === kind && resource.name === name);
    if (found === undefined) {
      throw new Error(
        `${kind} ${name} is not among ${resources.map((one) => `${one.kind} ${one.name}`).join(', ')}`,
      );
    }
    return found;
  };

  it('knows who asks and whom the organisation is made of', () => {
    expect(plan.identity).toMatch(new RegExp(`^arn:aws:(?:iam|sts)::${account}:`));
    expect(plan.trust.accounts).toEqual(new Set([account, member]));
    expect(plan.trust.organization).toMatch(/^o-/);
  });

  it('finds every user, group, role and policy that was made', () => {
    const names = (kind: string): string[] =>
      resources
        .filter((resource) => resource.kind === kind)
        .map((resource) => resource.name)
        .sort(compareText);
    expect(names('AWS::IAM::User')).toEqual(['ada', 'deploy']);
    expect(names('AWS::IAM::Group')).toEqual(['operators']);
    expect(names('AWS::IAM::Role')).toEqual(['worker']);
    expect(names('AWS::IAM::Policy')).toEqual(['everything']);
  });

  it('reads a user with path, groups, tags and policies', () => {
    expect(named('AWS::IAM::User', 'ada')).toMatchObject({
      id: `arn:aws:iam::${account}:user/people/ada`,
      parts: { path: { known: true, value: '/people/' }, groups: { known: true, value: ['operators'] } },
    });
    expect(named('AWS::IAM::User', 'deploy')).toMatchObject({
      tags: { team: 'platform' },
      parts: {
        policies: {
          known: true,
          value: { attached: [{ arn: `arn:aws:iam::${account}:policy/everything` }] },
        },
      },
    });
  });

  it('reads the credential report of each user', () => {
    const credentials = named('AWS::IAM::User', 'deploy').parts['credentials'];
    expect(credentials).toMatchObject({ known: true });
    expect(JSON.stringify(credentials)).not.toContain('not-a-secret');
  });

  it('reads a role with its trust and its inline policy', () => {
    expect(named('AWS::IAM::Role', 'worker').parts).toMatchObject({
      trustPolicy: {
        known: true,
        value: { statements: [{ effect: 'Allow' }] },
      },
      policies: { known: true, value: { inline: [{ name: 'inline' }] } },
    });
  });

  it('reads the password policy of the account', () => {
    const [found] = resources.filter((resource) => resource.kind === 'AWS::::Account');
    expect(found?.parts['passwordPolicy']).toMatchObject({
      known: true,
      value: { minimumLength: 14, requireSymbols: true },
    });
  });

  it('reads the recorder', () => {
    const [found] = resources.filter((resource) => resource.kind === 'AWS::Config::ConfigurationRecorder');
    expect(found?.parts['recording']).toMatchObject({
      known: true,
      value: { name: 'default', on: true, allSupported: true, includesGlobal: true },
    });
  });

  it('takes an inventory that moto does not have for unknown, not for empty', () => {
    const kinds = Object.entries(partSources)
      .filter(([, parts]) => Object.values(parts).some((source) => source.from === 'config'))
      .map(([kind]) => kind)
      // Those that AWS Config does not keep are read from their services, and moto has those.
      .filter((kind) => kind !== 'AWS::::Account' && !isUnrecorded(kind));
    const unknown = new Set(coverage.filter((row) => row.part === '*' && isGap(row)).map((row) => row.kind));
    expect(kinds.filter((kind) => !unknown.has(kind) && !unknown.has('*'))).toEqual([]);
  });
});
