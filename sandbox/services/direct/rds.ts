/** Databases and their snapshots. Source: Amazon RDS API Reference. */
import type { ConfigItem, JsonObject } from '#sandbox/estate/estate.ts';
import { refuse } from '#sandbox/protocol/call.ts';
import type { Handler } from '../service.ts';
import { listHandler, oneHandler, sdkNames, sdkTags } from './listing.ts';
import { fieldsOf, named } from './names.ts';

/** AWS Config spells some of a cluster's fields its own way. */
const clusterNames: Readonly<Record<string, string>> = {
  dbclusterIdentifier: 'DBClusterIdentifier',
  dbclusterArn: 'DBClusterArn',
  dbclusterMembers: 'DBClusterMembers',
  dbsubnetGroup: 'DBSubnetGroup',
  iamdatabaseAuthenticationEnabled: 'IAMDatabaseAuthenticationEnabled',
};

const paged = (kind: string, list: string, row: (item: ConfigItem) => unknown): Handler =>
  listHandler({
    kind,
    limit: { name: 'MaxRecords', least: 20, otherwise: 100 },
    most: 100,
    token: { asked: 'Marker', given: 'Marker' },
    badToken: refuse(400, 'InvalidParameterValue', 'Invalid marker'),
    row,
    wrap: (rows) => ({ [list]: rows }),
  });

const plainRow = (item: ConfigItem): JsonObject => ({
  ...(sdkNames(fieldsOf(item)) as JsonObject),
  TagList: sdkTags(item),
});

const clusterRow = (item: ConfigItem): JsonObject => {
  const { endpoint, ...fields } = fieldsOf(item);
  return {
    ...(sdkNames(named(fields, clusterNames)) as JsonObject),
    Endpoint: (endpoint as JsonObject | undefined)?.['value'],
    TagList: sdkTags(item),
  };
};

export const rdsOperations: Readonly<Record<string, Handler>> = {
  DescribeDBInstances: paged('AWS::RDS::DBInstance', 'DBInstances', plainRow),
  DescribeDBClusters: paged('AWS::RDS::DBCluster', 'DBClusters', clusterRow),
  DescribeDBSnapshots: paged('AWS::RDS::DBSnapshot', 'DBSnapshots', plainRow),
  DescribeDBSnapshotAttributes: oneHandler({
    kind: 'AWS::RDS::DBSnapshot',
    find: (item, { input }) => item.resourceId === input['DBSnapshotIdentifier'],
    absent: refuse(404, 'DBSnapshotNotFound', 'DBSnapshot not found'),
    value: (item) => ({
      DBSnapshotAttributesResult: {
        DBSnapshotIdentifier: item.resourceId,
        DBSnapshotAttributes: sdkNames(item.supplementaryConfiguration['DBSnapshotAttributes']),
      },
    }),
  }),
};
