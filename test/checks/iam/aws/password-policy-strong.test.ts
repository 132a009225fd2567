import { passwordPolicyStrong } from '#checks/iam/aws/password-policy-strong.ts';
import type { PasswordPolicy } from '#model/aws/identity.ts';
import { known } from '#model/reading.ts';
import { healthyParts, resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const healthy = healthyParts['AWS::::Account'].passwordPolicy;
const account = (passwordPolicy: PasswordPolicy) =>
  resource('AWS::::Account', { passwordPolicy: known(passwordPolicy) });
const policyWith = (overrides: Partial<Exclude<PasswordPolicy, 'none'>>): PasswordPolicy =>
  healthy === 'none' ? healthy : { ...healthy, ...overrides };

describeCheck(passwordPolicyStrong, {
  pass: {
    '14 characters, 24 remembered, no classes asked for': account(healthy),
    'longer than asked': account(policyWith({ minimumLength: 20 })),
  },
  fail: {
    'none was ever set': [account('none'), ['passwordPolicy']],
    '13 characters': [account(policyWith({ minimumLength: 13 })), ['passwordPolicy/minimumLength']],
    '23 remembered': [account(policyWith({ reusePrevention: 23 })), ['passwordPolicy/reusePrevention']],
    'short, and reuse allowed': [
      account(policyWith({ minimumLength: 8, reusePrevention: 0 })),
      ['passwordPolicy/minimumLength', 'passwordPolicy/reusePrevention'],
    ],
  },
});
