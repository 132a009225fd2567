import { defineCheck } from '#model/check.ts';
import { fail, failIfAny } from '#model/verdict.ts';

// Length and reuse only, as CIS has it: classes of characters and expiry make passwords worse (NIST SP 800-63B).
const minimumLength = 14;
const reusePrevention = 24;

export const passwordPolicyStrong = defineCheck({
  id: 'iam.aws.password-policy-strong',
  title: 'Password policy asks for 14 characters and prevents reuse',
  finding: '{name} accepts short or reused console passwords',
  consequence: 'Passwords that can be guessed, or are known from an earlier leak, open the console.',
  severity: 'medium',
  on: 'AWS::::Account',
  reads: ['passwordPolicy'],
  controls: { 'cis-aws-3.0': ['1.8', '1.9'], 'cis-aws-5.0': ['1.7', '1.8'], practice: ['IAM-2', 'CLD-1'] },
  remediation:
    'aws iam update-account-password-policy --minimum-password-length 14 --password-reuse-prevention 24 (repeat your other settings: what is left out returns to its default). Verify: aws iam get-account-password-policy.',
  sources: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html'],
  evaluate({ passwordPolicy }) {
    if (passwordPolicy === 'none') {
      return fail([
        {
          path: 'passwordPolicy',
          found: 'none, so 8 characters are enough',
          expected: `at least ${minimumLength} characters, ${reusePrevention} passwords remembered`,
        },
      ]);
    }
    return failIfAny([
      ...(passwordPolicy.minimumLength < minimumLength
        ? [
            {
              path: 'passwordPolicy/minimumLength',
              found: String(passwordPolicy.minimumLength),
              expected: `at least ${minimumLength}`,
            },
          ]
        : []),
      ...(passwordPolicy.reusePrevention < reusePrevention
        ? [
            {
              path: 'passwordPolicy/reusePrevention',
              found: String(passwordPolicy.reusePrevention),
              expected: `${reusePrevention} passwords remembered`,
            },
          ]
        : []),
    ]);
  },
});
