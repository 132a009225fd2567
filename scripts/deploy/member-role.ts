/**
 * The role that the scanner takes on in each account, for CloudFormation and for Terraform: one source, so that the two can't
 * part, and the same as `plumbline permissions` prints.
 */
import type { PermissionScope, PermissionUse, PolicyJson } from '#engine/permissions.ts';
import { actionsFor, policyDocument } from '#engine/permissions.ts';
import { substituted } from '#functions/permissions.ts';
import type { Check } from '#model/check.ts';
import { policyPieces } from './policy-pieces.ts';

interface MemberPolicies {
  /** For every account. */
  readonly reader: readonly PolicyJson[];
  /** For the account that the aggregator of AWS Config is in, besides. */
  readonly aggregator: readonly PolicyJson[];
}

/** Whichever way the inventory comes is the configuration's to say, and no reason to change the role everywhere. */
const scopes: readonly PermissionScope[] = [
  { route: 'config', inventory: 'auto', assumesRole: true },
  { route: 'config-aggregator', inventory: 'auto', assumesRole: true },
];

/** @param partition what the template writes in its place. */
const memberPolicies = (checks: readonly Check[], partition: string): MemberPolicies => {
  const uses = scopes.flatMap((scope) => actionsFor(checks, scope));
  const at = (place: PermissionUse['place']): readonly PolicyJson[] =>
    policyPieces(
      policyDocument(
        uses.filter((use) => use.place === place),
        { partition },
      ),
    );
  return { reader: at('account'), aggregator: at('aggregator') };
};

/**
 * Who takes the role on: the account by name, narrowed to the scanner's roles by a condition. A role named as the principal itself
 * would have to be there first, and would be locked out once it is made anew, in every account.
 *
 * @param sessions what `aws:PrincipalArn` is compared with: the ARNs of the roles, not of their sessions.
 */
export const trustPolicy = (account: unknown, sessions: unknown, externalId?: unknown): unknown => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Scanner',
      Effect: 'Allow',
      Principal: { AWS: account },
      Action: 'sts:AssumeRole',
      Condition: {
        ArnEquals: { 'aws:PrincipalArn': sessions },
        ...(externalId === undefined ? {} : { StringEquals: { 'sts:ExternalId': externalId } }),
      },
    },
  ],
});

/** ARN of a role; no wildcard, which would let in roles that nobody named, and no comma, which parts the list. */
const rolePattern = String.raw`^arn:aws[a-z-]*:iam::\d{12}:role/([\w+=.@-]+/)*[\w+=.@-]{1,64}$`;

/** The template of CloudFormation. */
export const memberRoleTemplate = (checks: readonly Check[]): unknown => {
  const policies = memberPolicies(checks, `\${AWS::Partition}`);
  const scannerAccount = {
    'Fn::Select': [4, { 'Fn::Split': [':', { 'Fn::Select': [0, { Ref: 'ScannerRoleArns' }] }] }],
  };
  const root = {
    'Fn::Sub': [`arn:\${AWS::Partition}:iam::\${ScannerAccount}:root`, { ScannerAccount: scannerAccount }],
  };
  const trust = (externalId?: unknown): unknown => trustPolicy(root, { Ref: 'ScannerRoleArns' }, externalId);
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'Plumbline: the role that the scanner reads this account with',
    Parameters: {
      ScannerRoleArns: {
        Type: 'CommaDelimitedList',
        AllowedPattern: rolePattern,
        ConstraintDescription: 'ARNs of roles, without a wildcard',
        Description: 'ARNs of the roles that scan, all of one account; output ScannerRoleArns of the scanner',
      },
      RoleName: {
        Type: 'String',
        Default: 'PlumblineReader',
        AllowedPattern: String.raw`^[\w+=,.@-]{1,64}$`,
        Description: 'The same in every account; aws.role.name of plumbline.yaml',
      },
      RolePath: {
        Type: 'String',
        Default: '/',
        AllowedPattern: String.raw`^/([\w+=,.@-]+/)*$`,
        Description: 'Path of the role; with one, aws.role.name is path/name without the first slash',
      },
      ExternalId: {
        Type: 'String',
        Default: '',
        AllowedPattern: String.raw`^([\w+=,.@:/-]{2,1224})?$`,
        Description: 'External id that the scanner must show (aws.role.externalId); none where it is empty',
      },
      PermissionsBoundary: {
        Type: 'String',
        Default: '',
        Description: 'ARN of the policy that bounds the role; none where it is empty',
      },
      HoldsAggregator: {
        Type: 'String',
        Default: 'false',
        AllowedValues: ['true', 'false'],
        Description: "true in the account of AWS Config's aggregator, where that is not the scanner's own",
      },
    },
    Conditions: {
      AsksForExternalId: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'ExternalId' }, ''] }] },
      IsBounded: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'PermissionsBoundary' }, ''] }] },
      IsAggregator: { 'Fn::Equals': [{ Ref: 'HoldsAggregator' }, 'true'] },
    },
    Resources: {
      ReaderRole: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: { Ref: 'RoleName' },
          Path: { Ref: 'RolePath' },
          Description: 'Read by Plumbline; changes nothing',
          MaxSessionDuration: 3600,
          PermissionsBoundary: {
            'Fn::If': ['IsBounded', { Ref: 'PermissionsBoundary' }, { Ref: 'AWS::NoValue' }],
          },
          AssumeRolePolicyDocument: {
            'Fn::If': ['AsksForExternalId', trust({ Ref: 'ExternalId' }), trust()],
          },
        },
      },
      ...managedPolicies('ReaderPolicy', policies.reader),
      ...managedPolicies('AggregatorPolicy', policies.aggregator, 'IsAggregator'),
    },
    Outputs: {
      RoleArn: { Description: 'ARN of the role', Value: { 'Fn::GetAtt': ['ReaderRole', 'Arn'] } },
    },
  };
};

const managedPolicies = (
  name: string,
  documents: readonly PolicyJson[],
  condition?: string,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    documents.map(substituted).map((PolicyDocument, index) => [
      `${name}${index + 1}`,
      {
        Type: 'AWS::IAM::ManagedPolicy',
        ...(condition === undefined ? {} : { Condition: condition }),
        Properties: {
          Description: 'What Plumbline reads; made from its checks',
          Path: { Ref: 'RolePath' },
          Roles: [{ Ref: 'ReaderRole' }],
          PolicyDocument,
        },
      },
    ]),
  );

/** Locals of the Terraform module, in Terraform's own JSON; what stands in `\${}` is Terraform's. */
export const memberRoleLocals = (checks: readonly Check[]): unknown => {
  const policies = memberPolicies(checks, `\${local.partition}`);
  const trust = (externalId?: unknown): unknown =>
    trustPolicy(
      `arn:\${local.partition}:iam::\${local.scanner_account}:root`,
      `\${var.scanner_role_arns}`,
      externalId,
    );
  return {
    locals: {
      reader_policies: policies.reader,
      aggregator_policies: policies.aggregator,
      trust_policy: trust(),
      trust_policy_with_external_id: trust(`\${var.external_id}`),
    },
  };
};
