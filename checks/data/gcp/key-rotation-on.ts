import { defineCheck } from '#model/check.ts';
import { fail, notApplicable, pass } from '#model/verdict.ts';

/** CIS asks for 90 days or less. */
const longest = 90;

export const keyRotationOn = defineCheck({
  id: 'data.gcp.key-rotation-on',
  title: 'Encryption key is rotated within 90 days',
  finding: '{name} is a key that is not rotated within 90 days',
  consequence:
    'One version of the key protects everything ever written, so losing it once loses all of that.',
  severity: 'medium',
  on: 'cloudkms.googleapis.com/CryptoKey',
  reads: ['settings'],
  controls: { 'cis-gcp-3.0': ['1.10'], practice: ['CLD-2', 'CLD-1'] },
  remediation:
    'Set a period with gcloud kms keys update --rotation-period=90d --next-rotation-time. Verify: gcloud kms keys describe.',
  sources: ['https://cloud.google.com/kms/docs/key-rotation'],
  evaluate({ settings: { purpose, rotationDays, primaryState } }) {
    if (purpose !== 'ENCRYPT_DECRYPT') return notApplicable('the service rotates symmetric keys only');
    if (primaryState === 'DESTROYED') return notApplicable('the key has been destroyed');
    if (rotationDays > 0 && rotationDays <= longest) return pass;
    return fail([
      {
        path: 'settings/rotationDays',
        found: rotationDays === 0 ? 'not rotated' : `every ${rotationDays} days`,
        expected: `within ${longest} days`,
      },
    ]);
  },
});
