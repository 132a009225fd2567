/** What no cloud should say and some day will. */
import type { Dice } from './dice.ts';

export interface Poison {
  readonly path: string;
  readonly value: unknown;
  readonly what: string;
}

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

const nestedObject = (depth: number): unknown => {
  let value: unknown = {};
  for (let level = 0; level < depth; level += 1) value = { a: value };
  return value;
};

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

const values: readonly (readonly [what: string, value: () => unknown])[] = [
  ['text nested 100,000 deep', () => nested(100_000)],
  ['an object nested 2,000 deep', () => nestedObject(2_000)],
  [
    '__proto__',
    () => JSON.parse('{"__proto__":{"public":true,"Statement":[]},"constructor":{"prototype":1}}'),
  ],
  ['text that holds __proto__', () => '{"__proto__":{"Statement":[]},"Statement":{"__proto__":[]}}'],
  ['a lone surrogate', () => 'half \ud83d of a face \udc00'],
  ['no number', () => 'NaN'],
  ['a huge number', () => 1e308],
  ['a negative number', () => -1],
  ['null', () => null],
  ['a list', () => [null, {}, [], 'x']],
];

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
  'AWS::Lambda::Function': ['supplementaryConfiguration.Policy', 'configuration.environment'],
  'AWS::SQS::Queue': ['configuration.Policy'],
  'AWS::SNS::Topic': ['configuration.Policy'],
  'AWS::KMS::Key': ['supplementaryConfiguration.Policy', 'supplementaryConfiguration.KeyRotationStatus'],
};

export const drawPoison = (dice: Dice, kind: string): Poison => {
  // A field that nobody knows is no reason for anything; a whole configuration that is another object is another truth.
  const path = dice.pick(fields[kind] ?? ['configuration.unheardOf', 'supplementaryConfiguration.unheardOf']);
  if (dice.chance(0.08)) return { path, what: 'a policy of 10 MB', value: hugePolicy(10_000_000) };
  const [what, value] = dice.pick(values);
  return { path, what, value: value() };
};
