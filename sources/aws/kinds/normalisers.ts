import type { Kind } from '#model/kinds.ts';
import { httpApi, httpStage, restApi, restStage } from './api.ts';
import { eksCluster, lambdaFunction, logGroup, registry, trail } from './applications.ts';
import { accountPublicAccessBlock, bucket } from './bucket.ts';
import { instance, listener, loadBalancer, networkInterface, volume } from './compute.ts';
import { certificate, distribution, webAcl } from './edge.ts';
import { iamGroup, iamPolicy, iamRole, iamUser } from './identity.ts';
import {
  elasticIp,
  flowLog,
  internetGateway,
  natGateway,
  networkAcl,
  routeTable,
  subnet,
  transitGateway,
  vpc,
  vpcEndpoint,
  vpcPeering,
} from './network.ts';
import type { Normaliser } from './normaliser.ts';
import { securityGroup } from './security-group.ts';
import {
  dbCluster,
  dbInstance,
  dbSnapshot,
  fileSystem,
  kmsKey,
  queue,
  secret,
  table,
  topic,
} from './storage.ts';

/** Kinds that do not come from an item of their own: they are made of calls. */
export type CalledKind = 'AWS::::Account' | 'AWS::::Region' | 'AWS::Config::ConfigurationRecorder';

/** A kind of AWS Config without a parser does not compile. */
export const normalisers: {
  readonly [K in Exclude<Extract<Kind, `AWS::${string}`>, CalledKind>]: Normaliser<K>;
} = {
  'AWS::IAM::User': iamUser,
  'AWS::IAM::Group': iamGroup,
  'AWS::IAM::Role': iamRole,
  'AWS::IAM::Policy': iamPolicy,
  'AWS::EC2::SecurityGroup': securityGroup,
  'AWS::EC2::NetworkAcl': networkAcl,
  'AWS::EC2::RouteTable': routeTable,
  'AWS::EC2::VPC': vpc,
  'AWS::EC2::FlowLog': flowLog,
  'AWS::EC2::Subnet': subnet,
  'AWS::EC2::NetworkInterface': networkInterface,
  'AWS::EC2::Instance': instance,
  'AWS::EC2::InternetGateway': internetGateway,
  'AWS::EC2::NatGateway': natGateway,
  'AWS::EC2::VPCPeeringConnection': vpcPeering,
  'AWS::EC2::VPCEndpoint': vpcEndpoint,
  'AWS::EC2::TransitGateway': transitGateway,
  'AWS::EC2::EIP': elasticIp,
  'AWS::EC2::Volume': volume,
  'AWS::ElasticLoadBalancingV2::LoadBalancer': loadBalancer,
  'AWS::ElasticLoadBalancingV2::Listener': listener,
  'AWS::S3::Bucket': bucket,
  'AWS::S3::AccountPublicAccessBlock': accountPublicAccessBlock,
  'AWS::KMS::Key': kmsKey,
  'AWS::RDS::DBInstance': dbInstance,
  'AWS::RDS::DBCluster': dbCluster,
  'AWS::RDS::DBSnapshot': dbSnapshot,
  'AWS::SNS::Topic': topic,
  'AWS::SQS::Queue': queue,
  'AWS::SecretsManager::Secret': secret,
  'AWS::DynamoDB::Table': table,
  'AWS::EFS::FileSystem': fileSystem,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::ECR::Repository': registry,
  'AWS::EKS::Cluster': eksCluster,
  'AWS::CloudTrail::Trail': trail,
  'AWS::CloudFront::Distribution': distribution,
  'AWS::ACM::Certificate': certificate,
  'AWS::Logs::LogGroup': logGroup,
  'AWS::WAFv2::WebACL': webAcl,
  'AWS::ApiGateway::RestApi': restApi,
  'AWS::ApiGateway::Stage': restStage,
  'AWS::ApiGatewayV2::Api': httpApi,
  'AWS::ApiGatewayV2::Stage': httpStage,
};

/** Undefined for a kind that is listed without parts. */
export const normaliserOf = (kind: string): Normaliser<Kind> | undefined =>
  Object.hasOwn(normalisers, kind)
    ? (normalisers[kind as keyof typeof normalisers] as unknown as Normaliser<Kind>)
    : undefined;
