/**
 * The allow-list: every operation that this product ever asks AWS for, by the IAM action that permits it. All of
 * them only read, but for assuming a role; a request of any other operation never leaves the process.
 */
import type { ListRegionsCommandInput, ListRegionsCommandOutput } from '@aws-sdk/client-account';
import type {
  DescribeConfigurationAggregatorSourcesStatusCommandInput,
  DescribeConfigurationAggregatorSourcesStatusCommandOutput,
  DescribeConfigurationRecorderStatusCommandInput,
  DescribeConfigurationRecorderStatusCommandOutput,
  DescribeConfigurationRecordersCommandInput,
  DescribeConfigurationRecordersCommandOutput,
  GetAggregateDiscoveredResourceCountsCommandInput,
  GetAggregateDiscoveredResourceCountsCommandOutput,
  GetDiscoveredResourceCountsCommandInput,
  GetDiscoveredResourceCountsCommandOutput,
  SelectAggregateResourceConfigCommandInput,
  SelectAggregateResourceConfigCommandOutput,
  SelectResourceConfigCommandInput,
  SelectResourceConfigCommandOutput,
} from '@aws-sdk/client-config-service';
import type {
  GenerateCredentialReportCommandInput,
  GenerateCredentialReportCommandOutput,
  GetAccountAuthorizationDetailsCommandInput,
  GetAccountAuthorizationDetailsCommandOutput,
  GetAccountPasswordPolicyCommandInput,
  GetAccountPasswordPolicyCommandOutput,
  GetAccountSummaryCommandInput,
  GetAccountSummaryCommandOutput,
  GetCredentialReportCommandInput,
  GetCredentialReportCommandOutput,
  ListVirtualMFADevicesCommandInput,
  ListVirtualMFADevicesCommandOutput,
} from '@aws-sdk/client-iam';
import type {
  ListAccountsCommandInput,
  ListAccountsCommandOutput,
  ListDelegatedAdministratorsCommandInput,
  ListDelegatedAdministratorsCommandOutput,
} from '@aws-sdk/client-organizations';
import type {
  AssumeRoleCommandInput,
  AssumeRoleCommandOutput,
  GetCallerIdentityCommandInput,
  GetCallerIdentityCommandOutput,
} from '@aws-sdk/client-sts';
import type { AccessAnalyzerOperations } from './operations/access-analyzer.ts';
import { accessAnalyzerActions } from './operations/access-analyzer.ts';
import type { AcmOperations } from './operations/acm.ts';
import { acmActions } from './operations/acm.ts';
import type { ApigatewayOperations } from './operations/apigateway.ts';
import { apigatewayActions } from './operations/apigateway.ts';
import type { Apigatewayv2Operations } from './operations/apigatewayv2.ts';
import { apigatewayv2Actions } from './operations/apigatewayv2.ts';
import type { CloudcontrolOperations } from './operations/cloudcontrol.ts';
import { cloudcontrolActions } from './operations/cloudcontrol.ts';
import type { CloudfrontOperations } from './operations/cloudfront.ts';
import { cloudfrontActions } from './operations/cloudfront.ts';
import type { CloudtrailOperations } from './operations/cloudtrail.ts';
import { cloudtrailActions } from './operations/cloudtrail.ts';
import type { DynamodbOperations } from './operations/dynamodb.ts';
import { dynamodbActions } from './operations/dynamodb.ts';
import type { Ec2Operations } from './operations/ec2.ts';
import { ec2Actions } from './operations/ec2.ts';
import type { EcrOperations } from './operations/ecr.ts';
import { ecrActions } from './operations/ecr.ts';
import type { EksOperations } from './operations/eks.ts';
import { eksActions } from './operations/eks.ts';
import type { ElasticfilesystemOperations } from './operations/elasticfilesystem.ts';
import { elasticfilesystemActions } from './operations/elasticfilesystem.ts';
import type { ElasticloadbalancingOperations } from './operations/elasticloadbalancing.ts';
import { elasticloadbalancingActions } from './operations/elasticloadbalancing.ts';
import type { GuarddutyOperations } from './operations/guardduty.ts';
import { guarddutyActions } from './operations/guardduty.ts';
import type { KmsOperations } from './operations/kms.ts';
import { kmsActions } from './operations/kms.ts';
import type { LambdaOperations } from './operations/lambda.ts';
import { lambdaActions } from './operations/lambda.ts';
import type { LogsOperations } from './operations/logs.ts';
import { logsActions } from './operations/logs.ts';
import type { RdsOperations } from './operations/rds.ts';
import { rdsActions } from './operations/rds.ts';
import type { S3Operations } from './operations/s3.ts';
import { s3Actions } from './operations/s3.ts';
import type { S3controlOperations } from './operations/s3control.ts';
import { s3controlActions } from './operations/s3control.ts';
import type { SecretsmanagerOperations } from './operations/secretsmanager.ts';
import { secretsmanagerActions } from './operations/secretsmanager.ts';
import type { SecurityhubOperations } from './operations/securityhub.ts';
import { securityhubActions } from './operations/securityhub.ts';
import type { SnsOperations } from './operations/sns.ts';
import { snsActions } from './operations/sns.ts';
import type { SqsOperations } from './operations/sqs.ts';
import { sqsActions } from './operations/sqs.ts';
import type { TaggingOperations } from './operations/tagging.ts';
import { taggingActions } from './operations/tagging.ts';
import type { Wafv2Operations } from './operations/wafv2.ts';
import { wafv2Actions } from './operations/wafv2.ts';

/** Action → what it takes and gives. */
interface Operations
  extends Ec2Operations,
    TaggingOperations,
    ElasticloadbalancingOperations,
    S3Operations,
    S3controlOperations,
    RdsOperations,
    KmsOperations,
    LambdaOperations,
    EcrOperations,
    EksOperations,
    SnsOperations,
    SqsOperations,
    SecretsmanagerOperations,
    CloudtrailOperations,
    DynamodbOperations,
    ElasticfilesystemOperations,
    GuarddutyOperations,
    SecurityhubOperations,
    AccessAnalyzerOperations,
    CloudfrontOperations,
    AcmOperations,
    ApigatewayOperations,
    Apigatewayv2Operations,
    LogsOperations,
    Wafv2Operations,
    CloudcontrolOperations {
  'sts:GetCallerIdentity': [GetCallerIdentityCommandInput, GetCallerIdentityCommandOutput];
  'sts:AssumeRole': [AssumeRoleCommandInput, AssumeRoleCommandOutput];
  'organizations:ListAccounts': [ListAccountsCommandInput, ListAccountsCommandOutput];
  'organizations:ListDelegatedAdministrators': [
    ListDelegatedAdministratorsCommandInput,
    ListDelegatedAdministratorsCommandOutput,
  ];
  'account:ListRegions': [ListRegionsCommandInput, ListRegionsCommandOutput];
  'config:DescribeConfigurationRecorders': [
    DescribeConfigurationRecordersCommandInput,
    DescribeConfigurationRecordersCommandOutput,
  ];
  'config:DescribeConfigurationRecorderStatus': [
    DescribeConfigurationRecorderStatusCommandInput,
    DescribeConfigurationRecorderStatusCommandOutput,
  ];
  'config:DescribeConfigurationAggregatorSourcesStatus': [
    DescribeConfigurationAggregatorSourcesStatusCommandInput,
    DescribeConfigurationAggregatorSourcesStatusCommandOutput,
  ];
  'config:GetDiscoveredResourceCounts': [
    GetDiscoveredResourceCountsCommandInput,
    GetDiscoveredResourceCountsCommandOutput,
  ];
  'config:GetAggregateDiscoveredResourceCounts': [
    GetAggregateDiscoveredResourceCountsCommandInput,
    GetAggregateDiscoveredResourceCountsCommandOutput,
  ];
  'config:SelectResourceConfig': [SelectResourceConfigCommandInput, SelectResourceConfigCommandOutput];
  'config:SelectAggregateResourceConfig': [
    SelectAggregateResourceConfigCommandInput,
    SelectAggregateResourceConfigCommandOutput,
  ];
  'iam:GetAccountAuthorizationDetails': [
    GetAccountAuthorizationDetailsCommandInput,
    GetAccountAuthorizationDetailsCommandOutput,
  ];
  'iam:GenerateCredentialReport': [
    GenerateCredentialReportCommandInput,
    GenerateCredentialReportCommandOutput,
  ];
  'iam:GetCredentialReport': [GetCredentialReportCommandInput, GetCredentialReportCommandOutput];
  'iam:GetAccountSummary': [GetAccountSummaryCommandInput, GetAccountSummaryCommandOutput];
  'iam:GetAccountPasswordPolicy': [
    GetAccountPasswordPolicyCommandInput,
    GetAccountPasswordPolicyCommandOutput,
  ];
  'iam:ListVirtualMFADevices': [ListVirtualMFADevicesCommandInput, ListVirtualMFADevicesCommandOutput];
}

export type Action = keyof Operations;
export type InputOf<A extends Action> = Operations[A][0];
export type OutputOf<A extends Action> = Operations[A][1];

/** SDK client, as the SDK names it in a request's context, of each service. */
const clients = {
  sts: 'STSClient',
  organizations: 'OrganizationsClient',
  account: 'AccountClient',
  config: 'ConfigServiceClient',
  iam: 'IAMClient',
  ec2: 'EC2Client',
  tagging: 'ResourceGroupsTaggingAPIClient',
  elasticloadbalancing: 'ElasticLoadBalancingV2Client',
  s3: 'S3Client',
  s3control: 'S3ControlClient',
  rds: 'RDSClient',
  kms: 'KMSClient',
  lambda: 'LambdaClient',
  ecr: 'ECRClient',
  eks: 'EKSClient',
  sns: 'SNSClient',
  sqs: 'SQSClient',
  secretsmanager: 'SecretsManagerClient',
  cloudtrail: 'CloudTrailClient',
  dynamodb: 'DynamoDBClient',
  elasticfilesystem: 'EFSClient',
  cloudcontrol: 'CloudControlClient',
  wafv2: 'WAFV2Client',
  logs: 'CloudWatchLogsClient',
  apigatewayv2: 'ApiGatewayV2Client',
  apigateway: 'APIGatewayClient',
  acm: 'ACMClient',
  cloudfront: 'CloudFrontClient',
  'access-analyzer': 'AccessAnalyzerClient',
  securityhub: 'SecurityHubClient',
  guardduty: 'GuardDutyClient',
} as const;

export type Service = keyof typeof clients;

/** Service and operation of an action; most are named alike. */
const elsewhere: Readonly<Partial<Record<Action, readonly [service: Service, operation: string]>>> = {
  'tag:GetResources': ['tagging', 'GetResources'],
  'cloudformation:ListResources': ['cloudcontrol', 'ListResources'],
  's3:GetEncryptionConfiguration': ['s3', 'GetBucketEncryption'],
  's3:GetBucketPublicAccessBlock': ['s3', 'GetPublicAccessBlock'],
  's3:ListAllMyBuckets': ['s3', 'ListBuckets'],
  's3:GetAccountPublicAccessBlock': ['s3control', 'GetPublicAccessBlock'],
};

export const serviceOf = (action: Action): Service =>
  elsewhere[action]?.[0] ?? (action.slice(0, action.indexOf(':')) as Service);

export const operationOf = (action: Action): string =>
  elsewhere[action]?.[1] ?? action.slice(action.indexOf(':') + 1);

/**
 * Services of which one permission covers many operations: API Gateway's are named after the method of HTTP.
 * Source: Service Authorization Reference, "Actions for Amazon API Gateway Management" (and V2).
 */
export const permissionOf = (action: Action): string =>
  /^apigateway(?:v2)?:/.test(action) ? 'apigateway:GET' : action;

const actions = {
  'sts:GetCallerIdentity': true,
  'sts:AssumeRole': true,
  'organizations:ListAccounts': true,
  'organizations:ListDelegatedAdministrators': true,
  'account:ListRegions': true,
  'config:DescribeConfigurationRecorders': true,
  'config:DescribeConfigurationRecorderStatus': true,
  'config:DescribeConfigurationAggregatorSourcesStatus': true,
  'config:GetDiscoveredResourceCounts': true,
  'config:GetAggregateDiscoveredResourceCounts': true,
  'config:SelectResourceConfig': true,
  'config:SelectAggregateResourceConfig': true,
  'iam:GetAccountAuthorizationDetails': true,
  'iam:GenerateCredentialReport': true,
  'iam:GetCredentialReport': true,
  'iam:GetAccountSummary': true,
  'iam:GetAccountPasswordPolicy': true,
  'iam:ListVirtualMFADevices': true,
  ...ec2Actions,
  ...taggingActions,
  ...elasticloadbalancingActions,
  ...s3Actions,
  ...s3controlActions,
  ...rdsActions,
  ...kmsActions,
  ...lambdaActions,
  ...ecrActions,
  ...eksActions,
  ...snsActions,
  ...sqsActions,
  ...secretsmanagerActions,
  ...cloudtrailActions,
  ...dynamodbActions,
  ...elasticfilesystemActions,
  ...cloudcontrolActions,
  ...wafv2Actions,
  ...logsActions,
  ...apigatewayv2Actions,
  ...apigatewayActions,
  ...acmActions,
  ...cloudfrontActions,
  ...accessAnalyzerActions,
  ...securityhubActions,
  ...guarddutyActions,
} satisfies Record<Action, true>;

const allowed: ReadonlySet<string> = new Set(
  (Object.keys(actions) as Action[]).map(
    (action) => `${clients[serviceOf(action)]}/${operationOf(action)}Command`,
  ),
);

export const isAllowed = (clientName: string, commandName: string): boolean =>
  allowed.has(`${clientName}/${commandName}`);
