/** The services that are asked themselves where AWS Config records nothing. */
import type { ModelledService } from '#sandbox/protocol/modelled.ts';
import type { Handler } from '../service.ts';
import { ec2Operations } from './ec2.ts';
import { taggingOperations } from './tagging.ts';

export const directOperations: Readonly<Record<ModelledService, Readonly<Record<string, Handler>>>> = {
  ec2: ec2Operations,
  elasticloadbalancing: {},
  s3: {},
  's3-control': {},
  rds: {},
  kms: {},
  lambda: {},
  ecr: {},
  eks: {},
  sns: {},
  sqs: {},
  secretsmanager: {},
  cloudtrail: {},
  dynamodb: {},
  elasticfilesystem: {},
  tagging: taggingOperations,
  cloudcontrolapi: {},
};
