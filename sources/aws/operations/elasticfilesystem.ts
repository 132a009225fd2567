import type { DescribeFileSystemPolicyCommand, DescribeFileSystemsCommand } from '@aws-sdk/client-efs';
import type { Io } from './io.ts';

export interface ElasticfilesystemOperations {
  'elasticfilesystem:DescribeFileSystemPolicy': Io<DescribeFileSystemPolicyCommand>;
  'elasticfilesystem:DescribeFileSystems': Io<DescribeFileSystemsCommand>;
}

export const elasticfilesystemActions = {
  'elasticfilesystem:DescribeFileSystemPolicy': true,
  'elasticfilesystem:DescribeFileSystems': true,
} satisfies Record<keyof ElasticfilesystemOperations, true>;
