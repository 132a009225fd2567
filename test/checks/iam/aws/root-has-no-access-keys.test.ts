import { rootHasNoAccessKeys } from '#checks/iam/aws/root-has-no-access-keys.ts';
import { known } from '#model/reading.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const account = (rootAccessKeysPresent: boolean, rootMfaEnabled = true) =>
  resource('AWS::::Account', {
    summary: known({ rootMfaEnabled, rootAccessKeysPresent, rootSigningCertificatesPresent: false }),
  });

describeCheck(rootHasNoAccessKeys, {
  pass: { 'no key': account(false), 'no key, though no MFA either': account(false, false) },
  fail: { 'a key exists, MFA or not': [account(true), ['summary/rootAccessKeysPresent']] },
});
