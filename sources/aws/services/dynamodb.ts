import { DescribeTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import type { SdkClient, ServiceModule } from './connection.ts';

export const service = {
  open: (settings) => new DynamoDBClient(settings) as unknown as SdkClient,
  commands: {
    DescribeTable: DescribeTableCommand,
    ListTables: ListTablesCommand,
  },
} satisfies ServiceModule;
