import { storageAccountSharedKeysOff } from '#checks/data/azure/storage-account-shared-keys-off.ts';
import { known, unread } from '#model/reading.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const healthy = { anonymousBlobs: false, sharedKeys: false, crossTenantReplication: false } as const;
const account = (sharedKeys: boolean | 'unset') =>
  resource('microsoft.storage/storageaccounts', { access: known({ ...healthy, sharedKeys }) });

describeCheck(storageAccountSharedKeysOff, {
  pass: { 'switched off': account(false) },
  fail: {
    'switched on': [account(true), ['access/sharedKeys']],
    'never set, which stands for on': [account('unset'), ['access/sharedKeys']],
  },
  unknown: {
    'the account could not be read': resource('microsoft.storage/storageaccounts', {
      access: unread('denied'),
    }),
  },
});
