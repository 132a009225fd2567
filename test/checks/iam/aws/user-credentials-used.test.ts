import { userCredentialsUsed } from '#checks/iam/aws/user-credentials-used.ts';
import type { AccessKey, Credentials } from '#model/aws/identity.ts';
import { known } from '#model/reading.ts';
import { credentials } from '#test/support/builders/aws-identity.ts';
import { daysAgo, resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const user = (overrides: Partial<Credentials>) =>
  resource(
    'AWS::IAM::User',
    { credentials: known({ ...credentials, accessKeys: [], ...overrides }) },
    { name: 'dana' },
  );

const key = (overrides: Partial<AccessKey>): AccessKey => ({
  slot: 1,
  active: true,
  lastRotated: daysAgo(400),
  lastUsed: daysAgo(1),
  ...overrides,
});

const noPassword = { passwordEnabled: false, passwordLastUsed: 'none', passwordLastChanged: 'none' };

describeCheck(userCredentialsUsed, {
  pass: {
    'password used 45 days ago': user({ passwordLastUsed: daysAgo(45) }),
    'password never used, but set yesterday': user({
      passwordLastUsed: 'none',
      passwordLastChanged: daysAgo(1),
    }),
    'old key that works every day': user({ ...noPassword, accessKeys: [key({})] }),
    'idle key that is not active': user({ accessKeys: [key({ active: false, lastUsed: daysAgo(300) })] }),
  },
  fail: {
    'password used 46 days ago': [user({ passwordLastUsed: daysAgo(46) }), ['credentials/password']],
    'password never used': [
      user({ passwordLastUsed: 'none', passwordLastChanged: daysAgo(46) }),
      ['credentials/password'],
    ],
    'key never used': [
      user({ ...noPassword, accessKeys: [key({ lastUsed: 'none' })] }),
      ['credentials/accessKeys/1'],
    ],
    'password in use, second key idle': [
      user({ accessKeys: [key({}), key({ slot: 2, lastUsed: daysAgo(60) })] }),
      ['credentials/accessKeys/2'],
    ],
  },
  unknown: {
    'a password without any date': user({ passwordLastUsed: 'none', passwordLastChanged: 'none' }),
  },
  notApplicable: { 'nothing to sign in with': user(noPassword) },
});
