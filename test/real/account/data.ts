/** What holds data: one of each that anybody may reach or that is not protected, and one that is. */
import { CreateRepositoryCommand, ECRClient, SetRepositoryPolicyCommand } from '@aws-sdk/client-ecr';
import { CreateKeyCommand, EnableKeyRotationCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  CreateDBClusterCommand,
  CreateDBInstanceCommand,
  CreateDBSnapshotCommand,
  ModifyDBSnapshotAttributeCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  PutBucketPolicyCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateSecretCommand,
  RotateSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { CreateTopicCommand, SetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Place } from './place.ts';
import { given, policyText, region } from './place.ts';

const anybody = { Effect: 'Allow', Principal: '*' };

export const buildData = async (place: Place): Promise<void> => {
  await buildBuckets(place);
  await buildKeys(place);
  await buildDatabases(place);
  await buildMessaging(place);
  await buildSecrets(place);
  await buildRepositories(place);
};

export const tlsOnly = (bucket: string): string =>
  policyText({
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  });

/** A bucket that refuses plain HTTP, under a policy that says no more. */
export const buildBucket = async ({ settings }: Place, bucket: string): Promise<void> => {
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  await s3.send(
    new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: region } }),
  );
  await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: tlsOnly(bucket) }));
};

const buildBuckets = async (place: Place): Promise<void> => {
  await buildBucket(place, 'bucket-private');
  await buildBucket(place, 'bucket-public');
  const s3 = new S3Client({ ...place.settings, forcePathStyle: true });
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket: 'bucket-public' }));
  await s3.send(
    new PutBucketPolicyCommand({
      Bucket: 'bucket-public',
      Policy: policyText({ ...anybody, Action: 's3:GetObject', Resource: 'arn:aws:s3:::bucket-public/*' }),
    }),
  );
};

const buildKeys = async ({ account, settings }: Place): Promise<void> => {
  const kms = new KMSClient(settings);
  const own = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` } };
  for (const [name, who, rotated] of [
    ['key-public', anybody, true],
    ['key-unrotated', own, false],
    ['key-rotated', own, true],
  ] as const) {
    const { KeyMetadata } = await kms.send(
      new CreateKeyCommand({
        // AWS's defaults; moto leaves out what it was not told.
        KeyUsage: 'ENCRYPT_DECRYPT',
        KeySpec: 'SYMMETRIC_DEFAULT',
        Policy: policyText({ ...who, Action: 'kms:*', Resource: '*' }),
        Tags: [{ TagKey: 'Name', TagValue: name }],
      }),
    );
    const KeyId = given(name, KeyMetadata?.KeyId);
    if (rotated) await kms.send(new EnableKeyRotationCommand({ KeyId }));
  }
};

const buildDatabases = async ({ settings }: Place): Promise<void> => {
  const rds = new RDSClient(settings);
  for (const [name, open] of [
    ['database-open', true],
    ['database-closed', false],
  ] as const) {
    await rds.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: name,
        DBInstanceClass: 'db.t3.micro',
        Engine: 'postgres',
        AllocatedStorage: 20,
        MasterUsername: 'owner',
        MasterUserPassword: 'not-a-secret',
        PubliclyAccessible: open,
        StorageEncrypted: !open,
      }),
    );
    await rds.send(
      new CreateDBClusterCommand({
        DBClusterIdentifier: name.replace('database', 'cluster'),
        Engine: 'aurora-postgresql',
        MasterUsername: 'owner',
        MasterUserPassword: 'not-a-secret',
        StorageEncrypted: !open,
      }),
    );
    await rds.send(
      new CreateDBSnapshotCommand({
        DBInstanceIdentifier: name,
        DBSnapshotIdentifier: name.replace('database', 'snapshot'),
      }),
    );
  }
};

/** With everybody. */
export const shareSnapshot = async ({ settings }: Place): Promise<void> => {
  await new RDSClient(settings).send(
    new ModifyDBSnapshotAttributeCommand({
      DBSnapshotIdentifier: 'snapshot-open',
      AttributeName: 'restore',
      ValuesToAdd: ['all'],
    }),
  );
};

const buildMessaging = async (place: Place): Promise<void> => {
  const sns = new SNSClient(place.settings);
  const sqs = new SQSClient(place.settings);
  for (const [way, who] of [
    ['public', anybody],
    ['private', { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${place.account}:root` } }],
  ] as const) {
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: `topic-${way}` }));
    await sns.send(
      new SetTopicAttributesCommand({
        TopicArn,
        AttributeName: 'Policy',
        AttributeValue: policyText({ ...who, Action: 'sns:Publish', Resource: TopicArn }),
      }),
    );
    const QueueName = `queue-${way}`;
    await sqs.send(
      new CreateQueueCommand({
        QueueName,
        Attributes: {
          Policy: policyText({
            ...who,
            Action: 'sqs:SendMessage',
            Resource: `arn:aws:sqs:${region}:${place.account}:${QueueName}`,
          }),
        },
      }),
    );
  }
};

const buildSecrets = async ({ account, settings }: Place): Promise<void> => {
  const secrets = new SecretsManagerClient(settings);
  await secrets.send(new CreateSecretCommand({ Name: 'secret-kept', SecretString: 'not-a-secret' }));
  await secrets.send(new CreateSecretCommand({ Name: 'secret-rotated', SecretString: 'not-a-secret' }));
  await secrets.send(
    new RotateSecretCommand({
      SecretId: 'secret-rotated',
      RotationLambdaARN: `arn:aws:lambda:${region}:${account}:function:function-private`,
      RotationRules: { AutomaticallyAfterDays: 30 },
      RotateImmediately: false,
    }),
  );
};

const buildRepositories = async ({ settings }: Place): Promise<void> => {
  const ecr = new ECRClient(settings);
  await ecr.send(new CreateRepositoryCommand({ repositoryName: 'repository-private' }));
  await ecr.send(new CreateRepositoryCommand({ repositoryName: 'repository-public' }));
  await ecr.send(
    new SetRepositoryPolicyCommand({
      repositoryName: 'repository-public',
      policyText: policyText({ ...anybody, Action: 'ecr:BatchGetImage' }),
    }),
  );
};
