import type { KmsKey } from '#model/aws/data.ts';
import { defineCheck } from '#model/check.ts';
import { fail, notApplicable, passWith, unknownBecause } from '#model/verdict.ts';

/** Why KMS itself would not rotate this key, or `undefined`. */
const notRotatable = (settings: KmsKey['settings']): string | undefined => {
  if (settings.manager !== 'CUSTOMER') return 'AWS manages and rotates the key';
  if (settings.spec !== 'SYMMETRIC_DEFAULT') return 'KMS rotates symmetric encryption keys only';
  if (settings.origin !== 'AWS_KMS') return 'the key material is not made by KMS';
  if (settings.state.startsWith('Pending')) return `the key is ${settings.state}`;
  return undefined;
};

export const keyRotationOn = defineCheck({
  id: 'data.aws.key-rotation-on',
  title: 'Customer key is rotated automatically',
  finding: '{name} is a key that is never rotated',
  consequence:
    'Key material that leaks once opens all that was ever encrypted with it, and all that will be.',
  severity: 'medium',
  on: 'AWS::KMS::Key',
  reads: ['settings'],
  // Inventories often lack the status for keys that can't be rotated, which must not make those unknown.
  mayRead: ['rotation'],
  controls: { 'cis-aws-3.0': ['3.6'], 'cis-aws-5.0': ['3.6'], practice: ['CLD-2', 'CLD-1'] },
  remediation:
    'aws kms enable-key-rotation --key-id ID; ciphertexts stay readable. Verify: aws kms get-key-rotation-status --key-id ID.',
  sources: ['https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html'],
  evaluate({ settings, rotation }) {
    const because = notRotatable(settings);
    if (because !== undefined) return notApplicable(because);
    if (!rotation.known) return unknownBecause(rotation);
    return rotation.value
      ? passWith({ rotation })
      : fail([{ path: 'rotation', found: 'false', expected: 'true' }]);
  },
});
