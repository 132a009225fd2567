import { rootMfaEnabled } from '#checks/iam/aws/root-mfa-enabled.ts';
import { known } from '#model/reading.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const account = (rootMfaEnabled: boolean, rootAccessKeysPresent = false) =>
  resource('AWS::::Account', {
    summary: known({ rootMfaEnabled, rootAccessKeysPresent, rootSigningCertificatesPresent: false }),
  });

describeCheck(rootMfaEnabled, {
  pass: { 'root has a device': account(true), 'root has a device, and keys too': account(true, true) },
  fail: { 'root has no device': [account(false), ['summary/rootMfaEnabled']] },
});
