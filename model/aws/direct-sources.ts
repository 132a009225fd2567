/**
 * Which calls a kind is read by from its own service, where AWS Config does not record it: `list` finds the resources
 * with all parts that are not named under `parts`; those cost a call for each resource. From this come the read-only
 * policy and the reasons for unknowns; `sources/aws/direct` is held to it by a test.
 */
import type { Kind, PartName } from '../kinds.ts';

/** Kinds that are made of calls in any case. */
type CalledKind =
  | 'AWS::::Account'
  | 'AWS::::Region'
  | 'AWS::Config::ConfigurationRecorder'
  | 'AWS::IAM::User'
  | 'AWS::IAM::Group'
  | 'AWS::IAM::Role'
  | 'AWS::IAM::Policy';

export type DirectKindName = Exclude<Extract<Kind, `AWS::${string}`>, CalledKind>;

export interface DirectSource<K extends Kind = Kind> {
  readonly list: readonly string[];
  readonly parts?: { readonly [P in PartName<K>]?: readonly string[] };
  /** True where the list does not carry tags: they are asked for in bulk, once a region. */
  readonly tagged?: true;
  /** True where AWS Config has no item of it, or none that says what is judged: the service is asked in any case. */
  readonly unrecorded?: true;
  /** True where AWS Config has an item of each all the same, so that it can tell that there is none. */
  readonly counted?: true;
}

/** What lists the kinds that nothing else lists, where they are asked for by name. */
export const listResourcesAction = 'cloudformation:ListResources';

/** What tags are read by where a list does not carry them. */
export const taggingAction = 'tag:GetResources';

export const directSources = {
  'AWS::EC2::SecurityGroup': { list: ['ec2:DescribeSecurityGroups'] },
  'AWS::EC2::NetworkAcl': { list: ['ec2:DescribeNetworkAcls'] },
  'AWS::EC2::RouteTable': { list: ['ec2:DescribeRouteTables'] },
  'AWS::EC2::VPC': { list: ['ec2:DescribeVpcs'] },
  'AWS::EC2::FlowLog': { list: ['ec2:DescribeFlowLogs'] },
  'AWS::EC2::Subnet': { list: ['ec2:DescribeSubnets'] },
  'AWS::EC2::NetworkInterface': { list: ['ec2:DescribeNetworkInterfaces'] },
  'AWS::EC2::Instance': { list: ['ec2:DescribeInstances'] },
  'AWS::EC2::InternetGateway': { list: ['ec2:DescribeInternetGateways'] },
  'AWS::EC2::NatGateway': { list: ['ec2:DescribeNatGateways'] },
  'AWS::EC2::VPCPeeringConnection': { list: ['ec2:DescribeVpcPeeringConnections'] },
  'AWS::EC2::VPCEndpoint': { list: ['ec2:DescribeVpcEndpoints'] },
  'AWS::EC2::TransitGateway': { list: ['ec2:DescribeTransitGateways'] },
  'AWS::EC2::EIP': { list: ['ec2:DescribeAddresses'] },
  'AWS::EC2::Volume': { list: ['ec2:DescribeVolumes'] },
  'AWS::S3::Bucket': {
    list: ['s3:ListAllMyBuckets'],
    parts: {
      policy: ['s3:GetBucketPolicy'],
      acl: ['s3:GetBucketAcl'],
      publicAccessBlock: ['s3:GetBucketPublicAccessBlock'],
      ownership: ['s3:GetBucketOwnershipControls'],
      encryption: ['s3:GetEncryptionConfiguration'],
      versioning: ['s3:GetBucketVersioning'],
      logging: ['s3:GetBucketLogging'],
    },
    tagged: true,
  },
  'AWS::S3::AccountPublicAccessBlock': { list: ['s3:GetAccountPublicAccessBlock'] },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    list: ['elasticloadbalancing:DescribeLoadBalancers'],
    tagged: true,
  },
  'AWS::ElasticLoadBalancingV2::Listener': {
    list: ['elasticloadbalancing:DescribeLoadBalancers', 'elasticloadbalancing:DescribeListeners'],
    tagged: true,
  },
  'AWS::CloudTrail::Trail': { list: ['cloudtrail:DescribeTrails'], tagged: true },
  'AWS::KMS::Key': {
    list: ['kms:ListKeys'],
    parts: {
      settings: ['kms:DescribeKey'],
      policy: ['kms:GetKeyPolicy'],
      rotation: ['kms:GetKeyRotationStatus'],
    },
    tagged: true,
  },
  'AWS::Lambda::Function': {
    list: ['lambda:ListFunctions'],
    parts: { policy: ['lambda:GetPolicy'], aliases: ['lambda:ListAliases', 'lambda:GetPolicy'] },
    tagged: true,
  },
  'AWS::SNS::Topic': {
    list: ['sns:ListTopics'],
    parts: { policy: ['sns:GetTopicAttributes'], settings: ['sns:GetTopicAttributes'] },
    tagged: true,
  },
  'AWS::SQS::Queue': {
    list: ['sqs:ListQueues'],
    parts: { policy: ['sqs:GetQueueAttributes'], settings: ['sqs:GetQueueAttributes'] },
    tagged: true,
  },
  'AWS::RDS::DBInstance': { list: ['rds:DescribeDBInstances'] },
  'AWS::RDS::DBCluster': { list: ['rds:DescribeDBClusters'] },
  'AWS::RDS::DBSnapshot': {
    list: ['rds:DescribeDBSnapshots'],
    parts: { sharedWith: ['rds:DescribeDBSnapshotAttributes'] },
  },
  'AWS::SecretsManager::Secret': { list: ['secretsmanager:ListSecrets'] },
  'AWS::DynamoDB::Table': {
    list: ['dynamodb:ListTables'],
    parts: { settings: ['dynamodb:DescribeTable'] },
    tagged: true,
  },
  'AWS::ECR::Repository': {
    list: ['ecr:DescribeRepositories'],
    parts: { policy: ['ecr:GetRepositoryPolicy'], settings: ['ecr:GetLifecyclePolicy'] },
    tagged: true,
  },
  'AWS::EKS::Cluster': {
    list: ['eks:ListClusters'],
    parts: {
      endpoint: ['eks:DescribeCluster'],
      logging: ['eks:DescribeCluster'],
      settings: ['eks:DescribeCluster'],
    },
    tagged: true,
  },
  'AWS::EFS::FileSystem': {
    list: ['elasticfilesystem:DescribeFileSystems'],
    parts: { policy: ['elasticfilesystem:DescribeFileSystemPolicy'] },
  },
  'AWS::CloudFront::Distribution': { list: ['cloudfront:ListDistributions'], tagged: true },
  // An item of AWS Config is as old as the last change of the certificate, which ends without one.
  'AWS::ACM::Certificate': {
    list: ['acm:ListCertificates'],
    tagged: true,
    unrecorded: true,
    counted: true,
  },
  'AWS::ApiGateway::RestApi': {
    list: ['apigateway:GET'],
    parts: { methods: ['apigateway:GET'], deployed: ['apigateway:GET'] },
    unrecorded: true,
    counted: true,
  },
  'AWS::ApiGateway::Stage': { list: ['apigateway:GET'] },
  'AWS::ApiGatewayV2::Api': {
    list: ['apigateway:GET'],
    parts: { routes: ['apigateway:GET'] },
    unrecorded: true,
    counted: true,
  },
  'AWS::ApiGatewayV2::Stage': { list: ['apigateway:GET'] },
  'AWS::Logs::LogGroup': { list: ['logs:DescribeLogGroups'], tagged: true, unrecorded: true },
  'AWS::WAFv2::WebACL': {
    list: ['wafv2:ListWebACLs'],
    parts: { settings: ['wafv2:GetWebACL'], logging: ['wafv2:GetLoggingConfiguration'] },
    tagged: true,
    unrecorded: true,
    counted: true,
  },
} as const satisfies { readonly [K in DirectKindName]?: DirectSource<K> };

/** Whether the service is asked whichever way the inventory comes. */
export const isUnrecorded = (kind: string): boolean => directSourceOf(kind)?.unrecorded === true;

export const directSourceOf = (kind: string): DirectSource | undefined =>
  Object.hasOwn(directSources, kind)
    ? (directSources[kind as keyof typeof directSources] as DirectSource)
    : undefined;
