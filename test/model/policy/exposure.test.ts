import { describe, expect, test } from 'vitest';
import type { TrustBoundary } from '#model/analyses.ts';
import type { ExposureContext, Reach } from '#model/policy/exposure.ts';
import { outsideGrants } from '#model/policy/exposure.ts';
import type { StatementJson } from '../../support/builders/policy.ts';
import { policy } from '../../support/builders/policy.ts';

const own = '111122223333';
const sibling = '222233334444';
const partner = '444455556666';
const foreign = '777788889999';
const trust: TrustBoundary = {
  accounts: new Set([own, sibling]),
  organization: 'o-ownorg1234',
  partners: new Set([partner]),
};
const context: ExposureContext = {
  trust,
  account: own,
  resource: `arn:aws:sqs:eu-west-1:${own}:q`,
  kind: 'AWS::SQS::Queue',
};

const reaches = (
  statements: readonly StatementJson[],
  more: Partial<ExposureContext> = {},
): readonly Reach[] =>
  outsideGrants(policy(...statements), { ...context, ...more }).map((grant) => grant.reach);

const open = { Principal: '*', Action: 'sqs:SendMessage', Resource: '*' } as const;
type Condition = NonNullable<StatementJson['Condition']>;

describe('anybody under a condition', () => {
  test.each<[string, Condition, readonly Reach[]]>([
    ['none', {}, ['public']],
    ['the owner by its old name in capitals', { StringEquals: { 'AWS:SourceOwner': own } }, []],
    ['a named topic of ours', { ArnEquals: { 'aws:SourceArn': `arn:aws:sns:eu-west-1:${own}:t` } }, []],
    [
      'a topic of a foreign account',
      { ArnEquals: { 'aws:SourceArn': `arn:aws:sns:eu-west-1:${foreign}:t` } },
      ['foreign-account'],
    ],
    ['a topic of any account', { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:t' } }, ['public']],
    ['a topic of ours in any region', { ArnLike: { 'aws:SourceArn': `arn:aws:sns:*:${own}:*` } }, []],
    ['any source', { StringLike: { 'aws:SourceArn': '*' } }, ['public']],
    ['a pattern under StringEquals, which is literal', { StringEquals: { 'aws:SourceArn': '*' } }, []],
    [
      'a bucket, whose ARN names no account',
      { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::ours' } },
      ['undecided'],
    ],
    ['any bucket', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } }, ['public']],
    ['a partner as the source', { StringEquals: { 'aws:SourceAccount': partner } }, []],
    [
      'ours or a foreign account',
      { StringEquals: { 'aws:SourceAccount': [own, foreign] } },
      ['foreign-account'],
    ],
    ['all but one account', { StringNotEquals: { 'aws:SourceAccount': foreign } }, ['public']],
    ['our organisation', { StringEquals: { 'aws:PrincipalOrgID': 'o-ownorg1234' } }, []],
    ['another organisation', { StringEquals: { 'aws:PrincipalOrgID': 'o-other12345' } }, ['foreign-account']],
    ['any organisation', { StringLike: { 'aws:PrincipalOrgID': 'o-*' } }, ['public']],
    [
      'our organisation, if the key exists',
      { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-ownorg1234' } },
      ['public'],
    ],
    [
      'our organisation, for all values',
      { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-ownorg1234' } },
      ['public'],
    ],
    [
      'a path of our organisation',
      { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-ownorg1234/r-a/ou-a/*' } },
      [],
    ],
    [
      'our organisation, and a wildcard name',
      {
        StringEquals: { 'aws:PrincipalOrgID': 'o-ownorg1234' },
        StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/reader-*' },
      },
      [],
    ],
    [
      'a role name in any account',
      { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/reader-*' } },
      ['public'],
    ],
    ['a role of ours', { ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${own}:role/reader` } }, []],
    ['all roles but ours', { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${own}:*` } }, ['public']],
    [
      'one session of a role',
      { StringLike: { 'aws:userId': 'AROAEXAMPLE000000000Z:nightly' } },
      ['unresolved'],
    ],
    ['a name of a session', { StringLike: { 'aws:userid': '*:nightly' } }, ['public']],
    ['our account', { StringEquals: { 'aws:PrincipalAccount': own } }, []],
    [
      'the caller of a key is ours',
      { StringEquals: { 'kms:CallerAccount': own, 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
      [],
    ],
    [
      'any caller through a service',
      { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
      ['public'],
    ],
    ['the whole internet', { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }, ['public']],
    ['two halves of it', { IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } }, ['public']],
    ['a narrow public range', { IpAddress: { 'aws:SourceIp': '52.1.0.0/16' } }, ['network']],
    ['private ranges', { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '192.168.0.0/16'] } }, []],
    ['all but a range', { NotIpAddress: { 'aws:SourceIp': '52.1.0.0/16' } }, ['public']],
    [
      'a range but not that part of it',
      { IpAddress: { 'aws:SourceIp': '52.1.0.0/16' }, NotIpAddress: { 'aws:SourceIp': '52.0.0.0/8' } },
      [],
    ],
    ['an endpoint', { StringEquals: { 'aws:SourceVpce': 'vpce-0abc' } }, ['network']],
    [
      'an endpoint, if the call takes one',
      { StringEqualsIfExists: { 'aws:SourceVpce': 'vpce-0abc' } },
      ['public'],
    ],
    [
      'a secret header',
      { StringEquals: { 'aws:UserAgent': 'ours', 'aws:Referer': 'https://ours.example' } },
      ['public'],
    ],
    ['transport alone', { Bool: { 'aws:SecureTransport': 'true' } }, ['public']],
    [
      'the owner of the resource, which is a fact',
      { StringEquals: { 'aws:ResourceAccount': own } },
      ['public'],
    ],
    ['another owner of the resource', { StringEquals: { 'aws:ResourceAccount': foreign } }, []],
    [
      'the caller owns the resource',
      { StringEquals: { 'aws:ResourceAccount': `\${aws:PrincipalAccount}` } },
      [],
    ],
    [
      'the caller is in the organisation of the resource',
      { StringEquals: { 'aws:PrincipalOrgID': `\${aws:ResourceOrgID}` } },
      [],
    ],
    ['without any account', { Null: { 'aws:PrincipalArn': 'true' } }, ['public']],
    [
      'two that only different callers meet',
      { Null: { 'aws:PrincipalArn': 'true' }, StringLike: { 'aws:PrincipalTag/team': '*' } },
      [],
    ],
    [
      'one key with two exact values that differ',
      { StringEquals: { 'aws:UserAgent': 'a' }, StringLike: { 'aws:UserAgent': 'b' } },
      [],
    ],
    [
      'through a mount target of the VPC',
      { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } },
      ['network'],
    ],
  ])('%s', (_name, Condition, expected) => {
    expect(reaches([{ ...open, Condition }])).toEqual(expected);
  });

  test('an organisation can not be placed while ours was not read', () => {
    const unread = { trust: { ...trust, organization: 'unknown' } };
    const statement = { ...open, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-ownorg1234' } } };
    expect(reaches([statement], unread)).toEqual(['undecided']);
  });

  test('what has expired lets nobody in', () => {
    const statement = { ...open, Condition: { DateLessThan: { 'aws:CurrentTime': '2025-01-01T00:00:00Z' } } };
    expect(reaches([statement], { now: '2026-01-01T00:00:00Z' })).toEqual([]);
    expect(reaches([statement])).toEqual(['public']);
  });
});

describe('principals', () => {
  test.each<[string, StatementJson['Principal'], readonly Reach[]]>([
    ['AWS *', { AWS: '*' }, ['public']],
    ['our root', { AWS: `arn:aws:iam::${own}:root` }, []],
    ['an account of ours by its id', { AWS: sibling }, []],
    ['a foreign account by its id', { AWS: foreign }, ['foreign-account']],
    ['a foreign role', { AWS: `arn:aws:iam::${foreign}:role/x` }, ['foreign-account']],
    ['a partner', { AWS: partner }, []],
    ['a deleted role', { AWS: 'AROAEXAMPLE0000000DEAD' }, ['unresolved']],
    ['a canonical user', { CanonicalUser: 'a'.repeat(64) }, ['unresolved']],
    ['a wildcard account, which AWS would refuse', { AWS: 'arn:aws:iam::*:root' }, ['public']],
    ['a service that acts for anybody', { Service: 's3.amazonaws.com' }, ['confused-service']],
    ['several', { AWS: [own, foreign, '*'] }, ['foreign-account', 'public']],
  ])('%s', (_name, Principal, expected) => {
    expect(
      reaches([
        { Action: 'sqs:SendMessage', Resource: '*', ...(Principal === undefined ? {} : { Principal }) },
      ]),
    ).toEqual(expected);
  });

  test('NotPrincipal lets in everybody else', () => {
    const [grant] = outsideGrants(
      policy({ NotPrincipal: { AWS: own }, Action: 's3:GetObject', Resource: '*' }),
      context,
    );
    expect(grant).toMatchObject({ reach: 'public', access: ['read'] });
  });

  test('an identity policy lets nobody in, and so does a policy of a VPC endpoint', () => {
    expect(reaches([{ Action: '*', Resource: '*' }])).toEqual([]);
    expect(reaches([open], { kind: 'AWS::EC2::VPCEndpoint' })).toEqual([]);
  });

  test.each<[string, Condition, readonly Reach[]]>([
    ['for our account', { StringEquals: { 'aws:SourceAccount': own } }, []],
    ['for a bucket', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::b' } }, ['undecided']],
    ['for a foreign account', { StringEquals: { 'aws:SourceAccount': foreign } }, ['foreign-account']],
    ['for our organisation', { StringEquals: { 'aws:SourceOrgID': 'o-ownorg1234' } }, []],
  ])('a service that acts %s', (_name, Condition, expected) => {
    expect(reaches([{ ...open, Principal: { Service: 's3.amazonaws.com' }, Condition }])).toEqual(expected);
  });

  test('in the trust of a role a service acts for the account alone', () => {
    expect(
      reaches([{ Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }], {
        kind: 'AWS::IAM::Role',
      }),
    ).toEqual([]);
  });
});

describe('a Deny', () => {
  const deny = (more: StatementJson): StatementJson => ({
    Effect: 'Deny',
    Principal: '*',
    Action: '*',
    Resource: '*',
    ...more,
  });
  const outsideOrganization = { StringNotEquals: { 'aws:PrincipalOrgID': 'o-ownorg1234' } };

  test.each<[string, StatementJson, readonly Reach[]]>([
    ['of everything', deny({}), []],
    ['of all outside the organisation', deny({ Condition: outsideOrganization }), []],
    [
      'of all outside the organisation where the key exists',
      deny({
        Condition: {
          StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-ownorg1234' },
          Null: { 'aws:PrincipalOrgID': 'false' },
        },
      }),
      ['public'],
    ],
    [
      'of all outside a range',
      deny({ Condition: { NotIpAddress: { 'aws:SourceIp': '52.1.0.0/16' } } }),
      ['network'],
    ],
    ['of one caller', deny({ Principal: { AWS: foreign } }), ['public']],
    ['of another action', deny({ Action: 'sqs:ReceiveMessage' }), ['public']],
    ['of all but this action', deny({ NotAction: 'sqs:SendMessage' } as StatementJson), ['public']],
    ['of plain HTTP', deny({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } }), ['public']],
    ['of another resource', deny({ Resource: 'arn:aws:sqs:eu-west-1:111122223333:other' }), ['public']],
  ])('%s', (_name, statement, expected) => {
    const { Action, ...rest } = statement;
    const denied = 'NotAction' in statement ? rest : { ...rest, ...(Action === undefined ? {} : { Action }) };
    expect(reaches([open, denied])).toEqual(expected);
  });

  test('that spares our own principals covers everybody outside', () => {
    const { Principal: _everyone, ...statement } = deny({});
    expect(reaches([open, { ...statement, NotPrincipal: { AWS: own } }])).toEqual([]);
    // Everybody but one account is denied: what is allowed to everybody is left to that one.
    expect(reaches([open, { ...statement, NotPrincipal: { AWS: foreign } }])).toEqual(['foreign-account']);
    expect(
      reaches([
        open,
        { ...statement, NotPrincipal: { AWS: foreign } },
        { ...statement, NotPrincipal: { AWS: own } },
      ]),
    ).toEqual([]);
  });

  test('takes away only the actions that it covers', () => {
    const grants = outsideGrants(
      policy({ ...open, Action: ['sqs:SendMessage', 'sqs:ReceiveMessage'] }, deny({ Action: 'sqs:Send*' })),
      context,
    );
    expect(grants.map(({ actions }) => actions)).toEqual([['sqs:ReceiveMessage']]);
  });
});

describe('a policy variable', () => {
  const of = (name: string) => `\${${name}}`;
  const under = (Condition: Condition, more: Partial<ExposureContext> = {}) =>
    reaches([{ ...open, Condition }], more);
  const unknownOrganization = { trust: { ...trust, organization: 'unknown' } } as const;

  test.each<[string, Condition, readonly Reach[]]>([
    ['equals itself', { StringEquals: { 'aws:userid': of('aws:userid') } }, ['public']],
    [
      'equals itself, whoever calls',
      { StringEquals: { 'aws:PrincipalAccount': of('aws:PrincipalAccount') } },
      ['public'],
    ],
    ['is what the caller likes', { StringEquals: { 's3:prefix': `home/${of('aws:username')}` } }, ['public']],
    [
      'is what the caller likes where a match is not wanted',
      { StringNotLike: { 'aws:PrincipalArn': `arn:aws:iam::*:user/${of('aws:RequestTag/x')}` } },
      ['public'],
    ],
    [
      'leaves what stands around it',
      { StringEquals: { 'aws:PrincipalArn': `arn:aws:iam::${own}:user/${of('aws:RequestTag/x')}` } },
      [],
    ],
    [
      'keeps a star of StringEquals a letter',
      { StringEquals: { 'aws:userid': `*${of('aws:RequestTag/x')}` } },
      [],
    ],
    [
      'of the own organisation, asked of the caller',
      { StringEquals: { 'aws:PrincipalOrgID': of('aws:ResourceOrgID') } },
      [],
    ],
    [
      'of the caller, asked of the own organisation',
      { StringEquals: { 'aws:ResourceOrgID': of('aws:PrincipalOrgID') } },
      [],
    ],
  ])('%s', (_what, condition, expected) => {
    expect(under(condition)).toEqual(expected);
    expect(under(condition, unknownOrganization)).toEqual(expected);
  });

  test('of an organisation that nobody read may be the one that the policy names', () => {
    const condition: Condition = { StringEquals: { 'aws:ResourceOrgID': 'o-somewhere1' } };
    expect(under(condition, unknownOrganization)).toEqual(['public']);
    expect(under(condition)).toEqual([]);
  });
});

describe('a time', () => {
  test.each<[string, Condition, readonly Reach[]]>([
    ['that has passed', { DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } }, []],
    ['that is to come', { DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' } }, ['public']],
    ['that has not begun', { DateGreaterThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' } }, []],
    ['in seconds that have passed', { NumericLessThan: { 'aws:EpochTime': '1577836800' } }, []],
    ['in seconds, as a date', { DateGreaterThan: { 'aws:EpochTime': '1577836800' } }, ['public']],
  ])('%s decides for the moment that was observed', (_what, condition, expected) => {
    const now = '2026-11-24T06:00:00.000Z';
    expect(reaches([{ ...open, Condition: condition }], { now })).toEqual(expected);
  });
});
