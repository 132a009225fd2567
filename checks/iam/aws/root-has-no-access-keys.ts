import { defineCheck } from '#model/check.ts';
import { failIfAny } from '#model/verdict.ts';

export const rootHasNoAccessKeys = defineCheck({
  id: 'iam.aws.root-has-no-access-keys',
  title: 'Root user has no access keys',
  finding: '{name} has access keys of its root user',
  consequence: 'Whoever finds the key pair can do anything in the account, without MFA and without a limit.',
  severity: 'critical',
  on: 'AWS::::Account',
  reads: ['summary'],
  controls: { 'cis-aws-3.0': ['1.4'], 'cis-aws-5.0': ['1.3'], practice: ['IAM-2', 'CLD-1'] },
  remediation:
    'Move what uses the key to a role, then sign in as the root user and delete the key under Security credentials. Verify: aws iam get-account-summary shows AccountAccessKeysPresent 0.',
  sources: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html',
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html',
  ],
  evaluate: ({ summary }) =>
    failIfAny(
      summary.rootAccessKeysPresent
        ? [{ path: 'summary/rootAccessKeysPresent', found: 'true', expected: 'no access keys' }]
        : [],
    ),
});
