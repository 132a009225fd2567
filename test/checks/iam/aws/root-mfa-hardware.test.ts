import { rootMfaHardware } from '#checks/iam/aws/root-mfa-hardware.ts';
import { known } from '#model/reading.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const account = (rootMfaEnabled: boolean, rootMfaVirtual: boolean) =>
  resource('AWS::::Account', {
    summary: known({ rootMfaEnabled, rootAccessKeysPresent: false, rootSigningCertificatesPresent: false }),
    rootMfaVirtual: known(rootMfaVirtual),
  });

describeCheck(rootMfaHardware, {
  pass: { 'a device that is not virtual': account(true, false) },
  fail: {
    'an authenticator app': [account(true, true), ['rootMfaVirtual']],
    'no device at all: no virtual one is not a hardware one': [
      account(false, false),
      ['summary/rootMfaEnabled'],
    ],
  },
});
