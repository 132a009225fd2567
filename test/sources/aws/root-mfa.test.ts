/** Whose the virtual MFA devices of an account are. */
import { expect, test } from 'vitest';
import type { AwsEstate } from '#sources/aws/estate.ts';
import { readRootMfaVirtual } from '#sources/aws/iam/account.ts';

const read = (...devices: readonly object[]) =>
  readRootMfaVirtual(
    {
      call: async () => ({ ok: true, value: { VirtualMFADevices: devices, IsTruncated: false } }),
    } as unknown as AwsEstate,
    '111122223333',
    new AbortController().signal,
  );

const serial = (name: string) => `arn:aws:iam::111122223333:mfa/${name}`;
const user = { SerialNumber: serial('ada'), User: { Arn: 'arn:aws:iam::111122223333:user/ada' } };

test.each([
  ['none', [], false],
  ["a user's", [user], false],
  [
    'one of the root user, by its usual name',
    [user, { SerialNumber: serial('root-account-mfa-device') }],
    true,
  ],
  [
    'one of the root user, by another name',
    [{ SerialNumber: serial('safe'), User: { Arn: 'arn:aws:iam::111122223333:root' } }],
    true,
  ],
])('%s', async (_, devices, value) => {
  expect(await read(...devices)).toEqual({ known: true, value });
});

test('one that is assigned and belongs to nobody may be the root user’s', async () => {
  expect(await read(user, { SerialNumber: serial('phone') })).toMatchObject({
    known: false,
    reason: 'malformed',
  });
});
