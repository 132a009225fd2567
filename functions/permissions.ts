/**
 * What each function may do, and nothing else: written as roles to `roles.json` by `npm run generate`. What it may ask a
 * cloud follows from the checks; what it may do in the store is held to the calls that it makes by a test.
 */

import { azureAudiences } from '#config/schema.ts';
import type { PermissionScope, PolicyJson } from '#engine/permissions.ts';
import { actionsFor, policyDocument } from '#engine/permissions.ts';
import type { Check } from '#model/check.ts';
import { tokenAction, tokenAlgorithm, tokenDuration } from '#sources/federation/aws-role.ts';

export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  /** `*`, or what CloudFormation resolves. */
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** What a function does below which keys; every one lists, since a key that is missing is told from one that is denied so. */
interface StoreUse {
  readonly read: readonly string[];
  readonly write?: readonly string[];
  /** Where it writes what may be long, in parts: it takes them back where that fails, else they are kept and billed. */
  readonly stream?: readonly string[];
  readonly delete?: readonly string[];
}

const run = 'scans/*';
const config = 'config/*';
const manifests = 'manifests/*';
const alerts = 'alerts/*';
const baselines = 'baselines/*';

const storeUses = {
  Begin: { read: [config, run, manifests], write: [run] },
  PlanAws: { read: [config, run], write: [run], stream: [run] },
  PlanAzure: { read: [config, run], write: [run], stream: [run] },
  PlanGcp: { read: [config, run], write: [run], stream: [run] },
  ListShards: { read: [config, run], write: [run], stream: [run] },
  // What it copied and can't go on from it deletes again.
  ScanAws: { read: [config, run], write: [run], stream: [run], delete: [run] },
  ScanAzure: { read: [config, run], write: [run], stream: [run], delete: [run] },
  ScanGcp: { read: [config, run], write: [run], stream: [run], delete: [run] },
  GiveUp: { read: [config, run], write: [run], stream: [run] },
  Commit: {
    read: [config, run, manifests, baselines],
    write: [run, manifests],
    stream: [run],
    delete: [run],
  },
  // The configuration says which formats are wanted.
  Report: { read: [config, run, manifests], write: [run], stream: [run] },
  // What PagerDuty was told to open is remembered until it is resolved.
  Alert: { read: [alerts, config, run, manifests], write: [alerts, run], stream: [run], delete: [alerts] },
} as const satisfies Record<string, StoreUse>;

export type FunctionName = keyof typeof storeUses;
export const functionNames = Object.keys(storeUses) as readonly FunctionName[];

/** Whichever way the inventory comes, and whether there are other accounts, is the configuration's to say. */
const scopes: readonly PermissionScope[] = [
  { route: 'config', inventory: 'auto', assumesRole: true },
  { route: 'config-aggregator', inventory: 'auto', assumesRole: true },
];

/** @param checks all that may be enabled. */
export const functionStatements = (name: FunctionName, checks: readonly Check[]): readonly Statement[] => [
  ...storeStatements(storeUses[name]),
  ...(name === 'PlanAws' ? awsStatements(checks, isForPlanning) : []),
  ...(name === 'ScanAws' ? awsStatements(checks, () => true) : []),
  ...(name === 'PlanAzure' || name === 'ScanAzure' ? [azureIdentity] : []),
];

/**
 * A token of AWS that Entra ID takes, and for nobody else. Google Cloud asks for no permission: what a role signs for it is
 * `sts:GetCallerIdentity`, which everybody may ask.
 */
const azureIdentity: Statement = {
  Sid: 'AzureIdentity',
  Effect: 'Allow',
  Action: [tokenAction],
  Resource: '*',
  Condition: {
    'ForAllValues:StringEquals': { 'sts:IdentityTokenAudience': azureAudiences },
    StringEquals: { 'sts:SigningAlgorithm': tokenAlgorithm },
    NumericLessThanEquals: { 'sts:DurationSeconds': tokenDuration },
  },
};

const storeStatements = (use: StoreUse): readonly Statement[] => {
  const below = (keys: readonly string[]): unknown =>
    keys.map((key) => ({ 'Fn::Sub': `\${StoreBucket.Arn}/${key}` }));
  const statement = (Sid: string, Action: string, Resource: unknown): Statement => ({
    Sid,
    Effect: 'Allow',
    Action: [Action],
    Resource,
  });
  return [
    statement('List', 's3:ListBucket', { 'Fn::GetAtt': ['StoreBucket', 'Arn'] }),
    statement('Read', 's3:GetObject', below(use.read)),
    ...(use.write === undefined ? [] : [statement('Write', 's3:PutObject', below(use.write))]),
    ...(use.stream === undefined
      ? []
      : [statement('TakeBack', 's3:AbortMultipartUpload', below(use.stream))]),
    ...(use.delete === undefined ? [] : [statement('Delete', 's3:DeleteObject', below(use.delete))]),
  ];
};

/** Planning asks which places there are and what is recorded there; it reads no inventory, and no identity. */
const isForPlanning = (action: string): boolean => {
  const [service = '', operation = ''] = action.split(':');
  return (
    ['account', 'sts'].includes(service) ||
    action === 'organizations:ListAccounts' ||
    (service === 'config' && operation.startsWith('DescribeConfiguration'))
  );
};

const awsStatements = (
  checks: readonly Check[],
  needed: (action: string) => boolean,
): readonly Statement[] => {
  const uses = scopes.flatMap((scope) => actionsFor(checks, scope)).filter(({ action }) => needed(action));
  const roleArn = `arn:\${AWS::Partition}:iam::*:role/\${ReaderRole}`;
  return substituted(policyDocument(uses, { roleArn, partition: `\${AWS::Partition}` })).Statement;
};

/** For CloudFormation, which fills in what stands in `\${}`. */
export const substituted = ({
  Version,
  Statement,
}: PolicyJson): { readonly Version: string; readonly Statement: readonly Statement[] } => ({
  Version,
  Statement: Statement.map((one) => ({
    ...one,
    Resource: typeof one.Resource === 'string' ? filledIn(one.Resource) : one.Resource.map(filledIn),
  })),
});

const filledIn = (text: string): unknown => (text.includes('${') ? { 'Fn::Sub': text } : text);

/** Those that ask a cloud. Its trust names them, so their names outlive a service that is made anew. */
const isReader = (name: FunctionName): boolean => /^(?:Plan|Scan)/.test(name);

/** As resources of CloudFormation. */
export const roleResources = (checks: readonly Check[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(functionNames.map((name) => [`${name}Role`, roleOf(name, checks)]));

const roleOf = (name: FunctionName, checks: readonly Check[]): unknown => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    ...(isReader(name) ? { RoleName: `\${self:service}-\${sls:stage}-${lambdaName(name)}` } : {}),
    Description: `Plumbline, function ${name}`,
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    },
    Policies: [
      {
        PolicyName: 'own-work',
        PolicyDocument: { Version: '2012-10-17', Statement: functionStatements(name, checks) },
      },
      { PolicyName: 'lambda', PolicyDocument: { Version: '2012-10-17', Statement: lambdaStatements(name) } },
    ],
  },
});

/** What Lambda itself does in the function's name, and the key that the store is encrypted with. */
const lambdaStatements = (name: FunctionName): readonly unknown[] => [
  {
    Sid: 'Logs',
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: {
      'Fn::Sub': `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/aws/lambda/\${self:service}-\${sls:stage}-${lambdaName(name)}:*`,
    },
  },
  when('HasKey', {
    Sid: 'Key',
    Effect: 'Allow',
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Resource: { Ref: 'StoreKey' },
  }),
  when('IsTraced', {
    Sid: 'Traces',
    Effect: 'Allow',
    Action: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
    Resource: '*',
  }),
  ...(name === 'Alert' ? alertStatements : []),
];

const alertStatements: readonly unknown[] = [
  {
    Sid: 'Queue',
    Effect: 'Allow',
    Action: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
    Resource: { 'Fn::GetAtt': ['AlertQueue', 'Arn'] },
  },
  when('HasSecret', {
    Sid: 'Secret',
    Effect: 'Allow',
    Action: ['secretsmanager:GetSecretValue'],
    Resource: { Ref: 'WebhookSecretArn' },
  }),
  when('HasAlertSecrets', {
    Sid: 'ChannelSecrets',
    Effect: 'Allow',
    Action: ['secretsmanager:GetSecretValue'],
    Resource: { Ref: 'AlertSecretArns' },
  }),
  when('HasAlertTopics', {
    Sid: 'ChannelTopics',
    Effect: 'Allow',
    Action: ['sns:Publish'],
    Resource: { Ref: 'AlertTopicArns' },
  }),
  when('HasAlertSenders', {
    Sid: 'ChannelSenders',
    Effect: 'Allow',
    Action: ['ses:SendEmail'],
    Resource: { Ref: 'AlertSenderArns' },
  }),
  // To read a secret, and to publish to a topic, that is encrypted with a key of the reader's own.
  when('HasAlertKeys', {
    Sid: 'ChannelKeys',
    Effect: 'Allow',
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Resource: { Ref: 'AlertKeyArns' },
  }),
];

function when(condition: string, statement: unknown): unknown {
  return { 'Fn::If': [condition, statement, { Ref: 'AWS::NoValue' }] };
}

/** `ScanAws` → `scanAws`, as serverless.yml names it. */
export const lambdaName = (name: FunctionName): string => `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
