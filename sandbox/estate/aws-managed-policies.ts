/**
 * The AWS-managed policies that estates attach. The documents are shortened to what decides a question (the real
 * ones list hundreds of actions); names and paths are AWS's.
 */
import type { JsonObject } from './estate.ts';

const allow = (...actions: string[]): JsonObject => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
});

/** By name: path and document. */
export const awsManagedPolicies: ReadonlyMap<
  string,
  { readonly path: string; readonly document: JsonObject }
> = new Map(
  Object.entries({
    AdministratorAccess: { path: '/', document: allow('*') },
    PowerUserAccess: {
      path: '/',
      document: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
          { Effect: 'Allow', Action: ['iam:ListRoles', 'organizations:DescribeOrganization'], Resource: '*' },
        ],
      },
    },
    ReadOnlyAccess: {
      path: '/',
      document: allow('ec2:Describe*', 's3:Get*', 's3:List*', 'iam:Get*', 'iam:List*'),
    },
    SecurityAudit: {
      path: '/',
      document: allow('config:Describe*', 'config:Select*', 'iam:Get*', 'iam:List*'),
    },
    IAMFullAccess: { path: '/', document: allow('iam:*') },
    AmazonS3ReadOnlyAccess: { path: '/', document: allow('s3:Get*', 's3:List*') },
    AmazonSSMManagedInstanceCore: {
      path: '/',
      document: allow('ssm:UpdateInstanceInformation', 'ssmmessages:*'),
    },
    CloudWatchAgentServerPolicy: {
      path: '/',
      document: allow('cloudwatch:PutMetricData', 'logs:PutLogEvents'),
    },
    AWSLambdaBasicExecutionRole: {
      path: '/service-role/',
      document: allow('logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'),
    },
    AmazonEKSClusterPolicy: { path: '/', document: allow('ec2:Describe*', 'elasticloadbalancing:Describe*') },
    AWSConfigServiceRolePolicy: {
      path: '/aws-service-role/',
      document: allow('config:Put*', 'ec2:Describe*'),
    },
    AWSSupportAccess: { path: '/', document: allow('support:*') },
  }),
);
