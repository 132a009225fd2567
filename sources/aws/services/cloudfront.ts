import { CloudFrontClient, ListDistributionsCommand } from '@aws-sdk/client-cloudfront';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service = {
  open: (settings) => new CloudFrontClient(settings) as unknown as SdkClient,
  commands: {
    ListDistributions: ListDistributionsCommand,
  },
} satisfies ServiceModule;
