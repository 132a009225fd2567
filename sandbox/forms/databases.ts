/** RDS instances, clusters and snapshots, with the spellings that AWS Config gives their fields. */
import * as z from 'zod';
import type { JsonObject } from '#sandbox/estate/estate.ts';
import { defineForm, flag, keyReference, type Place, referAll, text, texts, whole } from './form.ts';
import { arnOf, hexOf, resourceToken } from './ids.ts';

const shape = {
  engine: text('postgres'),
  version: text('16.4'),
  public: flag(false),
  encrypted: flag(true),
  key: text('alias/aws/rds'),
  backups: whole(14),
  multiAz: flag(true),
  protected: flag(true),
  minorUpgrades: flag(true),
  iam: flag(true),
  logs: texts(['postgresql']),
  groups: texts(),
  subnets: texts(),
  port: whole(5432),
};

/** What instances and clusters have under the same names. */
const common = (short: z.output<z.ZodObject<typeof shape>>, place: Place): JsonObject => ({
  engine: short.engine,
  engineVersion: short.version,
  publiclyAccessible: short.public,
  storageEncrypted: short.encrypted,
  ...(short.encrypted ? { kmsKeyId: keyReference(short.key, place) } : {}),
  deletionProtection: short.protected,
  backupRetentionPeriod: short.backups,
  multiAZ: short.multiAz,
  autoMinorVersionUpgrade: short.minorUpgrades,
  copyTagsToSnapshot: true,
  enabledCloudwatchLogsExports: short.logs,
  vpcSecurityGroups: referAll('AWS::EC2::SecurityGroup', short.groups, place).map((vpcSecurityGroupId) => ({
    vpcSecurityGroupId,
    status: 'active',
  })),
});

const instance = defineForm('AWS::RDS::DBInstance', shape, (name, short, place) => {
  const arn = arnOf('rds', `db:${name}`, place);
  const id = `db-${resourceToken(arn)}`;
  return {
    id,
    name,
    arn,
    zone: 'Multiple Availability Zones',
    configuration: {
      dBInstanceIdentifier: name,
      dBInstanceArn: arn,
      dbiResourceId: id,
      dBInstanceClass: 'db.m7g.large',
      dBInstanceStatus: 'available',
      instanceCreateTime: place.createdAt,
      ...common(short, place),
      iAMDatabaseAuthenticationEnabled: short.iam,
      dBSubnetGroup: {
        dBSubnetGroupName: `${name}-subnets`,
        subnetGroupStatus: 'Complete',
        subnets: referAll('AWS::EC2::Subnet', short.subnets, place).map((subnetIdentifier) => ({
          subnetIdentifier,
          subnetStatus: 'Active',
        })),
      },
      endpoint: {
        address: `${name}.${hexOf(arn, 12)}.${place.region}.rds.amazonaws.com`,
        port: short.port,
      },
      dbInstancePort: 0,
      cACertificateIdentifier: 'rds-ca-rsa2048-g1',
    },
  };
});

const cluster = defineForm(
  'AWS::RDS::DBCluster',
  { ...shape, engine: text('aurora-postgresql') },
  (name, short, place) => {
    const arn = arnOf('rds', `cluster:${name}`, place);
    const id = `cluster-${resourceToken(arn)}`;
    return {
      id,
      name,
      arn,
      zone: 'Multiple Availability Zones',
      configuration: {
        dbclusterIdentifier: name,
        dbclusterArn: arn,
        dbClusterResourceId: id,
        status: 'available',
        clusterCreateTime: new Date(place.createdAt).getTime(),
        ...common(short, place),
        engineMode: 'provisioned',
        iamdatabaseAuthenticationEnabled: short.iam,
        dbsubnetGroup: `${name}-subnets`,
        dbclusterMembers: [],
        endpoint: { value: `${name}.cluster-${hexOf(arn, 12)}.${place.region}.rds.amazonaws.com` },
        port: short.port,
      },
    };
  },
);

const snapshot = defineForm(
  'AWS::RDS::DBSnapshot',
  {
    database: text('orders'),
    type: z.enum(['manual', 'automated']).default('manual'),
    encrypted: flag(true),
    key: text('alias/aws/rds'),
    sharedWith: texts(),
  },
  (name, short, place) => {
    const arn = arnOf('rds', `snapshot:${name}`, place);
    return {
      id: name,
      name,
      arn,
      zone: `${place.region}a`,
      configuration: {
        dBSnapshotIdentifier: name,
        dBSnapshotArn: arn,
        dBInstanceIdentifier: short.database,
        snapshotCreateTime: place.createdAt,
        snapshotType: short.type,
        engine: 'postgres',
        engineVersion: '16.4',
        status: 'available',
        port: 5432,
        percentProgress: 100,
        encrypted: short.encrypted,
        ...(short.encrypted ? { kmsKeyId: keyReference(short.key, place) } : {}),
      },
      supplementary: {
        DBSnapshotAttributes: [{ attributeName: 'restore', attributeValues: short.sharedWith }],
        Tags: [],
      },
    };
  },
);

export const databaseForms = [instance, cluster, snapshot];
