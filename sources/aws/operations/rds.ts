import type {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeDBSnapshotAttributesCommand,
  DescribeDBSnapshotsCommand,
} from '@aws-sdk/client-rds';
import type { Io } from './io.ts';

export interface RdsOperations {
  'rds:DescribeDBClusters': Io<DescribeDBClustersCommand>;
  'rds:DescribeDBInstances': Io<DescribeDBInstancesCommand>;
  'rds:DescribeDBSnapshotAttributes': Io<DescribeDBSnapshotAttributesCommand>;
  'rds:DescribeDBSnapshots': Io<DescribeDBSnapshotsCommand>;
}

export const rdsActions = {
  'rds:DescribeDBClusters': true,
  'rds:DescribeDBInstances': true,
  'rds:DescribeDBSnapshotAttributes': true,
  'rds:DescribeDBSnapshots': true,
} satisfies Record<keyof RdsOperations, true>;
