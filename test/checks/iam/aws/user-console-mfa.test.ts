import { userConsoleMfa } from '#checks/iam/aws/user-console-mfa.ts';
import type { Credentials } from '#model/aws/identity.ts';
import { known } from '#model/reading.ts';
import { credentials } from '#test/support/builders/aws-identity.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const user = (overrides: Partial<Credentials>) =>
  resource('AWS::IAM::User', { credentials: known({ ...credentials, ...overrides }) }, { name: 'dana' });

describeCheck(userConsoleMfa, {
  pass: { 'password and device': user({}) },
  fail: {
    'password without device': [user({ mfaActive: false }), ['credentials/mfaActive']],
    'password that was never used': [
      user({ mfaActive: false, passwordLastUsed: 'none' }),
      ['credentials/mfaActive'],
    ],
  },
  notApplicable: {
    'access keys only': user({ passwordEnabled: false, mfaActive: false }),
  },
});
