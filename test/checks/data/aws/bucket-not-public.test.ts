import { bucketNotPublic } from '#checks/data/aws/bucket-not-public.ts';
import type { AclGrant } from '#model/aws/data.ts';
import type { PublicAccessBlock } from '#model/aws/identity.ts';
import { known, unread } from '#model/reading.ts';
import { fullBlock } from '#test/support/builders/aws-identity.ts';
import type { StatementJson } from '#test/support/builders/policy.ts';
import { policy } from '#test/support/builders/policy.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const owner = 'a'.repeat(64);
const readable: StatementJson = {
  Principal: '*',
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::ledger/*',
};

interface Settings {
  readonly statement?: StatementJson;
  readonly grants?: readonly AclGrant[];
  readonly block?: PublicAccessBlock;
  readonly accountBlock?: PublicAccessBlock;
  readonly ownership?: string;
}

/** Without any block, ACLs on: what a bucket of before 2023 is. */
const bucket = ({
  statement,
  grants = [],
  block = 'none',
  accountBlock = 'none',
  ownership = 'ObjectWriter',
}: Settings) =>
  resource('AWS::S3::Bucket', {
    policy: known(statement === undefined ? 'none' : policy(statement)),
    acl: known({ owner, grants: [{ grantee: owner, permission: 'FULL_CONTROL' }, ...grants] }),
    publicAccessBlock: known(block),
    accountPublicAccessBlock: known(accountBlock),
    ownership: known(ownership),
  });

const everyone: AclGrant = { grantee: 'AllUsers', permission: 'READ' };
const anyAccount: AclGrant = { grantee: 'AuthenticatedUsers', permission: 'READ' };

describeCheck(bucketNotPublic, {
  pass: {
    'no policy, no grants, no block': bucket({}),
    'a public policy, restricted by the bucket': bucket({ statement: readable, block: fullBlock }),
    'a public policy, restricted by the account': bucket({ statement: readable, accountBlock: fullBlock }),
    'a public ACL, ignored by the bucket': bucket({ grants: [everyone], block: fullBlock }),
    'a public ACL, ACLs switched off': bucket({ grants: [everyone], ownership: 'BucketOwnerEnforced' }),
    'anyone of the own organisation': bucket({
      statement: { ...readable, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } },
    }),
    'one session of one role': bucket({
      statement: {
        ...readable,
        Condition: { StringLike: { 'aws:userId': 'AROAEXAMPLE000000000Z:nightly' } },
      },
    }),
    'a foreign account, which is named': bucket({
      statement: { ...readable, Principal: { AWS: '777788889999' } },
    }),
  },
  fail: {
    'anyone reads objects': [bucket({ statement: readable }), ['policy/#0']],
    'everyone but one role': [
      bucket({
        statement: {
          NotPrincipal: { AWS: 'arn:aws:iam::111122223333:role/batch' },
          Action: 's3:GetObject',
          Resource: 'arn:aws:s3:::ledger/*',
        },
      }),
      ['policy/#0'],
    ],
    'two halves of the address space': [
      bucket({
        statement: {
          ...readable,
          Condition: { IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } },
        },
      }),
      ['policy/#0'],
    ],
    'everyone lists by ACL': [bucket({ grants: [everyone] }), ['acl/1']],
    'any AWS account lists by ACL': [bucket({ grants: [anyAccount] }), ['acl/1']],
    'a block that blocks new policies only': [
      bucket({
        statement: readable,
        block: { ...fullBlock, restrictPublicBuckets: false, ignorePublicAcls: false },
      }),
      ['policy/#0'],
    ],
  },
  unknown: {
    'access points of the own account decide who gets in': bucket({
      statement: {
        ...readable,
        Condition: { StringEquals: { 's3:DataAccessPointAccount': '111122223333' } },
      },
    }),
    'the ACL was not read, and ACLs are on': {
      ...bucket({}),
      parts: { ...bucket({}).parts, acl: unread('denied', 's3:GetBucketAcl') },
    },
  },
});
