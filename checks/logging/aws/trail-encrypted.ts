import { defineCheck } from '#model/check.ts';
import { failIfAny } from '#model/verdict.ts';

export const trailEncrypted = defineCheck({
  id: 'logging.aws.trail-encrypted',
  title: 'Trail encrypts its log files with a customer key',
  finding: '{name} writes its log files without a customer key',
  consequence: 'Read access to the bucket is enough to read who did what; no key has to be granted.',
  severity: 'medium',
  on: 'AWS::CloudTrail::Trail',
  reads: ['settings'],
  controls: { 'cis-aws-3.0': ['3.5'], 'cis-aws-5.0': ['3.5'], practice: ['IAC-3', 'CLD-2', 'CLD-1'] },
  remediation:
    'aws cloudtrail update-trail --name NAME --kms-key-id KEY, with a key policy that lets CloudTrail encrypt. Verify: aws cloudtrail describe-trails shows the KmsKeyId.',
  sources: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html',
  ],
  evaluate: ({ settings }) =>
    failIfAny(
      settings.kmsKey === 'none' ? [{ path: 'settings/kmsKey', found: 'none', expected: 'a KMS key' }] : [],
    ),
});
