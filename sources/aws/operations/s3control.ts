import type { GetPublicAccessBlockCommand } from '@aws-sdk/client-s3-control';
import type { Io } from './io.ts';

export interface S3controlOperations {
  's3:GetAccountPublicAccessBlock': Io<GetPublicAccessBlockCommand>;
}

export const s3controlActions = {
  's3:GetAccountPublicAccessBlock': true,
} satisfies Record<keyof S3controlOperations, true>;
