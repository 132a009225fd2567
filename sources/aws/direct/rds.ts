/**
 * Databases and their snapshots. RDS lists those of Neptune and DocumentDB too, which AWS Config records as the same
 * kinds. Source: Amazon RDS API Reference.
 */
import type { OutputOf } from '../operations.ts';
import type { Detail, DirectKind, FoundRow, Trees } from './kind.ts';
import { configNames, detail, listedKind, rowOf, tagMap } from './kind.ts';

const input = (token: string | undefined) => ({
  MaxRecords: 100,
  ...(token === undefined ? {} : { Marker: token }),
});

const next = (output: { readonly Marker?: string | undefined }): string | undefined => output.Marker;

type SnapshotRow = NonNullable<OutputOf<'rds:DescribeDBSnapshots'>['DBSnapshots']>[number];

const snapshotRow = (row: SnapshotRow, place: Parameters<typeof rowOf>[2]): FoundRow => {
  const { TagList, DBSnapshotIdentifier: id, ...fields } = row;
  return rowOf('rds:DescribeDBSnapshots', row.DBSnapshotArn, place, {
    resourceId: id,
    ...(id === undefined ? {} : { resourceName: id }),
    tags: tagMap(TagList),
    configuration: configNames(fields),
  });
};

const sharing = detail({
  action: 'rds:DescribeDBSnapshotAttributes',
  parts: ['sharedWith'],
  input: ({ resourceId }) => ({ DBSnapshotIdentifier: resourceId }),
  trees: ({ DBSnapshotAttributesResult: result }): Trees | { readonly problem: string } =>
    result?.DBSnapshotAttributes === undefined
      ? { problem: 'the answer holds no attributes' }
      : {
          supplementary: {
            DBSnapshotAttributes: result.DBSnapshotAttributes.map(({ AttributeName, AttributeValues }) => ({
              attributeName: AttributeName,
              attributeValues: AttributeValues ?? [],
            })),
          },
        },
});

const unshared: Trees = {
  supplementary: { DBSnapshotAttributes: [{ attributeName: 'restore', attributeValues: [] }] },
};

/**
 * Automated snapshots can't be shared (RDS User Guide, "Sharing a DB snapshot"), and most snapshots are automated: what
 * the service would say of them is known without a call.
 */
const sharedWith: Detail = {
  ...sharing,
  read: async (place, found) =>
    found.configuration['snapshotType'] === 'automated'
      ? { ok: true, value: unshared }
      : sharing.read(place, found),
};

export const rdsKinds: readonly DirectKind[] = [
  listedKind({
    kind: 'AWS::RDS::DBInstance',
    action: 'rds:DescribeDBInstances',
    input,
    rows: (output) => output.DBInstances,
    next,
    found: ({ TagList, ...row }, place) =>
      rowOf('rds:DescribeDBInstances', row.DBInstanceArn, place, {
        resourceId: row.DbiResourceId,
        ...(row.DBInstanceIdentifier === undefined ? {} : { resourceName: row.DBInstanceIdentifier }),
        tags: tagMap(TagList),
        configuration: configNames(row),
      }),
  }),
  listedKind({
    kind: 'AWS::RDS::DBCluster',
    action: 'rds:DescribeDBClusters',
    input,
    rows: (output) => output.DBClusters,
    next,
    found: ({ TagList, ...row }, place) =>
      rowOf('rds:DescribeDBClusters', row.DBClusterArn, place, {
        resourceId: row.DbClusterResourceId,
        ...(row.DBClusterIdentifier === undefined ? {} : { resourceName: row.DBClusterIdentifier }),
        tags: tagMap(TagList),
        configuration: configNames(row),
      }),
  }),
  listedKind({
    kind: 'AWS::RDS::DBSnapshot',
    action: 'rds:DescribeDBSnapshots',
    // Manual and automated ones; those that others share with the account are not among them.
    input,
    rows: (output) => output.DBSnapshots,
    next,
    found: snapshotRow,
    details: [sharedWith],
  }),
];
