import { DescribeFileSystemPolicyCommand, DescribeFileSystemsCommand, EFSClient } from '@aws-sdk/client-efs';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service = {
  open: (settings) => new EFSClient(settings) as unknown as SdkClient,
  commands: {
    DescribeFileSystemPolicy: DescribeFileSystemPolicyCommand,
    DescribeFileSystems: DescribeFileSystemsCommand,
  },
} satisfies ServiceModule;
