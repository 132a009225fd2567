import { describe, expect, it } from 'vitest';
import { allChecks } from '#checks/index.ts';
import type { PermissionScope } from '#engine/permissions.ts';
import { actionsFor, policyDocument } from '#engine/permissions.ts';
import type { Check } from '#model/check.ts';
import { decideAction } from '#model/policy/grants.ts';
import { parsePolicyDocument } from '#model/policy/parse.ts';

const ofOneAccount: PermissionScope = {
  route: 'config',
  inventory: 'config',
  assumesRole: false,
};

const ofTheScan = [
  'account:ListRegions',
  'config:DescribeConfigurationRecorderStatus',
  'config:DescribeConfigurationRecorders',
  'config:GetDiscoveredResourceCounts',
  'config:SelectResourceConfig',
  'organizations:ListAccounts',
];

const checkNamed = (id: string): Check => {
  const check = allChecks.find((one) => one.id === id);
  if (check === undefined) throw new Error(`no check ${id}`);
  return check;
};

const uses = (ids: readonly string[], scope: Partial<PermissionScope> = {}) =>
  actionsFor(ids.map(checkNamed), { ...ofOneAccount, ...scope });

/** Besides those that every scan asks. */
const actions = (ids: readonly string[]): readonly string[] =>
  uses(ids)
    .map((use) => use.action)
    .filter((action) => !ofTheScan.includes(action));

/** Those that a check hangs on. */
const neededBy = (id: string, scope: Partial<PermissionScope> = {}): readonly string[] =>
  uses([id], scope)
    .filter((use) => use.checks.includes(id))
    .map((use) => use.action);

describe('the permissions of a set of checks', () => {
  it('are what every scan asks, for no check', () => {
    expect(uses([]).map((use) => use.action)).toEqual(ofTheScan);
    expect(uses([]).flatMap((use) => [...use.checks, ...use.parts])).toEqual([]);
  });

  it('are those of the parts that a check reads, and no others', () => {
    expect(actions(['iam.aws.root-mfa-enabled'])).toEqual(['iam:GetAccountSummary']);
    expect(actions(['iam.aws.root-mfa-hardware'])).toEqual([
      'iam:GetAccountSummary',
      'iam:ListVirtualMFADevices',
    ]);
    expect(neededBy('iam.aws.password-policy-strong')).toEqual(['iam:GetAccountPasswordPolicy']);
    expect(actions(['data.aws.volume-encrypted'])).toEqual([]);
  });

  it('are those of parts that a check can do without as well', () => {
    const some = uses(['data.aws.bucket-not-public']);
    expect(some.find((use) => use.action === 'config:SelectResourceConfig')?.parts).toContain(
      'AWS::S3::Bucket.acl',
    );
  });

  it('follow the way that the inventory is read', () => {
    expect(neededBy('data.aws.volume-encrypted')).toEqual([
      'config:DescribeConfigurationRecorderStatus',
      'config:DescribeConfigurationRecorders',
      'config:GetDiscoveredResourceCounts',
      'config:SelectResourceConfig',
    ]);
    expect(neededBy('data.aws.volume-encrypted', { route: 'config-aggregator' })).toEqual([
      'config:DescribeConfigurationAggregatorSourcesStatus',
      'config:DescribeConfigurationRecorderStatus',
      'config:DescribeConfigurationRecorders',
      'config:GetAggregateDiscoveredResourceCounts',
      'config:SelectAggregateResourceConfig',
    ]);
  });

  it('hold the list of accounts for checks that ask who is an outsider', () => {
    expect(neededBy('data.aws.topic-not-public')).toContain('organizations:ListAccounts');
    expect(neededBy('data.aws.volume-encrypted')).not.toContain('organizations:ListAccounts');
  });

  it('say whose policy each belongs into', () => {
    const placed = uses(['iam.aws.root-mfa-enabled'], { route: 'config-aggregator', assumesRole: true });
    expect(placed.map(({ action, place }) => `${action} ${place}`)).toEqual([
      'account:ListRegions account',
      'config:DescribeConfigurationAggregatorSourcesStatus aggregator',
      'config:DescribeConfigurationRecorderStatus account',
      'config:DescribeConfigurationRecorders account',
      'config:GetAggregateDiscoveredResourceCounts aggregator',
      'config:SelectAggregateResourceConfig aggregator',
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
    const all = actionsFor(allChecks, { ...ofOneAccount, assumesRole: true });
    for (const { action } of all) {
      // A credential report is a reading that AWS prepares on request.
      expect(action).toMatch(
        /^([\w-]+:(Get|List|Describe|Select)\w+|apigateway:GET|iam:GenerateCredentialReport|sts:AssumeRole)$/,
      );
    }
  });
});

describe('the policy document', () => {
  const hardware = uses(['iam.aws.root-mfa-hardware'], { assumesRole: true }).filter(
    ({ action }) => !action.startsWith('config:'),
  );

  it('has one sorted statement per service', () => {
    expect(policyDocument(hardware)).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Sid: 'PlumblineAccount', Effect: 'Allow', Action: ['account:ListRegions'], Resource: '*' },
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

  it('labels its statements in letters and digits, which IAM refuses anything beside', () => {
    const analyzers = {
      action: 'access-analyzer:ListAnalyzers',
      place: 'account',
      parts: [],
      checks: [],
    } as const;
    expect(policyDocument([analyzers]).Statement.map(({ Sid }) => Sid)).toEqual(['PlumblineAccessAnalyzer']);
    const all = actionsFor(allChecks, { route: 'config', inventory: 'auto', assumesRole: true });
    for (const { Sid } of policyDocument(all).Statement) expect(Sid).toMatch(/^[A-Za-z0-9]+$/);
  });

  it('limits the role that may be assumed', () => {
    const roleArn = 'arn:aws:iam::*:role/plumbline';
    expect(policyDocument(hardware, { roleArn }).Statement.at(-1)).toMatchObject({ Resource: roleArn });
  });

  describe.each(['config', 'auto', 'direct'] as const)('of API Gateway (%s)', (inventory) => {
    const partition = 'aws-cn';
    const parsed = parsePolicyDocument(
      policyDocument(actionsFor(allChecks, { ...ofOneAccount, inventory }), { partition }),
    );
    if (!parsed.ok) throw new Error(parsed.error);
    const decided = (path: string, within = partition): string =>
      decideAction([parsed.document], 'apigateway:GET', `arn:${within}:apigateway:cn-north-1::${path}`);

    it.each([
      '/restapis',
      '/restapis/a1b2c3/resources',
      '/restapis/a1b2c3/resources/r1/methods/GET',
      '/restapis/a1b2c3/stages',
      '/apis',
      '/apis/d4e5f6/routes',
      '/apis/d4e5f6/stages',
    ])('gives what is read: %s', (path) => {
      expect(decided(path)).toBe('allowed');
      expect(decided(path, 'aws')).toBe('implicit-deny');
    });

    it.each([
      '/apikeys',
      '/apikeys/k1',
      '/usageplans',
      '/usageplans/u1/keys',
      '/usageplans/u1/keys/k1',
      '/usageplans/u1/usage',
      '/domainnames',
      '/clientcertificates',
      '/restapis/a1b2c3/authorizers',
      '/restapis/a1b2c3/stages/live/exports/oas30',
      '/restapis/a1b2c3/stages/live/sdks/java',
      '/apis/d4e5f6/authorizers',
      '/apis/d4e5f6/exports/OAS30',
      '/*',
    ])('keeps from it what nobody reads: %s', (path) => {
      expect(decided(path)).toBe('implicit-deny');
    });
  });

  it('does not depend on the order of the checks', () => {
    expect(policyDocument(actionsFor([...allChecks].reverse(), ofOneAccount))).toEqual(
      policyDocument(actionsFor(allChecks, ofOneAccount)),
    );
  });
});
