/** What an account has one of: as AWS gives it, with trails that record too little, and as it should be. */
import {
  CloudTrailClient,
  CreateTrailCommand,
  StartLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  ConfigServiceClient,
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
  StartConfigurationRecorderCommand,
} from '@aws-sdk/client-config-service';
import { CreateDetectorCommand, GuardDutyClient } from '@aws-sdk/client-guardduty';
import { IAMClient, UpdateAccountPasswordPolicyCommand } from '@aws-sdk/client-iam';
import { PutPublicAccessBlockCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import { EnableSecurityHubCommand, SecurityHubClient } from '@aws-sdk/client-securityhub';
import { buildBucket } from './data.ts';
import { buildClusterLogs, buildLogGroup, writesInto } from './log-groups.ts';
import type { Place } from './place.ts';
import { region } from './place.ts';

export const recordTooLittle = async (place: Place): Promise<void> => {
  await buildBucket(place, 'faulty-records');
  await buildLogGroup(place, 'events-for-weeks', 30);
  await buildLogGroup(place, 'events-for-ever', undefined);
  await buildClusterLogs(place);
  const trails = new CloudTrailClient(place.settings);
  await trails.send(new CreateTrailCommand({ Name: 'trail-one-region', S3BucketName: 'faulty-records' }));
  await trails.send(new StartLoggingCommand({ Name: 'trail-one-region' }));
  // A new trail does not log before it is told to.
  await trails.send(
    new CreateTrailCommand({
      Name: 'trail-stopped',
      S3BucketName: 'faulty-records',
      IsMultiRegionTrail: true,
      IncludeGlobalServiceEvents: true,
    }),
  );
  // Afterwards: MiniStack forgets the group that a trail is made with.
  for (const [Name, group] of [
    ['trail-one-region', 'events-for-weeks'],
    ['trail-stopped', 'events-for-ever'],
  ] as const)
    await trails.send(new UpdateTrailCommand({ Name, ...writesInto(place, group) }));
};

export const keepInOrder = async (place: Place): Promise<void> => {
  const { account, settings } = place;
  await buildBucket(place, 'healthy-records');
  await buildLogGroup(place, 'events-for-a-year', 365);
  const trails = new CloudTrailClient(settings);
  await trails.send(
    new CreateTrailCommand({
      Name: 'trail-all-regions',
      S3BucketName: 'healthy-records',
      IsMultiRegionTrail: true,
      IncludeGlobalServiceEvents: true,
      EnableLogFileValidation: true,
      KmsKeyId: `arn:aws:kms:${region}:${account}:key/11111111-2222-3333-4444-555555555555`,
      ...writesInto(place, 'events-for-a-year'),
    }),
  );
  await trails.send(new StartLoggingCommand({ Name: 'trail-all-regions' }));
  const iam = new IAMClient(settings);
  await iam.send(
    new UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 16, PasswordReusePrevention: 24 }),
  );
  // The SDK puts the account's number before the name of the host, which a number can't have.
  const url = new URL(settings.endpoint);
  const control = new S3ControlClient({ ...settings, endpointProvider: () => ({ url }) });
  await control.send(
    new PutPublicAccessBlockCommand({
      AccountId: account,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
    }),
  );
  await new GuardDutyClient(settings).send(new CreateDetectorCommand({ Enable: true }));
  await new SecurityHubClient(settings).send(new EnableSecurityHubCommand({}));
  await recordOneKind(place);
};

/** A recorder that is on and records what no check reads: the kinds that are read have to come from their services. */
const recordOneKind = async ({ account, settings }: Place): Promise<void> => {
  const config = new ConfigServiceClient(settings);
  await config.send(
    new PutConfigurationRecorderCommand({
      ConfigurationRecorder: {
        name: 'default',
        roleARN: `arn:aws:iam::${account}:role/recorder`,
        recordingGroup: {
          allSupported: false,
          includeGlobalResourceTypes: false,
          resourceTypes: ['AWS::EC2::CustomerGateway'],
        },
      },
    }),
  );
  await config.send(
    new PutDeliveryChannelCommand({ DeliveryChannel: { name: 'default', s3BucketName: 'healthy-records' } }),
  );
  await config.send(new StartConfigurationRecorderCommand({ ConfigurationRecorderName: 'default' }));
};
