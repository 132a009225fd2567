import { GetPublicAccessBlockCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service: ServiceModule = {
  open: (settings) => new S3ControlClient(settings) as unknown as SdkClient,
  commands: {
    GetPublicAccessBlock: GetPublicAccessBlockCommand,
  },
};
