import type { DescribeClusterCommand, ListClustersCommand } from '@aws-sdk/client-eks';
import type { Io } from './io.ts';

export interface EksOperations {
  'eks:DescribeCluster': Io<DescribeClusterCommand>;
  'eks:ListClusters': Io<ListClustersCommand>;
}

export const eksActions = {
  'eks:DescribeCluster': true,
  'eks:ListClusters': true,
} satisfies Record<keyof EksOperations, true>;
