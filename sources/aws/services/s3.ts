import {
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketLoggingCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service = {
  open: (settings) =>
    new S3Client({
      ...settings,
      ...(settings.endpoint === undefined ? {} : { forcePathStyle: true }),
    }) as unknown as SdkClient,
  commands: {
    GetBucketAcl: GetBucketAclCommand,
    GetBucketEncryption: GetBucketEncryptionCommand,
    GetBucketLogging: GetBucketLoggingCommand,
    GetBucketOwnershipControls: GetBucketOwnershipControlsCommand,
    GetBucketPolicy: GetBucketPolicyCommand,
    GetBucketVersioning: GetBucketVersioningCommand,
    GetPublicAccessBlock: GetPublicAccessBlockCommand,
    ListBuckets: ListBucketsCommand,
  },
} satisfies ServiceModule;
