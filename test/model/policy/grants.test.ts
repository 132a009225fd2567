import { describe, expect, test } from 'vitest';
import { accessOf, accessOfAll } from '#model/policy/access.ts';
import { callerContext } from '#model/policy/caller.ts';
import { administration, decideAction, grantedActions, isAdministrator } from '#model/policy/grants.ts';
import { policy } from '../../support/builders/policy.ts';

const admin = { Action: '*', Resource: '*' };
const bucket = 'arn:aws:s3:::b/*';

describe('decideAction', () => {
  test.each([
    [
      'no statement speaks of it',
      policy({ Action: 's3:*', Resource: '*' }),
      'iam:CreateUser',
      undefined,
      'implicit-deny',
    ],
    [
      'mixed case',
      policy({ Action: 'IAM:createuser', Resource: '*' }),
      'iam:CreateUser',
      undefined,
      'allowed',
    ],
    [
      'NotAction leaves it in',
      policy({ NotAction: ['iam:*'], Resource: '*' }),
      'sts:AssumeRole',
      '*',
      'allowed',
    ],
    [
      'NotAction leaves it out',
      policy({ NotAction: ['iam:*'], Resource: '*' }),
      'iam:CreateUser',
      '*',
      'implicit-deny',
    ],
    [
      'a Deny alone grants nothing',
      policy({ Effect: 'Deny', ...admin }),
      's3:GetObject',
      undefined,
      'explicit-deny',
    ],
    [
      'a Deny wins over an Allow',
      policy(admin, { Effect: 'Deny', Action: 's3:*', Resource: '*' }),
      's3:GetObject',
      '*',
      'explicit-deny',
    ],
    [
      'a Deny of one bucket leaves the others',
      policy(admin, { Effect: 'Deny', Action: 's3:*', Resource: bucket }),
      's3:GetObject',
      undefined,
      'allowed',
    ],
    [
      'a Deny of one bucket is not every bucket',
      policy(admin, { Effect: 'Deny', Action: 's3:*', Resource: bucket }),
      's3:GetObject',
      '*',
      'depends',
    ],
    [
      'one bucket is not everything',
      policy({ Action: 's3:*', Resource: bucket }),
      's3:GetObject',
      '*',
      'implicit-deny',
    ],
    [
      'one bucket is something',
      policy({ Action: 's3:*', Resource: bucket }),
      's3:GetObject',
      undefined,
      'allowed',
    ],
    [
      'NotResource of that bucket',
      policy({ Action: 's3:*', NotResource: bucket }),
      's3:GetObject',
      'arn:aws:s3:::b/k',
      'implicit-deny',
    ],
    [
      'NotResource of another',
      policy({ Action: 's3:*', NotResource: bucket }),
      's3:GetObject',
      'arn:aws:s3:::c/k',
      'allowed',
    ],
    [
      'a variable',
      policy({ Action: 's3:*', Resource: `arn:aws:s3:::\${aws:username}/*` }),
      's3:GetObject',
      'arn:aws:s3:::c/k',
      'depends',
    ],
    [
      'MFA',
      policy({ ...admin, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
      's3:GetObject',
      '*',
      'depends',
    ],
    [
      'a key that the service never sets',
      policy({ ...admin, Condition: { StringEquals: { 'ec2:Owner': '1' } } }),
      's3:GetObject',
      '*',
      'implicit-deny',
    ],
    [
      'such a key, negated',
      policy({ ...admin, Condition: { StringNotEquals: { 'ec2:Owner': '1' } } }),
      's3:GetObject',
      '*',
      'allowed',
    ],
    [
      'such a key, if it exists',
      policy({ ...admin, Condition: { StringEqualsIfExists: { 'ec2:Owner': '1' } } }),
      's3:GetObject',
      '*',
      'allowed',
    ],
    [
      'a Deny on such a key',
      policy(admin, { Effect: 'Deny', ...admin, Condition: { StringEquals: { 'ec2:Owner': '1' } } }),
      's3:GetObject',
      '*',
      'allowed',
    ],
    [
      'a Deny on old sessions',
      policy(admin, {
        Effect: 'Deny',
        ...admin,
        Condition: { DateLessThan: { 'aws:TokenIssueTime': '2026-09-01T00:00:00Z' } },
      }),
      's3:GetObject',
      '*',
      'depends',
    ],
  ] as const)('%s', (_name, document, action, resource, expected) => {
    expect(decideAction([document], action, resource)).toBe(expected);
  });

  test('what has expired grants nothing, as far as the time is told', () => {
    const document = policy({
      ...admin,
      Condition: { DateLessThan: { 'aws:CurrentTime': '2025-01-01T00:00:00Z' } },
    });
    expect(decideAction([document], 's3:GetObject', '*', { now: '2026-01-01T00:00:00Z' })).toBe(
      'implicit-deny',
    );
    expect(decideAction([document], 's3:GetObject', '*', { now: '2024-01-01T00:00:00Z' })).toBe('allowed');
    expect(decideAction([document], 's3:GetObject', '*')).toBe('depends');
  });

  test('variables are literal text in the older version', () => {
    const document = {
      ...policy({ Action: 's3:*', Resource: `arn:aws:s3:::\${aws:username}/*` }),
      version: '2008-10-17',
    };
    expect(decideAction([document], 's3:GetObject', 'arn:aws:s3:::c/k')).toBe('implicit-deny');
  });
});

describe('administration', () => {
  test.each([
    ['everything', [policy(admin)], 'yes'],
    ['*:*', [policy({ Action: '*:*', Resource: '*' })], 'yes'],
    [
      'all but an action that does not exist',
      [policy({ NotAction: 'plumbdemo:nothing', Resource: '*' })],
      'yes',
    ],
    ['all of iam', [policy({ Action: 'iam:*', Resource: '*' })], 'yes'],
    [
      'two halves in two documents',
      [
        policy({ Action: ['iam:A*', 'iam:C*', 'iam:U*'], Resource: '*' }),
        policy({ Action: 'iam:P*', Resource: '*' }),
      ],
      'yes',
    ],
    [
      'a Deny on one role',
      [policy(admin, { Effect: 'Deny', Action: 'iam:*', Resource: 'arn:aws:iam::1:role/x' })],
      'yes',
    ],
    [
      'a Deny without MFA',
      [
        policy(admin, {
          Effect: 'Deny',
          ...admin,
          Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } },
        }),
      ],
      'yes',
    ],
    [
      'only with MFA',
      [policy({ ...admin, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })],
      'conditional',
    ],
    ['all but iam', [policy({ NotAction: 'iam:*', Resource: '*' })], 'no'],
    [
      'everything on everything but a bucket',
      [policy({ Action: '*', NotResource: 'arn:aws:s3:::vault' })],
      'yes',
    ],
    ['everything on all but identities', [policy({ Action: '*', NotResource: 'arn:aws:iam::*:*' })], 'no'],
    ['everything on identities', [policy({ Action: '*', Resource: 'arn:aws:iam::*:*' })], 'yes'],
    [
      'iam taken away by its ARNs',
      [policy(admin, { Effect: 'Deny', Action: 'iam:*', Resource: 'arn:aws:iam::*:*' })],
      'no',
    ],
    [
      'iam taken away by its ARNs in China',
      [policy(admin, { Effect: 'Deny', Action: 'iam:*', Resource: 'arn:aws-cn:iam::*:*' })],
      'no',
    ],
    ['iam taken away', [policy(admin, { Effect: 'Deny', Action: 'iam:*', Resource: '*' })], 'no'],
    ['PassRole taken away', [policy(admin, { Effect: 'Deny', Action: 'iam:PassRole', Resource: '*' })], 'no'],
    ['nothing but one bucket', [policy({ Action: '*', Resource: bucket })], 'no'],
    ['NotResource *', [policy({ Action: '*', NotResource: '*' })], 'no'],
    ['only a Deny', [policy({ Effect: 'Deny', ...admin })], 'no'],
  ] as const)('%s', (_name, documents, expected) => {
    expect(administration(documents)).toBe(expected);
    expect(isAdministrator(documents)).toBe(expected === 'yes');
  });
});

test('a service is granted whole only when all of it is', () => {
  expect(decideAction([policy({ Action: 's3:**', Resource: '*' })], 's3:*', '*')).toBe('allowed');
  expect(decideAction([policy({ NotAction: 'ec2:*', Resource: '*' })], 's3:*', '*')).toBe('allowed');
  expect(decideAction([policy({ Action: 's3:Get*', Resource: '*' })], 's3:*', '*')).toBe('implicit-deny');
  expect(decideAction([policy({ NotAction: 's3:ListBucket', Resource: '*' })], 's3:*', '*')).toBe(
    'implicit-deny',
  );
});

test('granted actions are those of Allow statements that can hold', () => {
  expect(grantedActions([policy({ Effect: 'Deny', ...admin })])).toEqual([]);
  expect(
    grantedActions([
      policy(
        { Action: ['s3:Get*', 'ec2:Run*'], Resource: '*' },
        { Action: 'sqs:*', Resource: '*', Condition: { StringEquals: { 'ec2:Owner': '1' } } },
      ),
    ]),
  ).toEqual(['ec2:Run*', 's3:Get*']);
});

test('the verb tells what an action gives', () => {
  expect(
    ['s3:GetObject', 's3:ListBucket', 's3:PutObject', 's3:PutBucketPolicy', 'sns:Publish'].map(accessOf),
  ).toEqual(['read', 'list', 'write', 'admin', 'write']);
  expect(accessOfAll(['s3:Get*'])).toEqual(['read']);
  expect(accessOfAll(['s3:*Object'])).toEqual(['read', 'write']);
  expect(accessOfAll(['s3:*'])).toEqual(['read', 'list', 'write', 'admin']);
});

describe('what is known of every request', () => {
  const of = (name: string) => `\${${name}}`;
  const dana = callerContext({
    kind: 'AWS::IAM::User',
    id: 'arn:aws:iam::111122223333:user/people/dana',
    tags: { Team: 'shop' },
  });
  const ops = callerContext({ kind: 'AWS::IAM::Role', id: 'arn:aws:iam::111122223333:role/ops', tags: {} });
  const when = (operator: string, key: string, value: string) =>
    policy({ Action: 's3:GetObject', Resource: '*', Condition: { [operator]: { [key]: value } } });

  test.each([
    ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:user/people/*', 'allowed', 'implicit-deny'],
    ['StringEquals', 'AWS:PrincipalAccount', '111122223333', 'allowed', 'allowed'],
    ['StringNotEquals', 'aws:PrincipalAccount', '111122223333', 'implicit-deny', 'implicit-deny'],
    ['StringEquals', 'aws:username', 'dana', 'allowed', 'implicit-deny'],
    ['Null', 'aws:username', 'true', 'implicit-deny', 'allowed'],
    ['StringEquals', 'aws:PrincipalType', 'User', 'allowed', 'implicit-deny'],
    ['Bool', 'aws:PrincipalIsAWSService', 'true', 'implicit-deny', 'implicit-deny'],
    ['StringEquals', 'aws:PrincipalTag/team', 'shop', 'allowed', 'depends'],
    ['StringEquals', 'aws:PrincipalTag/other', 'shop', 'depends', 'depends'],
    ['StringEquals', 'aws:username', of('aws:username'), 'allowed', 'implicit-deny'],
    ['StringEquals', 'aws:PrincipalAccount', of('aws:SourceAccount'), 'depends', 'depends'],
    ['StringEquals', 'aws:RequestedRegion', 'eu-west-1', 'depends', 'depends'],
  ])('%s %s %s: a user %s, a role %s', (operator, key, value, user, role) => {
    const document = when(operator, key, value);
    const decisions = [dana, ops].map((context) =>
      decideAction([document], 's3:GetObject', undefined, { context }),
    );
    expect(decisions).toEqual([user, role]);
  });

  test('fills the variables of a resource', () => {
    const home = policy({ Action: 's3:*', Resource: `arn:aws:s3:::home/${of('aws:username')}/*` });
    const at = (path: string, context = dana) =>
      decideAction([home], 's3:GetObject', `arn:aws:s3:::home/${path}`, { context });
    expect([at('dana/x'), at('lee/x'), at('dana/x', ops), at('dana/x', new Map())]).toEqual([
      'allowed',
      'implicit-deny',
      'implicit-deny',
      'depends',
    ]);
    const guest = policy({ Action: 's3:*', Resource: `arn:aws:s3:::home/${of("aws:username, 'guest'")}/*` });
    expect(decideAction([guest], 's3:GetObject', 'arn:aws:s3:::home/guest/x', { context: ops })).toBe(
      'allowed',
    );
  });

  test('is also the time, in seconds too', () => {
    const now = '2026-11-24T06:00:00.000Z';
    const decide = (operator: string, key: string, value: string) =>
      decideAction([when(operator, key, value)], 's3:GetObject', undefined, { now });
    expect([
      decide('DateLessThan', 'aws:CurrentTime', '2020-01-01T00:00:00Z'),
      decide('DateGreaterThan', 'aws:EpochTime', '1577836800'),
      decide('NumericLessThan', 'aws:EpochTime', '1577836800'),
    ]).toEqual(['implicit-deny', 'allowed', 'implicit-deny']);
  });
});
