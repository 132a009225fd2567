/** Secrets, tables and file systems. Sources: Secrets Manager, DynamoDB and EFS API References. */
import { refuse } from '#sandbox/protocol/call.ts';
import type { Handler } from '../service.ts';
import { listHandler, oneHandler, sdkNames, sdkTags } from './listing.ts';
import { fieldsOf, named, policyTextOf } from './names.ts';

export const secretsmanagerOperations: Readonly<Record<string, Handler>> = {
  ListSecrets: listHandler({
    kind: 'AWS::SecretsManager::Secret',
    limit: { name: 'MaxResults', otherwise: 100 },
    most: 100,
    token: { asked: 'NextToken', given: 'NextToken' },
    badToken: refuse(400, 'InvalidNextTokenException', 'The token is not valid'),
    row: (item) => {
      const { KMSKeyId, ...fields } = fieldsOf(item);
      return { ...fields, KmsKeyId: KMSKeyId, Tags: sdkTags(item) };
    },
    wrap: (SecretList) => ({ SecretList }),
  }),
};

/** AWS Config spells these its own way. */
const tableNames: Readonly<Record<string, string>> = {
  ssedescription: 'SSEDescription',
  ssetype: 'SSEType',
  kmsmasterKeyArn: 'KMSMasterKeyArn',
};

export const dynamodbOperations: Readonly<Record<string, Handler>> = {
  ListTables: listHandler({
    kind: 'AWS::DynamoDB::Table',
    limit: { name: 'Limit', otherwise: 100 },
    most: 100,
    token: { asked: 'ExclusiveStartTableName', given: 'LastEvaluatedTableName' },
    badToken: refuse(400, 'ValidationException', 'ExclusiveStartTableName is not valid'),
    row: (item) => item.resourceId,
    wrap: (TableNames) => ({ TableNames }),
  }),
  DescribeTable: oneHandler({
    kind: 'AWS::DynamoDB::Table',
    find: (item, { input }) => [item.resourceId, item.arn].includes(String(input['TableName'])),
    absent: ({ input }) =>
      refuse(
        400,
        'ResourceNotFoundException',
        `Requested resource not found: Table: ${String(input['TableName'])} not found`,
      ),
    value: (item) => ({ Table: sdkNames(named(fieldsOf(item), tableNames)) }),
  }),
};

export const elasticfilesystemOperations: Readonly<Record<string, Handler>> = {
  DescribeFileSystems: listHandler({
    kind: 'AWS::EFS::FileSystem',
    limit: { name: 'MaxItems', otherwise: 100 },
    most: 100,
    token: { asked: 'Marker', given: 'NextMarker' },
    badToken: refuse(400, 'BadRequest', 'The marker is not valid'),
    row: (item) => ({
      ...fieldsOf(item),
      OwnerId: item.accountId,
      FileSystemArn: item.arn,
      LifeCycleState: 'available',
      Name: item.resourceName,
      Tags: sdkTags(item),
    }),
    wrap: (FileSystems) => ({ FileSystems }),
  }),
  DescribeFileSystemPolicy: oneHandler({
    kind: 'AWS::EFS::FileSystem',
    find: (item, { input }) => item.resourceId === input['FileSystemId'],
    absent: ({ input }) =>
      refuse(404, 'FileSystemNotFound', `File system '${String(input['FileSystemId'])}' does not exist.`),
    value: (item) => {
      const Policy = policyTextOf(fieldsOf(item)['FileSystemPolicy']);
      return Policy === undefined
        ? refuse(404, 'PolicyNotFound', 'The file system has no policy.')
        : { FileSystemId: item.resourceId, Policy };
    },
  }),
};
