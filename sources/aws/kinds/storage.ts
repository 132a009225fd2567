/** Keys, databases, secrets, tables, file systems, topics, queues. */
import type { PolicyDocument } from '#model/policy/document.ts';
import { unread } from '#model/reading.ts';
import { isFields } from '#sources/decoding.ts';
import type { Node } from '#sources/fields.ts';
import { notRead, part, policyOf, problem } from '#sources/fields.ts';
import type { Normaliser } from './normaliser.ts';

export const kmsKey: Normaliser<'AWS::KMS::Key'> = ({ configuration, supplementary }) => ({
  policy: part(() => {
    // Every key has a policy.
    const policy = supplementary.raw('Policy');
    if (policy === undefined) {
      return notRead(unread('not-recorded', 'kms:GetKeyPolicy', 'the item carries no Policy'));
    }
    return policyOf(policy, 'supplementaryConfiguration.Policy');
  }),
  rotation: part(() => {
    // Left out for keys that can't be rotated, and where the recorder may not ask: not for us to guess.
    if (supplementary.raw('KeyRotationStatus') === undefined) {
      return notRead(
        unread('not-recorded', 'kms:GetKeyRotationStatus', 'the item carries no KeyRotationStatus'),
      );
    }
    return supplementary.flag('KeyRotationStatus');
  }),
  settings: part(() => ({
    manager: configuration.text('keyManager'),
    state: configuration.text('keyState'),
    // The older name stands beside the newer, or alone.
    spec: configuration.text('keySpec', 'customerMasterKeySpec'),
    usage: configuration.text('keyUsage'),
    origin: configuration.textOr('none', 'origin'),
    // Items from before June 2021 lack it, when no key had several regions.
    multiRegion: configuration.flagOr(false, 'multiRegion'),
  })),
});

export const dbInstance: Normaliser<'AWS::RDS::DBInstance'> = ({ configuration }) => ({
  settings: part(() => ({
    ...database(configuration),
    publiclyAccessible: configuration.flag('publiclyAccessible'),
    deletionProtection: configuration.flagOr(false, 'deletionProtection'),
    multiAz: configuration.flag('multiAZ'),
    autoMinorUpgrade: configuration.flag('autoMinorVersionUpgrade'),
    subnets: configuration.nodeOr('dBSubnetGroup', 'dbSubnetGroup')?.nodes('subnets').map(subnetId) ?? [],
    // While it is being created it has no endpoint yet.
    port: configuration.nodeOr('endpoint')?.int('port') ?? configuration.intOr(0, 'dbInstancePort'),
  })),
});

export const dbCluster: Normaliser<'AWS::RDS::DBCluster'> = ({ configuration }) => ({
  settings: part(() => ({
    ...database(configuration),
    // Of a cluster itself only where it is of the Multi-AZ kind; Aurora leaves it to the instances.
    publiclyAccessible: configuration.flagOr(false, 'publiclyAccessible'),
    deletionProtection: configuration.flag('deletionProtection'),
    multiAz: configuration.flag('multiAZ'),
    autoMinorUpgrade: configuration.flagOr(false, 'autoMinorVersionUpgrade'),
    // The item names a subnet group, not its subnets.
    subnets: [],
    port: configuration.int('port'),
  })),
});

const database = (configuration: Node) => ({
  engine: configuration.text('engine'),
  engineVersion: configuration.text('engineVersion'),
  encrypted: configuration.flag('storageEncrypted'),
  kmsKey: configuration.textOr('none', 'kmsKeyId'),
  backupRetention: configuration.int('backupRetentionPeriod'),
  iamAuthentication: configuration.flagOr(
    false,
    'iAMDatabaseAuthenticationEnabled',
    'iamdatabaseAuthenticationEnabled',
    'iamDatabaseAuthenticationEnabled',
  ),
  logExports: configuration.textsOr('enabledCloudwatchLogsExports'),
  groups: configuration.nodes('vpcSecurityGroups').map((group) => group.text('vpcSecurityGroupId')),
});

const subnetId = (subnet: Node): string => subnet.text('subnetIdentifier');

export const dbSnapshot: Normaliser<'AWS::RDS::DBSnapshot'> = ({ configuration, supplementary }) => ({
  settings: part(() => ({
    encrypted: configuration.flag('encrypted'),
    type: configuration.text('snapshotType'),
  })),
  sharedWith: part(() => {
    const attributes = supplementary.listOr('DBSnapshotAttributes');
    if (attributes === undefined) {
      return notRead(
        unread(
          'not-recorded',
          'rds:DescribeDBSnapshotAttributes',
          'the item carries no DBSnapshotAttributes',
        ),
      );
    }
    const restore = supplementary
      .nodes('DBSnapshotAttributes')
      .find((attribute) => attribute.text('attributeName') === 'restore');
    // The service gives the attribute of every snapshot that can be shared, empty where it is not.
    return restore === undefined
      ? problem('supplementaryConfiguration.DBSnapshotAttributes has no restore attribute')
      : restore.texts('attributeValues');
  }),
});

export const secret: Normaliser<'AWS::SecretsManager::Secret'> = ({ configuration }) => ({
  settings: part(() => {
    const rules = configuration.nodeOr('RotationRules');
    return {
      kmsKey: configuration.textOr('none', 'KMSKeyId', 'KmsKeyId'),
      // Left out until rotation was set up once.
      rotationEnabled: configuration.flagOr(false, 'RotationEnabled'),
      // 0 where the schedule is an expression, or there is none.
      rotationDays: rules?.intOr(0, 'AutomaticallyAfterDays') ?? 0,
    };
  }),
});

export const table: Normaliser<'AWS::DynamoDB::Table'> = ({ configuration }) => ({
  settings: part(() => {
    // No description means the key that DynamoDB owns: encrypted, but with no key of the customer's account.
    const encryption = configuration.nodeOr(
      'ssedescription',
      'sSEDescription',
      'sseDescription',
      'SSEDescription',
    );
    return {
      encryption:
        encryption === undefined
          ? 'owned'
          : encryption.textOr('KMS', 'ssetype', 'sSEType', 'sseType', 'SSEType'),
      kmsKey:
        encryption?.textOr(
          'none',
          'kMSMasterKeyArn',
          'kmsMasterKeyArn',
          'kmsmasterKeyArn',
          'KMSMasterKeyArn',
        ) ?? 'none',
      // Items from before March 2023 lack it.
      deletionProtection: configuration.flagOr(false, 'deletionProtectionEnabled'),
    };
  }),
});

export const fileSystem: Normaliser<'AWS::EFS::FileSystem'> = ({ configuration }) => ({
  policy: part(() =>
    optionalPolicy(configuration, 'FileSystemPolicy', 'elasticfilesystem:DescribeFileSystemPolicy'),
  ),
  settings: part(() => ({
    encrypted: configuration.flag('Encrypted'),
    kmsKey: configuration.textOr('none', 'KmsKeyId'),
  })),
});

export const topic: Normaliser<'AWS::SNS::Topic'> = ({ configuration }) => ({
  policy: part(() => optionalPolicy(configuration, 'Policy', 'sns:GetTopicAttributes')),
  settings: part(() => ({ kmsKey: configuration.textOr('none', 'KmsMasterKeyId') })),
});

export const queue: Normaliser<'AWS::SQS::Queue'> = ({ configuration }) => ({
  policy: part(() => optionalPolicy(configuration, 'Policy', 'sqs:GetQueueAttributes')),
  settings: part(() => ({
    kmsKey: configuration.textOr('none', 'KmsMasterKeyId'),
    // Text in this kind. Queues from before 2022 may lack it.
    managedEncryption: configuration.flagOr(false, 'SqsManagedSseEnabled'),
  })),
});

/**
 * A policy that a resource may do without. Null, empty text and an empty object say that there is none; where the
 * key is not there at all, nobody has told us that the recorder looked, and "no policy" would be the passing value.
 */
export const optionalPolicy = (node: Node, name: string, call: string): PolicyDocument | 'none' => {
  if (!node.has(name)) return notRead(unread('not-recorded', call, `the item carries no ${name}`));
  const value = node.raw(name);
  if (value === undefined || value === '') return 'none';
  if (isFields(value) && Object.keys(value).length === 0) return 'none';
  return policyOf(value, node.at(name));
};
