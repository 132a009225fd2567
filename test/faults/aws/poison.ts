/** What AWS should not say of a resource and some day will. */
import type { Dice } from '../dice.ts';
import { hostileValues } from '../hostile-values.ts';

export interface Poison {
  readonly path: string;
  readonly value: unknown;
  readonly what: string;
}

/** A policy of about this many bytes, well-formed and useless. */
const hugePolicy = (bytes: number): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: Array.from({ length: Math.ceil(bytes / 40) }, (_, index) =>
          `arn:aws:s3:::bucket/${index}`.padEnd(37, 'x'),
        ),
      },
    ],
  });

/** Fields by kind, where the kind has one that is worth it; else the configuration as a whole. */
const fields: Readonly<Record<string, readonly string[]>> = {
  'AWS::EC2::SecurityGroup': [
    'configuration.ipPermissions',
    'configuration.ipPermissions.0.fromPort',
    'configuration.ipPermissions.0.toPort',
    'configuration.ipPermissions.0.ipRanges',
  ],
  'AWS::S3::Bucket': [
    'supplementaryConfiguration.BucketPolicy',
    'supplementaryConfiguration.PublicAccessBlockConfiguration',
    'supplementaryConfiguration.AccessControlList',
  ],
  'AWS::Lambda::Function': ['supplementaryConfiguration.Policy', 'configuration.vpcConfig'],
  'AWS::SQS::Queue': ['configuration.Policy'],
  'AWS::SNS::Topic': ['configuration.Policy'],
  'AWS::KMS::Key': ['supplementaryConfiguration.Policy', 'supplementaryConfiguration.KeyRotationStatus'],
};

export const drawPoison = (dice: Dice, kind: string): Poison => {
  // A field that nobody knows is no reason for anything; a whole configuration that is another object is another truth.
  const path = dice.pick(fields[kind] ?? ['configuration.unheardOf', 'supplementaryConfiguration.unheardOf']);
  if (dice.chance(0.08)) return { path, what: 'a policy of 10 MB', value: hugePolicy(10_000_000) };
  const [what, value] = dice.pick(hostileValues);
  return { path, what, value: value() };
};
