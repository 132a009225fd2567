import type {
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketLoggingCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
} from '@aws-sdk/client-s3';
import type { Io } from './io.ts';

export interface S3Operations {
  's3:GetBucketAcl': Io<GetBucketAclCommand>;
  's3:GetEncryptionConfiguration': Io<GetBucketEncryptionCommand>;
  's3:GetBucketLogging': Io<GetBucketLoggingCommand>;
  's3:GetBucketOwnershipControls': Io<GetBucketOwnershipControlsCommand>;
  's3:GetBucketPolicy': Io<GetBucketPolicyCommand>;
  's3:GetBucketVersioning': Io<GetBucketVersioningCommand>;
  's3:GetBucketPublicAccessBlock': Io<GetPublicAccessBlockCommand>;
  's3:ListAllMyBuckets': Io<ListBucketsCommand>;
}

export const s3Actions = {
  's3:GetBucketAcl': true,
  's3:GetEncryptionConfiguration': true,
  's3:GetBucketLogging': true,
  's3:GetBucketOwnershipControls': true,
  's3:GetBucketPolicy': true,
  's3:GetBucketVersioning': true,
  's3:GetBucketPublicAccessBlock': true,
  's3:ListAllMyBuckets': true,
} satisfies Record<keyof S3Operations, true>;
