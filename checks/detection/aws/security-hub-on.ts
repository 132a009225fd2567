import { defineCheck } from '#model/check.ts';
import { fail, pass } from '#model/verdict.ts';

export const securityHubOn = defineCheck({
  id: 'detection.aws.security-hub-on',
  title: 'Security Hub gathers the findings of the region',
  finding: '{name} has Security Hub switched off',
  consequence:
    'What GuardDuty, Inspector and the others find there stays in each of them, and nobody is told.',
  severity: 'medium',
  on: 'AWS::::Region',
  reads: ['securityHub'],
  controls: { 'cis-aws-3.0': ['4.16'], 'cis-aws-5.0': ['4.16'], practice: ['SEC-4', 'CLD-1'] },
  remediation:
    'aws securityhub enable-security-hub --region REGION; in an organisation, enable it for all accounts from the delegated administrator. Verify: aws securityhub describe-hub.',
  sources: ['https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-settingup.html'],
  evaluate: ({ securityHub }) =>
    securityHub === 'none' ? fail([{ path: 'securityHub', found: 'none', expected: 'a hub' }]) : pass,
});
