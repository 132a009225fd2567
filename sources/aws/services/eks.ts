import { DescribeClusterCommand, EKSClient, ListClustersCommand } from '@aws-sdk/client-eks';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service = {
  open: (settings) => new EKSClient(settings) as unknown as SdkClient,
  commands: {
    DescribeCluster: DescribeClusterCommand,
    ListClusters: ListClustersCommand,
  },
} satisfies ServiceModule;
