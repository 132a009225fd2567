import { userAccessKeysRotated } from '#checks/iam/aws/user-access-keys-rotated.ts';
import type { AccessKey } from '#model/aws/identity.ts';
import { known } from '#model/reading.ts';
import { credentials } from '#test/support/builders/aws-identity.ts';
import { daysAgo, resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const key = (lastRotated: string, overrides: Partial<AccessKey> = {}): AccessKey => ({
  slot: 1,
  active: true,
  lastRotated,
  lastUsed: 'none',
  ...overrides,
});

const user = (...accessKeys: readonly AccessKey[]) =>
  resource('AWS::IAM::User', { credentials: known({ ...credentials, accessKeys }) }, { name: 'dana' });

describeCheck(userAccessKeysRotated, {
  pass: {
    'made on the day': user(key(daysAgo(0))),
    'exactly 90 days old': user(key(daysAgo(90))),
    'an old key that is not active': user(key(daysAgo(5)), key(daysAgo(900), { slot: 2, active: false })),
  },
  fail: {
    '90 days and an hour': [user(key(daysAgo(90 + 1 / 24))), ['credentials/accessKeys/1']],
    'the second of two': [
      user(key(daysAgo(5)), key(daysAgo(400), { slot: 2 })),
      ['credentials/accessKeys/2'],
    ],
    'old beside one without a date': [
      user(key('none'), key(daysAgo(400), { slot: 2 })),
      ['credentials/accessKeys/2'],
    ],
  },
  unknown: {
    'no date for an active key': user(key('none')),
    'a date that is none': user(key('N/A')),
    'a date that lies ahead': user(key(daysAgo(-400))),
  },
  notApplicable: {
    'no keys': user(),
    'inactive keys only': user(key(daysAgo(900), { active: false })),
  },
});
