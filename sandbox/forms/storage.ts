/** Buckets, the account's access block, keys, secrets, file systems, tables. */
import * as z from 'zod';
import type { JsonObject } from '#sandbox/estate/estate.ts';
import { defineForm, flag, keyReference, text, whole } from './form.ts';
import { arnOf, hexOf, idOf, keyArn, keyId } from './ids.ts';
import { policyDocument, policyShape, policyText } from './policies.ts';

const blockShape = z.union([
  z.enum(['on', 'off', 'none']),
  z.strictObject({
    blockPublicAcls: z.boolean(),
    ignorePublicAcls: z.boolean(),
    blockPublicPolicy: z.boolean(),
    restrictPublicBuckets: z.boolean(),
  }),
]);

const block = (short: z.output<typeof blockShape>): JsonObject => {
  if (typeof short === 'object') return short;
  const on = short === 'on';
  return { blockPublicAcls: on, ignorePublicAcls: on, blockPublicPolicy: on, restrictPublicBuckets: on };
};

const everyone = 'AllUsers';
const signedIn = 'AuthenticatedUsers';

const bucket = defineForm(
  'AWS::S3::Bucket',
  {
    policy: policyShape.default('tls'),
    acl: z.enum(['private', 'public-read', 'public-read-write', 'authenticated-read']).default('private'),
    block: blockShape.default('on'),
    ownership: z
      .enum(['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter', 'none'])
      .default('BucketOwnerEnforced'),
    encryption: z.enum(['AES256', 'aws:kms', 'none']).default('AES256'),
    key: text('none'),
    versioning: z.enum(['Enabled', 'Suspended', 'Off']).default('Enabled'),
    mfaDelete: flag(false),
    logsTo: text('central-access-logs'),
  },
  (name, short, place) => {
    const arn = `arn:${place.partition}:s3:::${name}`;
    const owner = hexOf(`${place.account}/canonical`, 64);
    const grant = (grantee: unknown, permission: string) => ({ grantee, permission });
    const publicGrants = {
      private: [],
      'public-read': [grant(everyone, 'Read')],
      'public-read-write': [grant(everyone, 'Read'), grant(everyone, 'Write')],
      'authenticated-read': [grant(signedIn, 'Read')],
    }[short.acl];
    const target = { service: 's3', actions: ['s3:GetObject'], resource: `${arn}/*`, all: [arn, `${arn}/*`] };
    return {
      id: name,
      name,
      arn,
      zone: 'Regional',
      configuration: { name, owner: { displayName: null, id: owner }, creationDate: place.createdAt },
      supplementary: {
        AccessControlList: JSON.stringify({
          grantSet: null,
          grantList: [grant({ id: owner, displayName: null }, 'FullControl'), ...publicGrants],
          owner: { displayName: null, id: owner },
          isRequesterCharged: false,
        }),
        BucketAccelerateConfiguration: { status: null },
        BucketLoggingConfiguration:
          short.logsTo === 'none'
            ? { destinationBucketName: null, logFilePrefix: null }
            : { destinationBucketName: short.logsTo, logFilePrefix: `${name}/` },
        BucketNotificationConfiguration: { configurations: {} },
        BucketPolicy: { policyText: policyText(policyDocument(short.policy, target, place)) },
        BucketVersioningConfiguration: {
          status: short.versioning,
          isMfaDeleteEnabled: short.mfaDelete || null,
        },
        IsRequesterPaysEnabled: false,
        ...(short.block === 'none' ? {} : { PublicAccessBlockConfiguration: block(short.block) }),
        ...(short.ownership === 'none'
          ? {}
          : { OwnershipControls: { rules: [{ objectOwnership: short.ownership }] } }),
        ...(short.encryption === 'none'
          ? {}
          : {
              ServerSideEncryptionConfiguration: {
                rules: [
                  {
                    applyServerSideEncryptionByDefault: {
                      sseAlgorithm: short.encryption,
                      kmsMasterKeyID: short.key === 'none' ? null : keyReference(short.key, place),
                    },
                    bucketKeyEnabled: short.encryption === 'aws:kms',
                  },
                ],
              },
            }),
      },
    };
  },
);

const accountBlock = defineForm(
  'AWS::S3::AccountPublicAccessBlock',
  { block: blockShape.default('on') },
  (_name, short, place) => ({ id: place.account, configuration: block(short.block) }),
);

const key = defineForm(
  'AWS::KMS::Key',
  {
    rotation: flag(true),
    manager: z.enum(['CUSTOMER', 'AWS']).default('CUSTOMER'),
    state: z.enum(['Enabled', 'Disabled', 'PendingDeletion']).default('Enabled'),
    spec: text('SYMMETRIC_DEFAULT'),
    usage: text('ENCRYPT_DECRYPT'),
    origin: text('AWS_KMS'),
    multiRegion: flag(false),
    policy: policyShape.default('own'),
  },
  (name, short, place) => {
    const id = keyId(name, place);
    const arn = keyArn(name, place);
    const target = { service: 'kms', actions: ['kms:*'], resource: '*' };
    return {
      id,
      arn,
      configuration: {
        keyId: id,
        arn,
        awsaccountId: place.account,
        creationDate: new Date(place.createdAt).getTime(),
        description: name,
        enabled: short.state === 'Enabled',
        keyState: short.state,
        keyManager: short.manager,
        keySpec: short.spec,
        customerMasterKeySpec: short.spec,
        keyUsage: short.usage,
        origin: short.origin,
        multiRegion: short.multiRegion,
      },
      supplementary: {
        // AWS Config has none of a key that can't be rotated, or that AWS rotates.
        ...(short.manager === 'CUSTOMER' && short.spec === 'SYMMETRIC_DEFAULT' && short.origin === 'AWS_KMS'
          ? { KeyRotationStatus: short.rotation }
          : {}),
        Policy: policyText(policyDocument(short.policy, target, place)),
      },
    };
  },
);

const secret = defineForm(
  'AWS::SecretsManager::Secret',
  { key: text('none'), rotation: flag(true), days: whole(30) },
  (name, short, place) => {
    const arn = arnOf('secretsmanager', `secret:${name}-${hexOf(`${place.account}/${name}`, 6)}`, place);
    return {
      id: arn,
      name,
      arn,
      configuration: {
        ARN: arn,
        Name: name,
        Deleted: false,
        RotationEnabled: short.rotation,
        ...(short.rotation ? { RotationRules: { AutomaticallyAfterDays: short.days } } : {}),
        ...(short.key === 'none' ? {} : { KMSKeyId: keyReference(short.key, place) }),
      },
    };
  },
);

const fileSystem = defineForm(
  'AWS::EFS::FileSystem',
  { encrypted: flag(true), key: text('alias/aws/elasticfilesystem'), policy: policyShape.default('own') },
  (name, short, place) => {
    const id = idOf('AWS::EFS::FileSystem', name, place);
    const arn = arnOf('elasticfilesystem', `file-system/${id}`, place);
    const target = {
      service: 'elasticfilesystem',
      actions: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
      resource: arn,
    };
    const document = policyDocument(short.policy, target, place);
    return {
      id,
      name,
      arn,
      zone: 'Regional',
      configuration: {
        FileSystemId: id,
        Arn: arn,
        Encrypted: short.encrypted,
        ...(short.encrypted ? { KmsKeyId: keyReference(short.key, place) } : {}),
        PerformanceMode: 'generalPurpose',
        BackupPolicy: { Status: 'ENABLED' },
        ...(document === 'none' ? {} : { FileSystemPolicy: document }),
      },
    };
  },
);

const table = defineForm(
  'AWS::DynamoDB::Table',
  { key: text('none'), protected: flag(true) },
  (name, short, place) => {
    const arn = arnOf('dynamodb', `table/${name}`, place);
    return {
      id: name,
      name,
      arn,
      configuration: {
        tableName: name,
        tableArn: arn,
        tableId: hexOf(arn, 32),
        tableStatus: 'ACTIVE',
        creationDateTime: new Date(place.createdAt).getTime(),
        keySchema: [{ attributeName: 'id', keyType: 'HASH' }],
        attributeDefinitions: [{ attributeName: 'id', attributeType: 'S' }],
        billingModeSummary: { billingMode: 'PAY_PER_REQUEST' },
        deletionProtectionEnabled: short.protected,
        ...(short.key === 'none'
          ? {}
          : {
              ssedescription: {
                status: 'ENABLED',
                ssetype: 'KMS',
                kmsmasterKeyArn: keyReference(short.key, place),
              },
            }),
      },
      supplementary: {
        ContinuousBackupsDescription: {
          continuousBackupsStatus: 'ENABLED',
          pointInTimeRecoveryDescription: { pointInTimeRecoveryStatus: 'ENABLED' },
        },
      },
    };
  },
);

export const storageForms = [bucket, accountBlock, key, secret, fileSystem, table];
