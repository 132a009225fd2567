import { describe, expect, test } from 'vitest';
import { caseAdapters } from '../support/corpora/cases/index.ts';
import { actionsIn, paraphrasedAction, portsIn } from '../support/corpora/cases/question.ts';

const ask = (kind: string, question: string, input: unknown) =>
  caseAdapters.get(kind)?.({ kind, provider: 'aws', question, input });

const account = '111122223333';
const item = (resourceType: string, resourceId: string, configuration: object | null, more: object = {}) => ({
  accountId: account,
  awsRegion: 'eu-west-1',
  resourceType,
  resourceId,
  resourceName: resourceId,
  arn: null,
  configurationItemCaptureTime: '2026-10-02T07:15:11.402Z',
  configurationItemStatus: 'OK',
  configuration,
  supplementaryConfiguration: {},
  tags: [],
  ...more,
});

describe('a question', () => {
  test.each([
    ['Does it allow iam:CreateUser?', ['iam:CreateUser']],
    [
      'Which of sts:AssumeRole, s3:Get?bject and iam:* are allowed on *?',
      ['sts:AssumeRole', 's3:Get?bject', 'iam:*'],
    ],
    ['Is tcp:22 open on arn:aws:ec2:eu-west-1:111122223333:x?', []],
  ])('%s names actions', (question, actions) => expect(actionsIn(question)).toEqual(actions));

  test.each([
    ['Is SSH open?', [{ from: 22, to: 22, transport: 'tcp' }]],
    ['Is port 8080 open?', [{ from: 8080, to: 8080, transport: 'tcp' }]],
    ['Is udp/53 open?', [{ from: 53, to: 53, transport: 'udp' }]],
    ['Is DNS open?', [{ from: 53, to: 53, transport: 'udp' }]],
    ['Is RDP (tcp/3390) open?', [{ from: 3390, to: 3390, transport: 'tcp' }]],
    [
      'Are ports 22 and 3389 open?',
      [
        { from: 22, to: 22, transport: 'tcp' },
        { from: 3389, to: 3389, transport: 'tcp' },
      ],
    ],
    ['Is the port range 1024-65535 open?', [{ from: 1024, to: 65535, transport: 'tcp' }]],
    ['Is a port open to 0.0.0.0/0?', []],
    ['Is anything open?', []],
  ])('%s names ports', (question, ports) => expect(portsIn(question)).toEqual(ports));

  test('may say an action in other words', () => {
    expect(paraphrasedAction('Can she delete a bucket?', ['s3:GetObject', 's3:DeleteBucket'])).toBe(
      's3:DeleteBucket',
    );
    expect(paraphrasedAction('Can she sing?', ['s3:GetObject'])).toBeUndefined();
  });
});

const bucket = (supplementary: object) =>
  item(
    'AWS::S3::Bucket',
    'b',
    { name: 'b' },
    {
      arn: 'arn:aws:s3:::b',
      supplementaryConfiguration: {
        AccessControlList: JSON.stringify({ grantList: [], owner: { id: 'o' } }),
        BucketPolicy: { policyText: null },
        ...supplementary,
      },
    },
  );
const accountBlock = item('AWS::S3::AccountPublicAccessBlock', account, {
  blockPublicAcls: false,
  ignorePublicAcls: false,
  blockPublicPolicy: false,
  restrictPublicBuckets: false,
});
const publicPolicy = (Action: string) => ({
  BucketPolicy: {
    policyText: JSON.stringify({
      Statement: { Effect: 'Allow', Principal: '*', Action, Resource: 'arn:aws:s3:::b/*' },
    }),
  },
});

test.each([
  ['s3:GetObject', 'Public?', { verdict: 'public', access: 'read', write: false }],
  ['s3:PutObject', 'Public?', { verdict: 'public', access: 'write', write: true }],
  ['s3:GetObject', 'Can the public write?', { verdict: 'not-public' }],
])('a bucket that lets anybody %s, asked %s', (action, question, expected) => {
  expect(ask('s3-public', question, { bucket: bucket(publicPolicy(action)), account: accountBlock })).toEqual(
    expected,
  );
});

test('a bucket whose account was not read is unknown where that decides', () => {
  expect(ask('s3-public', 'Public?', { bucket: bucket(publicPolicy('s3:GetObject')) })).toEqual({
    verdict: 'unknown',
    missing: 's3:GetAccountPublicAccessBlock',
  });
});

test('refused is not absent', () => {
  const calls = {
    GetBucketAcl: { Grants: [] },
    GetPublicAccessBlock: { error: { name: 'NoSuchPublicAccessBlockConfiguration' } },
  };
  const absent = { ...calls, GetBucketPolicy: { error: { name: 'NoSuchBucketPolicy' } } };
  const refused = { ...calls, GetBucketPolicy: { error: { name: 'AccessDenied' } } };
  expect(ask('denied-as-pass', 'Public?', absent)).toEqual({ verdict: 'not-public' });
  expect(ask('denied-as-pass', 'Public?', refused)).toEqual({
    verdict: 'unknown',
    missing: 's3:GetBucketPolicy',
  });
  expect(
    ask('denied-as-pass', 'Keys?', { service: 'kms', ListKeys: { error: 'AccessDeniedException' } }),
  ).toEqual({
    verdict: 'unknown',
    missing: 'kms:ListKeys',
  });
});

test('a group that names a prefix list is unknown, unless a range opens it', () => {
  const group = (ipv4Ranges: readonly object[]) =>
    item('AWS::EC2::SecurityGroup', 'sg-1', {
      groupId: 'sg-1',
      groupName: 'g',
      description: 'g',
      vpcId: 'vpc-1',
      ipPermissions: [
        {
          ipProtocol: 'tcp',
          fromPort: 22,
          toPort: 22,
          ipv4Ranges,
          ipv6Ranges: [],
          prefixListIds: [{ prefixListId: 'pl-1' }],
          userIdGroupPairs: [],
        },
      ],
      ipPermissionsEgress: [],
    });
  expect(ask('aws-sg', 'Is SSH open to the internet?', group([]))).toEqual({ verdict: 'unknown' });
  expect(ask('aws-sg', 'Is SSH open to the internet?', group([{ cidrIp: '0.0.0.0/0' }]))).toEqual({
    verdict: 'exposed',
    family: 'ipv4',
  });
  expect(ask('aws-sg', 'Is RDP open to the internet?', group([{ cidrIp: '0.0.0.0/0' }]))).toEqual({
    verdict: 'not-exposed',
  });
});

test('pages are read to the end by markers of any name, and not beyond a token that repeats', async () => {
  const pages = (list: readonly object[]) => ask('pagination-loss', 'How many?', { pages: list });
  expect(
    await pages([
      { Roles: 3, IsTruncated: true, Marker: 'm' },
      { Roles: 2, IsTruncated: false, Marker: 'm2' },
    ]),
  ).toEqual({
    verdict: 'count',
    items: 5,
  });
  expect(
    await pages([
      { Results: [1], NextToken: 't' },
      { Results: [], NextToken: 't' },
    ]),
  ).toEqual({ verdict: 'stop', items: 1 });
});

test('a boundary that is not there makes the answer unknown', () => {
  const role = item('AWS::IAM::Role', 'AROAEXAMPLE0000000001', {
    path: '/',
    roleName: 'r',
    createDate: '2026-01-01T00:00:00.000Z',
    assumeRolePolicyDocument: JSON.stringify({ Statement: [] }),
    rolePolicyList: [
      {
        policyName: 'all',
        policyDocument: JSON.stringify({ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }),
      },
    ],
    attachedManagedPolicies: [],
    permissionsBoundary: { permissionsBoundaryArn: `arn:aws:iam::${account}:policy/edge` },
  });
  expect(ask('iam-effective', 'Can the role do iam:CreateUser?', { role, policies: [] })).toEqual({
    verdict: 'unknown',
    by: 'boundary',
  });
});

test('other clouds are not claimed', () => {
  const azure = { kind: 'iam-shape', provider: 'azure', question: 'Full admin?', input: { Statement: [] } };
  expect(caseAdapters.get('iam-shape')?.(azure)).toBeUndefined();
});
