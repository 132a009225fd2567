import { describe, expect, it } from 'vitest';
import { allChecks } from '#checks/index.ts';
import type { PermissionScope } from '#engine/permissions.ts';
import { actionsFor, policyDocument } from '#engine/permissions.ts';
import type { Check } from '#model/check.ts';

const ofOneAccount: PermissionScope = {
  route: 'config',
  accounts: 'caller',
  regions: 'list',
  assumesRole: false,
};

const checkNamed = (id: string): Check => {
  const check = allChecks.find((one) => one.id === id);
  if (check === undefined) throw new Error(`no check ${id}`);
  return check;
};

const actions = (ids: readonly string[], scope: Partial<PermissionScope> = {}): readonly string[] =>
  actionsFor(ids.map(checkNamed), { ...ofOneAccount, ...scope }).map((use) => use.action);

describe('the permissions of a set of checks', () => {
  it('are none for no check', () => {
    expect(actions([])).toEqual([]);
  });

  it('are those of the parts that a check reads, and no others', () => {
    expect(actions(['iam.aws.root-mfa-enabled'])).toEqual(['iam:GetAccountSummary']);
    expect(actions(['iam.aws.root-mfa-hardware'])).toEqual([
      'iam:GetAccountSummary',
      'iam:ListVirtualMFADevices',
    ]);
    expect(actions(['iam.aws.user-console-mfa'])).toEqual([
      'iam:GenerateCredentialReport',
      'iam:GetCredentialReport',
    ]);
  });

  it('are those of parts that a check can do without as well', () => {
    const uses = actionsFor([checkNamed('data.aws.bucket-not-public')], ofOneAccount);
    expect(uses.find((use) => use.action === 'config:SelectResourceConfig')?.parts).toContain(
      'AWS::S3::Bucket.acl',
    );
  });

  it('follow the way that the inventory is read', () => {
    expect(actions(['data.aws.volume-encrypted'])).toEqual([
      'config:DescribeConfigurationRecorderStatus',
      'config:DescribeConfigurationRecorders',
      'config:GetDiscoveredResourceCounts',
      'config:SelectResourceConfig',
    ]);
    expect(actions(['data.aws.volume-encrypted'], { route: 'config-aggregator' })).toEqual([
      'config:DescribeConfigurationAggregatorSourcesStatus',
      'config:GetAggregateDiscoveredResourceCounts',
      'config:SelectAggregateResourceConfig',
    ]);
  });

  it('grow with the accounts and regions that are asked for', () => {
    const uses = actionsFor([checkNamed('iam.aws.root-mfa-enabled')], {
      ...ofOneAccount,
      accounts: 'organization',
      regions: 'enabled',
      assumesRole: true,
    });
    expect(uses.map(({ action, place }) => `${action} ${place}`)).toEqual([
      'account:ListRegions account',
      'iam:GetAccountSummary account',
      'organizations:ListAccounts caller',
      'sts:AssumeRole caller',
    ]);
  });

  it('say which checks and parts go unknown without one', () => {
    const use = actionsFor(allChecks, ofOneAccount).find(({ action }) => action === 'iam:GetAccountSummary');
    expect(use?.parts).toEqual(['AWS::::Account.summary']);
    expect(use?.checks).toEqual([
      'iam.aws.root-has-no-access-keys',
      'iam.aws.root-mfa-enabled',
      'iam.aws.root-mfa-hardware',
    ]);
  });

  it('only read, but for assuming a role', () => {
    const all = actionsFor(allChecks, {
      route: 'config',
      accounts: 'organization',
      regions: 'enabled',
      assumesRole: true,
    });
    for (const { action } of all) {
      // A credential report is a reading that AWS prepares on request.
      expect(action).toMatch(
        /^(\w+:(Get|List|Describe|Select)\w+|iam:GenerateCredentialReport|sts:AssumeRole)$/,
      );
    }
  });
});

describe('the policy document', () => {
  const uses = actionsFor([checkNamed('iam.aws.root-mfa-hardware')], {
    ...ofOneAccount,
    accounts: 'organization',
    assumesRole: true,
  });

  it('has one sorted statement per service', () => {
    expect(policyDocument(uses)).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'PlumblineIam',
          Effect: 'Allow',
          Action: ['iam:GetAccountSummary', 'iam:ListVirtualMFADevices'],
          Resource: '*',
        },
        {
          Sid: 'PlumblineOrganizations',
          Effect: 'Allow',
          Action: ['organizations:ListAccounts'],
          Resource: '*',
        },
        { Sid: 'PlumblineSts', Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: '*' },
      ],
    });
  });

  it('limits the role that may be assumed', () => {
    const roleArn = 'arn:aws:iam::*:role/plumbline';
    expect(policyDocument(uses, roleArn).Statement.at(-1)).toMatchObject({ Resource: roleArn });
  });

  it('does not depend on the order of the checks', () => {
    expect(policyDocument(actionsFor([...allChecks].reverse(), ofOneAccount))).toEqual(
      policyDocument(actionsFor(allChecks, ofOneAccount)),
    );
  });
});
