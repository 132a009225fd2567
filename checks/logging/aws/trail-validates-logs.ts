import { defineCheck } from '#model/check.ts';
import { failIfAny } from '#model/verdict.ts';

export const trailValidatesLogs = defineCheck({
  id: 'logging.aws.trail-validates-logs',
  title: 'Trail signs its log files',
  finding: '{name} writes log files that nobody can verify',
  consequence: 'Whoever can write to the bucket can rewrite what happened without a trace.',
  severity: 'medium',
  on: 'AWS::CloudTrail::Trail',
  reads: ['settings'],
  controls: { 'cis-aws-3.0': ['3.2'], 'cis-aws-5.0': ['3.2'], practice: ['IAC-3', 'CLD-1'] },
  remediation:
    'aws cloudtrail update-trail --name NAME --enable-log-file-validation. Verify: aws cloudtrail validate-logs with the ARN of the trail and a start time.',
  sources: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html',
  ],
  evaluate: ({ settings }) =>
    failIfAny(
      settings.validatesLogFiles
        ? []
        : [{ path: 'settings/validatesLogFiles', found: 'false', expected: 'true' }],
    ),
});
