/**
 * Which calls a part is read by. From this and the checks' `reads` come the read-only policy, the API plan and the
 * docs; a part without an entry does not compile.
 */
import { azurePartSources } from './azure/kinds.ts';
import { gcpPartSources } from './gcp/kinds.ts';
import type { Kind, PartName } from './kinds.ts';

export type PartSource =
  /**
   * From the item that AWS Config records; `joins` names other kinds' items that it needs besides its own, `asks` what is
   * asked of the service in bulk, where an item does not hold the part.
   */
  | { readonly from: 'config'; readonly joins?: readonly Kind[]; readonly asks?: readonly string[] }
  /**
   * From these calls, by the permission for each: an IAM action, or the operation of an Azure role. `elsewhere`: some of
   * them are made in other accounts of the organisation.
   */
  | { readonly from: 'calls'; readonly actions: readonly string[]; readonly elsewhere?: true };

const config: PartSource = { from: 'config' };
const joined = (...joins: Kind[]): PartSource => ({ from: 'config', joins });
const calls = (...actions: string[]): PartSource => ({ from: 'calls', actions });

const authorization = calls('iam:GetAccountAuthorizationDetails');
const credentialReport = calls('iam:GenerateCredentialReport', 'iam:GetCredentialReport');
const accountSummary = calls('iam:GetAccountSummary');
const recorder = calls('config:DescribeConfigurationRecorders', 'config:DescribeConfigurationRecorderStatus');

export const partSources = {
  'AWS::::Account': {
    summary: accountSummary,
    passwordPolicy: calls('iam:GetAccountPasswordPolicy'),
    rootCredentials: credentialReport,
    rootMfaVirtual: calls('iam:ListVirtualMFADevices'),
    trails: joined('AWS::CloudTrail::Trail'),
    otherTrails: joined('AWS::CloudTrail::Trail'),
    // AWS Config does not record it, whichever way the trails came.
    trailStatus: calls('cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'),
    publicAccessBlock: joined('AWS::S3::AccountPublicAccessBlock'),
  },
  'AWS::::Region': {
    guardDuty: calls('guardduty:ListDetectors', 'guardduty:GetDetector'),
    securityHub: calls('securityhub:DescribeHub'),
    analyzers: calls('access-analyzer:ListAnalyzers'),
    organizationAnalyzers: {
      from: 'calls',
      actions: ['access-analyzer:ListAnalyzers', 'organizations:ListDelegatedAdministrators'],
      elsewhere: true,
    },
  },
  'AWS::IAM::User': {
    path: authorization,
    policies: authorization,
    groups: authorization,
    credentials: credentialReport,
  },
  'AWS::IAM::Group': { path: authorization, policies: authorization },
  'AWS::IAM::Role': {
    path: authorization,
    trustPolicy: authorization,
    policies: authorization,
    lastUsed: authorization,
    createdAt: authorization,
  },
  'AWS::IAM::Policy': { document: authorization, usage: authorization },
  'AWS::EC2::SecurityGroup': { ingress: config, egress: config, placement: config },
  'AWS::EC2::NetworkAcl': { entries: config, associations: config },
  'AWS::EC2::RouteTable': { routes: config, associations: config },
  'AWS::EC2::VPC': { settings: config, flowLogs: joined('AWS::EC2::FlowLog') },
  'AWS::EC2::FlowLog': { settings: config },
  'AWS::EC2::Subnet': { settings: config },
  'AWS::EC2::NetworkInterface': { settings: config },
  'AWS::EC2::Instance': { network: config, metadata: config, settings: config },
  'AWS::EC2::InternetGateway': { attachments: config },
  'AWS::EC2::NatGateway': { settings: config },
  'AWS::EC2::VPCPeeringConnection': { settings: config },
  'AWS::EC2::VPCEndpoint': { policy: config, settings: config },
  'AWS::EC2::TransitGateway': { settings: config },
  'AWS::EC2::EIP': { settings: config },
  'AWS::EC2::Volume': { settings: config },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': { settings: config },
  'AWS::ElasticLoadBalancingV2::Listener': { settings: config },
  'AWS::S3::Bucket': {
    policy: config,
    acl: config,
    publicAccessBlock: config,
    accountPublicAccessBlock: joined('AWS::S3::AccountPublicAccessBlock'),
    ownership: config,
    encryption: config,
    versioning: config,
    logging: config,
  },
  'AWS::S3::AccountPublicAccessBlock': { settings: config },
  'AWS::KMS::Key': { policy: config, rotation: config, settings: config },
  'AWS::RDS::DBInstance': { settings: config },
  'AWS::RDS::DBCluster': { settings: config },
  'AWS::RDS::DBSnapshot': { settings: config, sharedWith: config },
  'AWS::SNS::Topic': { policy: config, settings: config },
  'AWS::SQS::Queue': { policy: config, settings: config },
  'AWS::SecretsManager::Secret': { settings: config },
  'AWS::DynamoDB::Table': { settings: config },
  'AWS::EFS::FileSystem': { policy: config, settings: config },
  'AWS::Lambda::Function': {
    policy: config,
    // AWS Config records neither aliases nor environment variables.
    aliases: { from: 'config', asks: ['lambda:ListFunctions', 'lambda:ListAliases', 'lambda:GetPolicy'] },
    settings: config,
    environmentSecrets: { from: 'config', asks: ['lambda:ListFunctions'] },
  },
  'AWS::ECR::Repository': {
    policy: config,
    registryPolicy: { from: 'config', asks: ['ecr:GetRegistryPolicy'] },
    settings: config,
  },
  'AWS::EKS::Cluster': { endpoint: config, logging: config, settings: config },
  'AWS::CloudTrail::Trail': { settings: config },
  'AWS::CloudFront::Distribution': { settings: config },
  'AWS::Logs::LogGroup': { settings: config, trails: joined('AWS::CloudTrail::Trail') },
  'AWS::WAFv2::WebACL': { settings: config, logging: config },
  'AWS::ACM::Certificate': { settings: config },
  'AWS::ApiGateway::RestApi': { policy: config, settings: config, methods: config, deployed: config },
  'AWS::ApiGateway::Stage': { settings: config },
  'AWS::ApiGatewayV2::Api': { settings: config, routes: config },
  'AWS::ApiGatewayV2::Stage': { settings: config },
  'AWS::Config::ConfigurationRecorder': { recording: recorder },
  ...azurePartSources,
  ...gcpPartSources,
} as const satisfies { readonly [K in Kind]: { readonly [P in PartName<K>]: PartSource } };

export const isKind = (kind: string): kind is Kind => Object.hasOwn(partSources, kind);

/** The source of one part; throws for a part that the kind does not have. */
export const partSource = (kind: Kind, part: string): PartSource => {
  const source = (partSources[kind] as Readonly<Record<string, PartSource>>)[part];
  if (source === undefined) throw new TypeError(`${kind} has no part ${part}`);
  return source;
};
