/**
 * Every kind that has a parser, and the parts it is read in. A kind that is not here still lands in the
 * inventory, without parts; a check can't be written on it.
 */

import type * as data from './aws/data.ts';
import type * as edge from './aws/edge.ts';
import type { AwsAccount, IamGroup, IamPolicy, IamRole, IamUser } from './aws/identity.ts';
import type * as network from './aws/network.ts';
import type { AwsRegion } from './aws/region.ts';
import type { AzureResourceMap } from './azure/kinds.ts';
import type { GcpResourceMap } from './gcp/kinds.ts';

export interface ResourceMap extends AzureResourceMap, GcpResourceMap {
  'AWS::::Account': AwsAccount;
  'AWS::::Region': AwsRegion;
  'AWS::IAM::User': IamUser;
  'AWS::IAM::Group': IamGroup;
  'AWS::IAM::Role': IamRole;
  'AWS::IAM::Policy': IamPolicy;
  'AWS::EC2::SecurityGroup': network.SecurityGroup;
  'AWS::EC2::NetworkAcl': network.NetworkAcl;
  'AWS::EC2::RouteTable': network.RouteTable;
  'AWS::EC2::VPC': network.Vpc;
  'AWS::EC2::FlowLog': data.FlowLog;
  'AWS::EC2::Subnet': network.Subnet;
  'AWS::EC2::NetworkInterface': network.NetworkInterface;
  'AWS::EC2::Instance': network.Instance;
  'AWS::EC2::InternetGateway': network.InternetGateway;
  'AWS::EC2::NatGateway': network.NatGateway;
  'AWS::EC2::VPCPeeringConnection': network.VpcPeering;
  'AWS::EC2::VPCEndpoint': network.VpcEndpoint;
  'AWS::EC2::TransitGateway': network.TransitGateway;
  'AWS::EC2::EIP': network.ElasticIp;
  'AWS::EC2::Volume': data.Volume;
  'AWS::ElasticLoadBalancingV2::LoadBalancer': network.LoadBalancer;
  'AWS::ElasticLoadBalancingV2::Listener': network.Listener;
  'AWS::S3::Bucket': data.Bucket;
  'AWS::S3::AccountPublicAccessBlock': data.AccountPublicAccessBlock;
  'AWS::KMS::Key': data.KmsKey;
  'AWS::RDS::DBInstance': data.Database;
  'AWS::RDS::DBCluster': data.Database;
  'AWS::RDS::DBSnapshot': data.DatabaseSnapshot;
  'AWS::SNS::Topic': data.Topic;
  'AWS::SQS::Queue': data.Queue;
  'AWS::SecretsManager::Secret': data.Secret;
  'AWS::DynamoDB::Table': data.Table;
  'AWS::EFS::FileSystem': data.FileSystem;
  'AWS::Lambda::Function': data.LambdaFunction;
  'AWS::ECR::Repository': data.Registry;
  'AWS::EKS::Cluster': data.EksCluster;
  'AWS::CloudTrail::Trail': data.Trail;
  'AWS::CloudFront::Distribution': edge.Distribution;
  'AWS::Logs::LogGroup': data.LogGroup;
  'AWS::WAFv2::WebACL': edge.WebAcl;
  'AWS::ACM::Certificate': edge.Certificate;
  'AWS::ApiGateway::RestApi': edge.RestApi;
  'AWS::ApiGateway::Stage': edge.ApiStage;
  'AWS::ApiGatewayV2::Api': edge.HttpApi;
  'AWS::ApiGatewayV2::Stage': edge.ApiStage;
  'AWS::Config::ConfigurationRecorder': data.ConfigRecorder;
}

export type Kind = keyof ResourceMap;

/** The parts of a kind; of several kinds, the parts that all of them have. */
export type PartName<K extends Kind> = keyof ResourceMap[K] & string;
