import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service = {
  open: (settings) => new CloudWatchLogsClient(settings) as unknown as SdkClient,
  commands: {
    DescribeLogGroups: DescribeLogGroupsCommand,
  },
} satisfies ServiceModule;
