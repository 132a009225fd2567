/** Tables. Source: Amazon DynamoDB API Reference. */
import type { DirectKind } from './kind.ts';
import { configNames, detail, listedKind } from './kind.ts';

export const dynamodbKinds: readonly DirectKind[] = [
  listedKind({
    kind: 'AWS::DynamoDB::Table',
    action: 'dynamodb:ListTables',
    input: (token) => ({ Limit: 100, ...(token === undefined ? {} : { ExclusiveStartTableName: token }) }),
    rows: (output) => output.TableNames,
    next: (output) => output.LastEvaluatedTableName,
    found: (name, place) =>
      name === ''
        ? { problem: 'a row of dynamodb:ListTables has no name' }
        : {
            resourceId: name,
            resourceName: name,
            arn: `arn:${place.partition}:dynamodb:${place.region}:${place.account}:table/${name}`,
            configuration: {},
          },
    details: [
      detail({
        action: 'dynamodb:DescribeTable',
        parts: ['settings'],
        input: ({ resourceId }) => ({ TableName: resourceId }),
        trees: ({ Table }) =>
          Table?.TableName === undefined
            ? { problem: 'the answer describes no table' }
            : { configuration: configNames(Table) },
      }),
    ],
  }),
];
