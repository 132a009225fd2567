/** Account-wide facts of IAM. Each is one call, made only if somebody looks at its part. */
import type { AccountSummary, PasswordPolicy } from '#model/aws/identity.ts';
import type { Reading } from '#model/reading.ts';
import { known, unread } from '#model/reading.ts';
import { unreadOf } from '#sources/failure.ts';
import type { AwsEstate } from '../estate.ts';

export const readSummary = async (
  estate: AwsEstate,
  account: string,
  signal: AbortSignal,
): Promise<Reading<AccountSummary>> => {
  const action = 'iam:GetAccountSummary';
  const answer = await estate.call(action, { account, region: 'global' }, {}, signal);
  if (!answer.ok) return unreadOf(answer.failure);
  const map: Readonly<Record<string, unknown>> = answer.value.SummaryMap ?? {};
  const flags = ['AccountMFAEnabled', 'AccountAccessKeysPresent', 'AccountSigningCertificatesPresent'].map(
    (name) => (typeof map[name] === 'number' && Number.isSafeInteger(map[name]) ? map[name] : undefined),
  );
  const [mfa, keys, certificates] = flags;
  if (mfa === undefined || keys === undefined || certificates === undefined) {
    return unread('malformed', action, 'the account summary lacks a figure on the root user');
  }
  return known({
    rootMfaEnabled: mfa > 0,
    rootAccessKeysPresent: keys > 0,
    rootSigningCertificatesPresent: certificates > 0,
  });
};

export const readPasswordPolicy = async (
  estate: AwsEstate,
  account: string,
  signal: AbortSignal,
): Promise<Reading<PasswordPolicy>> => {
  const action = 'iam:GetAccountPasswordPolicy';
  const answer = await estate.call(action, { account, region: 'global' }, {}, signal);
  if (!answer.ok) return answer.failure.type === 'absent' ? known('none') : unreadOf(answer.failure);
  const policy = answer.value.PasswordPolicy;
  if (policy?.MinimumPasswordLength === undefined || !Number.isSafeInteger(policy.MinimumPasswordLength)) {
    return unread('malformed', action, 'the password policy has no minimum length');
  }
  // Flags that are off, and limits that are not set, may be left out.
  return known({
    minimumLength: policy.MinimumPasswordLength,
    requireSymbols: policy.RequireSymbols === true,
    requireNumbers: policy.RequireNumbers === true,
    requireUppercase: policy.RequireUppercaseCharacters === true,
    requireLowercase: policy.RequireLowercaseCharacters === true,
    reusePrevention: policy.PasswordReusePrevention ?? 0,
    maxAge: policy.ExpirePasswords === false ? 0 : (policy.MaxPasswordAge ?? 0),
  });
};

/** An account has few virtual devices; the list is in pages all the same. */
const maxPages = 500;

export const readRootMfaVirtual = async (
  estate: AwsEstate,
  account: string,
  signal: AbortSignal,
): Promise<Reading<boolean>> => {
  const action = 'iam:ListVirtualMFADevices';
  let marker: string | undefined;
  let found = false;
  for (let page = 0; page < maxPages; page += 1) {
    const input = {
      AssignmentStatus: 'Assigned' as const,
      ...(marker === undefined ? {} : { Marker: marker }),
    };
    const answer = await estate.call(action, { account, region: 'global' }, input, signal);
    if (!answer.ok) return unreadOf(answer.failure);
    const { VirtualMFADevices, IsTruncated, Marker } = answer.value;
    if (!Array.isArray(VirtualMFADevices) || IsTruncated === undefined) {
      return unread('malformed', action, 'the answer holds no list of devices');
    }
    for (const device of VirtualMFADevices) {
      if (device.SerialNumber === undefined)
        return unread('malformed', action, 'a device has no serial number');
      const isRootDevice = /:mfa\/root-account-mfa-device$/.test(device.SerialNumber);
      const owner = device.User?.Arn;
      // Only assigned ones are asked for: whose it is may be the root user's.
      if (owner === undefined && !isRootDevice) {
        return unread('malformed', action, 'an assigned device belongs to nobody');
      }
      found ||= isRootDevice || /^arn:[\w-]+:iam::\d{12}:root$/.test(owner ?? '');
    }
    if (!IsTruncated) return known(found);
    if (Marker === undefined || Marker === marker) break;
    marker = Marker;
  }
  return unread('truncated', action, 'the list of devices does not end');
};
