import type { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Io } from './io.ts';

export interface LogsOperations {
  'logs:DescribeLogGroups': Io<DescribeLogGroupsCommand>;
}

export const logsActions = {
  'logs:DescribeLogGroups': true,
} satisfies Record<keyof LogsOperations, true>;
