import { DescribeHubCommand, SecurityHubClient } from '@aws-sdk/client-securityhub';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service = {
  open: (settings) => new SecurityHubClient(settings) as unknown as SdkClient,
  commands: {
    DescribeHub: DescribeHubCommand,
  },
} satisfies ServiceModule;
