/** The role that a scan in GitHub Actions takes on, by a token that GitHub signs for the run: no key is stored. */
import type { PermissionScope } from '#engine/permissions.ts';
import { actionsFor, policyDocument } from '#engine/permissions.ts';
import { substituted } from '#functions/permissions.ts';
import type { Check } from '#model/check.ts';
import { policyPieces } from './policy-pieces.ts';

const issuer = 'token.actions.githubusercontent.com';

const scopes: readonly PermissionScope[] = [
  { route: 'config', inventory: 'auto', assumesRole: true },
  { route: 'config-aggregator', inventory: 'auto', assumesRole: true },
];

const reader = `arn:\${AWS::Partition}:iam::*:role/\${ReaderRole}`;

export const ciRoleTemplate = (checks: readonly Check[]): unknown => ({
  AWSTemplateFormatVersion: '2010-09-09',
  Description: 'Plumbline: the role of a scan in GitHub Actions',
  Parameters: {
    Repository: {
      Type: 'String',
      // A wildcard, or a slash more, would let in the workflows of others.
      AllowedPattern: '^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$',
      Description: 'Repository whose workflow scans, owner/name',
    },
    Branch: {
      Type: 'String',
      Default: 'main',
      AllowedPattern: '^[A-Za-z0-9._/-]+$',
      Description: 'Branch that the workflow runs on; the default branch, for a schedule',
    },
    StoreBucket: {
      Type: 'String',
      AllowedPattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
      Description: 'Bucket that scans are kept in; store.bucket of plumbline.yaml',
    },
    StoreKey: {
      Type: 'String',
      Default: '',
      AllowedPattern: String.raw`^(arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key/.+)?$`,
      Description: 'ARN of the KMS key that the bucket is encrypted with; none where it is empty',
    },
    ReaderRole: {
      Type: 'String',
      Default: 'PlumblineReader',
      AllowedPattern: String.raw`^([\w+=,.@-]+/)*[\w+=,.@-]{1,64}$`,
      Description:
        'Role that is assumed in each other account, after its path; aws.role.name of plumbline.yaml',
    },
    RoleName: {
      Type: 'String',
      Default: 'plumbline-github-actions',
      AllowedPattern: String.raw`^[\w+=,.@-]{1,64}$`,
      Description: 'Name of this role',
    },
    ProviderArn: {
      Type: 'String',
      Default: '',
      AllowedPattern: String.raw`^(arn:aws[a-z-]*:iam::\d{12}:oidc-provider/token\.actions\.githubusercontent\.com)?$`,
      Description:
        "ARN of GitHub's identity provider where the account has it, which takes one only; made where it is empty",
    },
  },
  Conditions: {
    MakesProvider: { 'Fn::Equals': [{ Ref: 'ProviderArn' }, ''] },
    HasKey: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'StoreKey' }, ''] }] },
  },
  Resources: {
    Provider: {
      Type: 'AWS::IAM::OIDCProvider',
      Condition: 'MakesProvider',
      Properties: { Url: `https://${issuer}`, ClientIdList: ['sts.amazonaws.com'] },
    },
    ScanRole: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: { Ref: 'RoleName' },
        Description: 'Scans from GitHub Actions; reads, and writes to its store',
        // As long as the workflow may run.
        MaxSessionDuration: 7200,
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'Workflow',
              Effect: 'Allow',
              Principal: {
                Federated: { 'Fn::If': ['MakesProvider', { Ref: 'Provider' }, { Ref: 'ProviderArn' }] },
              },
              Action: 'sts:AssumeRoleWithWebIdentity',
              Condition: {
                StringEquals: {
                  [`${issuer}:aud`]: 'sts.amazonaws.com',
                  [`${issuer}:sub`]: { 'Fn::Sub': `repo:\${Repository}:ref:refs/heads/\${Branch}` },
                },
              },
            },
          ],
        },
      },
    },
    StorePolicy: managed({ Version: '2012-10-17', Statement: storeStatements }),
    KeyPolicy: managed({ Version: '2012-10-17', Statement: [keyStatement] }, 'HasKey'),
    ...Object.fromEntries(
      readingPolicies(checks).map((document, index) => [`ReaderPolicy${index + 1}`, managed(document)]),
    ),
  },
  Outputs: {
    RoleArn: {
      Description: 'For ROLE of the workflow, and for ScannerRoleArns of the role in each account',
      Value: { 'Fn::GetAtt': ['ScanRole', 'Arn'] },
    },
  },
});

function managed(PolicyDocument: unknown, condition?: string): unknown {
  return {
    Type: 'AWS::IAM::ManagedPolicy',
    ...(condition === undefined ? {} : { Condition: condition }),
    Properties: {
      Description: 'What a scan asks; made from the checks of Plumbline',
      Roles: [{ Ref: 'ScanRole' }],
      PolicyDocument,
    },
  };
}

const storeStatements: readonly unknown[] = [
  {
    Sid: 'List',
    Effect: 'Allow',
    Action: ['s3:ListBucket'],
    Resource: { 'Fn::Sub': `arn:\${AWS::Partition}:s3:::\${StoreBucket}` },
  },
  {
    Sid: 'Scans',
    Effect: 'Allow',
    Action: ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'],
    Resource: { 'Fn::Sub': `arn:\${AWS::Partition}:s3:::\${StoreBucket}/*` },
  },
];

const keyStatement: unknown = {
  Sid: 'Key',
  Effect: 'Allow',
  Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
  Resource: { Ref: 'StoreKey' },
};

const readingPolicies = (checks: readonly Check[]): readonly unknown[] =>
  policyPieces(
    policyDocument(
      scopes.flatMap((scope) => actionsFor(checks, scope)),
      { roleArn: reader, partition: `\${AWS::Partition}` },
    ),
  ).map(substituted);
