import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeDBSnapshotAttributesCommand,
  DescribeDBSnapshotsCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service = {
  open: (settings) => new RDSClient(settings) as unknown as SdkClient,
  commands: {
    DescribeDBClusters: DescribeDBClustersCommand,
    DescribeDBInstances: DescribeDBInstancesCommand,
    DescribeDBSnapshotAttributes: DescribeDBSnapshotAttributesCommand,
    DescribeDBSnapshots: DescribeDBSnapshotsCommand,
  },
} satisfies ServiceModule;
