import { defineCheck } from '#model/check.ts';
import { failIfAny } from '#model/verdict.ts';

export const volumeEncrypted = defineCheck({
  id: 'data.aws.volume-encrypted',
  title: 'Volume is encrypted',
  finding: '{name} is an unencrypted volume',
  consequence: 'Whoever gets a snapshot of it reads the disk, without asking for a key.',
  severity: 'medium',
  on: 'AWS::EC2::Volume',
  reads: ['settings'],
  controls: { practice: ['CLD-2'] },
  remediation:
    'Turn on encryption by default in the region (aws ec2 enable-ebs-encryption-by-default), then replace the volume by one restored from an encrypted copy of its snapshot. Verify: aws ec2 describe-volumes shows Encrypted true.',
  sources: ['https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html'],
  evaluate: ({ settings }) =>
    failIfAny(settings.encrypted ? [] : [{ path: 'settings/encrypted', found: 'false', expected: 'true' }]),
});
