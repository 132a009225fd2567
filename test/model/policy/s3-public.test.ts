import { describe, expect, test } from 'vitest';
import type { PublicAccessBlock } from '#model/aws/identity.ts';
import { isPublicGrantee, publicAclGrants } from '#model/policy/s3-acl.ts';
import { isPublicToS3 } from '#model/policy/s3-definition.ts';
import type { BucketPart, BucketParts } from '#model/policy/s3-public.ts';
import { effectiveBlock, judgeBucket } from '#model/policy/s3-public.ts';
import { known, unread } from '#model/reading.ts';
import { passWith } from '#model/verdict.ts';
import type { StatementJson } from '../../support/builders/policy.ts';
import { policy } from '../../support/builders/policy.ts';

const own = '111122223333';
const context = {
  trust: { accounts: new Set([own]), organization: 'o-1', partners: new Set<string>() },
  account: own,
};
const off: PublicAccessBlock = {
  blockPublicAcls: false,
  ignorePublicAcls: false,
  blockPublicPolicy: false,
  restrictPublicBuckets: false,
};
const publicRead: StatementJson = {
  Sid: 'Read',
  Principal: '*',
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::b/*',
};
const everybodyLists = {
  owner: 'o',
  grants: [
    { grantee: 'o', permission: 'FULL_CONTROL' },
    { grantee: 'AllUsers', permission: 'READ' },
  ],
};

const shut: BucketParts = {
  policy: known('none'),
  acl: known({ owner: 'o', grants: [{ grantee: 'o', permission: 'FULL_CONTROL' }] }),
  publicAccessBlock: known('none'),
  accountPublicAccessBlock: known(off),
  ownership: known('ObjectWriter'),
};
const judge = (parts: Partial<BucketParts>) => judgeBucket({ ...shut, ...parts }, context);

describe('a bucket', () => {
  test('with nothing that lets the public in is private, and shows each part', () => {
    const judged = judge({});
    if (judged.exposure !== 'private') throw new Error(judged.exposure);
    expect(passWith<BucketPart>(judged.shown).verdict).toBe('pass');
  });

  test.each<[string, Partial<BucketParts>, readonly string[]]>([
    ['its policy', { policy: known(policy(publicRead)) }, ['policy/Read']],
    ['its ACL', { acl: known(everybodyLists) }, ['acl/1']],
    ['both', { policy: known(policy(publicRead)), acl: known(everybodyLists) }, ['policy/Read', 'acl/1']],
    [
      'its policy, though the ACL was refused',
      { policy: known(policy(publicRead)), acl: unread('denied') },
      ['policy/Read'],
    ],
    [
      'its policy, though new public policies are blocked',
      {
        policy: known(policy(publicRead)),
        publicAccessBlock: known({
          ...off,
          blockPublicPolicy: true,
          blockPublicAcls: true,
          ignorePublicAcls: true,
        }),
      },
      ['policy/Read'],
    ],
    [
      'a condition that S3 takes for a limit, though it restricts',
      {
        policy: known(
          policy({ ...publicRead, Condition: { StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-1' } } }),
        ),
        publicAccessBlock: known({ ...off, restrictPublicBuckets: true }),
      },
      ['policy/Read'],
    ],
  ])('is public by %s', (_name, parts, paths) => {
    const judged = judge(parts);
    expect(judged.exposure === 'public' ? judged.grants.map(({ path }) => path) : judged.exposure).toEqual(
      paths,
    );
  });

  test.each<[string, Partial<BucketParts>]>([
    [
      'the account restricts public buckets',
      {
        policy: known(policy(publicRead)),
        accountPublicAccessBlock: known({ ...off, restrictPublicBuckets: true }),
      },
    ],
    [
      'the bucket does, and the account could not be read',
      {
        policy: known(policy(publicRead)),
        publicAccessBlock: known({ ...off, restrictPublicBuckets: true }),
        accountPublicAccessBlock: unread('denied'),
      },
    ],
    [
      'the policy could not be read but public ones are restricted',
      { policy: unread('denied'), publicAccessBlock: known({ ...off, restrictPublicBuckets: true }) },
    ],
    [
      'public ACLs are ignored',
      { acl: known(everybodyLists), publicAccessBlock: known({ ...off, ignorePublicAcls: true }) },
    ],
    ['ACLs are switched off', { acl: known(everybodyLists), ownership: known('BucketOwnerEnforced') }],
    [
      'ACLs are switched off and were not read',
      { acl: unread('denied'), ownership: known('BucketOwnerEnforced') },
    ],
    [
      'the policy names an account',
      { policy: known(policy({ ...publicRead, Principal: { AWS: '777788889999' } })) },
    ],
  ])('is private when %s', (_name, parts) => {
    expect(judge(parts).exposure).toBe('private');
  });

  test.each<[string, Partial<BucketParts>, BucketPart]>([
    ['the policy was refused', { policy: unread('denied', 's3:GetBucketPolicy') }, 'policy'],
    ['the ACL was refused', { acl: unread('denied') }, 'acl'],
    [
      'a public policy may be restricted by the account',
      { policy: known(policy(publicRead)), accountPublicAccessBlock: unread('denied') },
      'accountPublicAccessBlock',
    ],
    [
      'a public ACL may be ignored by the bucket',
      { acl: known(everybodyLists), publicAccessBlock: unread('throttled') },
      'publicAccessBlock',
    ],
    ['a public ACL may be off', { acl: known(everybodyLists), ownership: unread('denied') }, 'ownership'],
  ])('is undecided when %s', (_name, parts, part) => {
    const judged = judge(parts);
    expect(judged).toMatchObject({ exposure: 'undecided', part });
    if (judged.exposure === 'undecided') expect(judged.because.known).toBe(false);
  });

  test('a private verdict over a part that was not read says why it does not matter', () => {
    const judged = judge({ acl: unread('denied'), ownership: known('BucketOwnerEnforced') });
    expect(judged.exposure === 'private' && judged.shown.acl).toHaveProperty('irrelevant');
  });
});

test('the block is the stricter of the two, field by field', () => {
  const parts = {
    publicAccessBlock: known({ ...off, ignorePublicAcls: true }),
    accountPublicAccessBlock: known(off),
  };
  expect(effectiveBlock(parts, 'ignorePublicAcls')).toEqual({ on: true });
  expect(effectiveBlock(parts, 'restrictPublicBuckets')).toEqual({ on: false });
});

test('groups are public by name and by URI, and READ on a bucket lists it', () => {
  expect(
    [
      'AllUsers',
      'http://acs.amazonaws.com/groups/global/AuthenticatedUsers',
      'http://acs.amazonaws.com/groups/s3/LogDelivery',
      'abc',
    ].map(isPublicGrantee),
  ).toEqual([true, true, false, false]);
  const access = (permission: string) => publicAclGrants([{ grantee: 'AllUsers', permission }])[0]?.access;
  expect([access('Read'), access('WRITE'), access('READ_ACP'), access('WriteAcp'), access('???')]).toEqual([
    ['list'],
    ['write'],
    ['read'],
    ['admin'],
    ['admin'],
  ]);
});

test.each<[string, StatementJson, boolean]>([
  ['anybody', publicRead, true],
  ['NotPrincipal', { NotPrincipal: { AWS: own }, Action: 's3:*', Resource: '*' }, true],
  ['a fixed account', { ...publicRead, Condition: { StringEquals: { 'aws:SourceAccount': own } } }, false],
  [
    'a wildcard',
    { ...publicRead, Condition: { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/x' } } },
    true,
  ],
  ['a wide range', { ...publicRead, Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/1' } } }, true],
  ['a narrow range', { ...publicRead, Condition: { IpAddress: { 'aws:SourceIp': '52.1.0.0/16' } } }, false],
  ['a key that does not count', { ...publicRead, Condition: { StringEquals: { 'aws:Referer': 'x' } } }, true],
  ['a named principal', { ...publicRead, Principal: { AWS: '777788889999' } }, false],
  ['a Deny', { ...publicRead, Effect: 'Deny' }, false],
])('to S3, a policy for %s is public: %s', (_name, statement, expected) => {
  expect(isPublicToS3(policy(statement))).toBe(expected);
});

describe('a bucket that leaves it to its access points who gets in', () => {
  const through = (...conditions: readonly object[]) =>
    conditions.map((Condition) => ({ ...publicRead, Action: 's3:*', Condition }) as StatementJson);
  const own12 = { StringEquals: { 's3:DataAccessPointAccount': own } };

  test.each([
    ['of its own account', through(own12)],
    [
      'by a pattern of their ARNs',
      through({ ArnLike: { 's3:DataAccessPointArn': `arn:aws:s3:*:${own}:accesspoint/*` } }),
    ],
    [
      'by a Deny for all other ways',
      [
        { ...publicRead },
        {
          Sid: 'Others',
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: 'arn:aws:s3:::b/*',
          Condition: { StringNotEquals: { 's3:DataAccessPointAccount': own } },
        },
      ],
    ],
  ] as readonly [string, readonly StatementJson[]][])('%s is neither public nor private', (_, statements) => {
    expect(judge({ policy: known(policy(...statements)) })).toEqual({
      exposure: 'delegated',
      statement: 'Read',
    });
  });

  test('is private where the block of bucket or account holds for them too', () => {
    const parts = { policy: known(policy(...through(own12))) };
    const block = known({ ...off, restrictPublicBuckets: true });
    expect(judge({ ...parts, publicAccessBlock: block }).exposure).toBe('private');
    expect(judge({ ...parts, accountPublicAccessBlock: block }).exposure).toBe('private');
  });

  test('needs the block to be read', () => {
    const parts = { policy: known(policy(...through(own12))), accountPublicAccessBlock: unread('denied') };
    expect(judge(parts)).toMatchObject({ exposure: 'undecided', part: 'accountPublicAccessBlock' });
  });

  test('is private where only named accounts come through them', () => {
    const named = [{ ...publicRead, Principal: { AWS: own }, Condition: own12 } as StatementJson];
    expect(judge({ policy: known(policy(...named)) }).exposure).toBe('private');
    const organization = through({
      StringEquals: { 's3:DataAccessPointAccount': own, 'aws:PrincipalOrgID': 'o-1' },
    });
    expect(judge({ policy: known(policy(...organization)) }).exposure).toBe('private');
  });

  test('is public where access points of any account will do', () => {
    const any = through({ StringLike: { 's3:DataAccessPointAccount': '*' } });
    expect(judge({ policy: known(policy(...any)) }).exposure).toBe('public');
  });
});
