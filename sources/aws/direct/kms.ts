/**
 * KMS keys, those that AWS manages included, as in AWS Config. The list holds ids only, and what a key is costs three
 * calls; two where it can't be its owner's to rotate. Source: AWS KMS API Reference.
 */
import type { DirectKind, Found } from './kind.ts';
import { configNames, detail, listedKind, nextOf, rowOf } from './kind.ts';

/**
 * Keys that AWS rotates by itself, and those of a form that KMS does not rotate. Only what DescribeKey has said counts:
 * where it was refused, the rotation is asked for like any other.
 */
const isNotForOwner = ({ configuration }: Found): boolean => {
  const { keyManager: manager, keySpec: spec } = configuration;
  return manager === 'AWS' || (typeof spec === 'string' && spec !== 'SYMMETRIC_DEFAULT');
};

export const kmsKinds: readonly DirectKind[] = [
  listedKind({
    kind: 'AWS::KMS::Key',
    action: 'kms:ListKeys',
    input: (token) => ({ Limit: 1000, ...(token === undefined ? {} : { Marker: token }) }),
    rows: (output) => output.Keys,
    next: (output) => nextOf(output.Truncated, output.NextMarker),
    found: ({ KeyArn, KeyId }, place) =>
      rowOf('kms:ListKeys', KeyArn, place, { resourceId: KeyId, configuration: {} }),
    details: [
      detail({
        action: 'kms:DescribeKey',
        parts: ['settings'],
        input: ({ resourceId }) => ({ KeyId: resourceId }),
        trees: ({ KeyMetadata }) =>
          KeyMetadata?.KeyId === undefined
            ? { problem: 'the answer describes no key' }
            : { configuration: configNames(KeyMetadata) },
      }),
      detail({
        action: 'kms:GetKeyPolicy',
        parts: ['policy'],
        // Keys have one policy, of this name.
        input: ({ resourceId }) => ({ KeyId: resourceId, PolicyName: 'default' }),
        trees: ({ Policy }) =>
          Policy === undefined ? { problem: 'the answer holds no policy' } : { supplementary: { Policy } },
      }),
      detail({
        action: 'kms:GetKeyRotationStatus',
        parts: ['rotation'],
        input: ({ resourceId }) => ({ KeyId: resourceId }),
        trees: ({ KeyRotationEnabled }) =>
          KeyRotationEnabled === undefined
            ? { problem: 'the answer holds no KeyRotationEnabled' }
            : { supplementary: { KeyRotationStatus: KeyRotationEnabled } },
        // Of keys that can't be rotated AWS Config has no status either: it stays unread.
        none: { codes: ['UnsupportedOperationException'], trees: {}, unasked: isNotForOwner },
      }),
    ],
  }),
];
