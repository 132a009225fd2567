/** The services that are asked themselves where AWS Config records nothing. */
import type { Handler } from '../service.ts';
import { acmOperations } from './acm.ts';
import { apigatewayOperations, apigatewayV2Operations } from './apigateway.ts';
import { cloudControlOperations } from './cloud-control.ts';
import { cloudfrontOperations } from './cloudfront.ts';
import { cloudtrailOperations } from './cloudtrail.ts';
import { ecrOperations, eksOperations } from './containers.ts';
import { ec2Operations } from './ec2.ts';
import { loadBalancingOperations } from './elasticloadbalancing.ts';
import { accessAnalyzerOperations, guarddutyOperations, securityhubOperations } from './guards.ts';
import { kmsOperations } from './kms.ts';
import { lambdaOperations } from './lambda.ts';
import { logsOperations } from './logs.ts';
import { snsOperations, sqsOperations } from './messaging.ts';
import { rdsOperations } from './rds.ts';
import { s3ControlOperations, s3Operations } from './s3.ts';
import { dynamodbOperations, elasticfilesystemOperations, secretsmanagerOperations } from './stores.ts';
import { taggingOperations } from './tagging.ts';
import { wafv2Operations } from './wafv2.ts';

export const directOperations = {
  ec2: ec2Operations,
  elasticloadbalancing: loadBalancingOperations,
  s3: s3Operations,
  's3-control': s3ControlOperations,
  rds: rdsOperations,
  kms: kmsOperations,
  lambda: lambdaOperations,
  ecr: ecrOperations,
  eks: eksOperations,
  sns: snsOperations,
  sqs: sqsOperations,
  secretsmanager: secretsmanagerOperations,
  cloudtrail: cloudtrailOperations,
  dynamodb: dynamodbOperations,
  elasticfilesystem: elasticfilesystemOperations,
  guardduty: guarddutyOperations,
  securityhub: securityhubOperations,
  'access-analyzer': accessAnalyzerOperations,
  cloudfront: cloudfrontOperations,
  acm: acmOperations,
  logs: logsOperations,
  wafv2: wafv2Operations,
  apigateway: apigatewayOperations,
  apigatewayv2: apigatewayV2Operations,
  tagging: taggingOperations,
  cloudcontrolapi: cloudControlOperations,
} as const satisfies Readonly<Record<string, Readonly<Record<string, Handler>>>>;
