import type { DescribeTableCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import type { Io } from './io.ts';

export interface DynamodbOperations {
  'dynamodb:DescribeTable': Io<DescribeTableCommand>;
  'dynamodb:ListTables': Io<ListTablesCommand>;
}

export const dynamodbActions = {
  'dynamodb:DescribeTable': true,
  'dynamodb:ListTables': true,
} satisfies Record<keyof DynamodbOperations, true>;
