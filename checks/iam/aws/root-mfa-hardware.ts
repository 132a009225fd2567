import { defineCheck } from '#model/check.ts';
import { fail, failIfAny } from '#model/verdict.ts';

// A passkey or security key is not listed among the virtual devices and passes; whether a passkey is synchronised
// between machines can't be read.
export const rootMfaHardware = defineCheck({
  id: 'iam.aws.root-mfa-hardware',
  title: 'Root user signs in with a hardware MFA device',
  finding: '{name} has no hardware MFA on its root user',
  consequence: 'A copied authenticator seed or a taken-over phone is enough to sign in as root.',
  severity: 'medium',
  on: 'AWS::::Account',
  reads: ['summary', 'rootMfaVirtual'],
  controls: { 'cis-aws-3.0': ['1.6'], 'cis-aws-5.0': ['1.5'], practice: ['IAM-2', 'CLD-1'] },
  remediation:
    'Sign in as the root user, register a security key or hardware token, then remove the virtual device. Verify: aws iam list-virtual-mfa-devices no longer lists root-account-mfa-device.',
  sources: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/enable-hw-mfa-for-root.html'],
  evaluate({ summary, rootMfaVirtual }) {
    const expected = 'a hardware device or security key';
    if (!summary.rootMfaEnabled) return fail([{ path: 'summary/rootMfaEnabled', found: 'false', expected }]);
    return failIfAny(rootMfaVirtual ? [{ path: 'rootMfaVirtual', found: 'virtual device', expected }] : []);
  },
});
