import type { DescribeHubCommand } from '@aws-sdk/client-securityhub';
import type { Io } from './io.ts';

export interface SecurityhubOperations {
  'securityhub:DescribeHub': Io<DescribeHubCommand>;
}

export const securityhubActions = {
  'securityhub:DescribeHub': true,
} satisfies Record<keyof SecurityhubOperations, true>;
