import { defineCheck } from '#model/check.ts';
import { failIfAny, notApplicable } from '#model/verdict.ts';

export const userConsoleMfa = defineCheck({
  id: 'iam.aws.user-console-mfa',
  title: 'User with a console password signs in with MFA',
  finding: '{name} signs in to the console without MFA',
  consequence: 'A guessed, phished or reused password is enough to act as this user.',
  severity: 'high',
  on: 'AWS::IAM::User',
  reads: ['credentials'],
  controls: { 'cis-aws-3.0': ['1.10'], 'cis-aws-5.0': ['1.9'], practice: ['IAM-2', 'CLD-1'] },
  remediation:
    'Let the user register an MFA device under Security credentials, or remove the password with aws iam delete-login-profile. Verify: the credential report shows mfa_active true.',
  sources: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_enable.html'],
  evaluate({ credentials }) {
    if (!credentials.passwordEnabled) return notApplicable('the user has no console password');
    return failIfAny(
      credentials.mfaActive
        ? []
        : [{ path: 'credentials/mfaActive', found: 'false', expected: 'an active MFA device' }],
    );
  },
});
