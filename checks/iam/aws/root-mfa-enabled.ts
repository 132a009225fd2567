import { defineCheck } from '#model/check.ts';
import { failIfAny } from '#model/verdict.ts';

// Where root access is managed centrally, a member account may have no root credentials left, and then no MFA
// device either. `GetAccountSummary` alone does not tell the two apart, so such an account is reported; an exception
// that names the central management is the right answer to it.
export const rootMfaEnabled = defineCheck({
  id: 'iam.aws.root-mfa-enabled',
  title: 'Root user signs in with MFA',
  finding: '{name} has a root user without MFA',
  consequence: 'Whoever learns the root password or its mailbox owns the account and everything in it.',
  severity: 'critical',
  on: 'AWS::::Account',
  reads: ['summary'],
  controls: { 'cis-aws-3.0': ['1.5'], 'cis-aws-5.0': ['1.4'], practice: ['IAM-2', 'CLD-1'] },
  remediation:
    'Sign in as the root user and assign an MFA device under Security credentials, or delete the root credentials of a member account through central root access. Verify: aws iam get-account-summary shows AccountMFAEnabled 1.',
  sources: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/enable-mfa-for-root.html',
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html',
  ],
  evaluate: ({ summary }) =>
    failIfAny(
      summary.rootMfaEnabled
        ? []
        : [{ path: 'summary/rootMfaEnabled', found: 'false', expected: 'an MFA device on the root user' }],
    ),
});
