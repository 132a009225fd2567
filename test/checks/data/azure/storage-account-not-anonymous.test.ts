import { storageAccountNotAnonymous } from '#checks/data/azure/storage-account-not-anonymous.ts';
import { known } from '#model/reading.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const healthy = { anonymousBlobs: false, sharedKeys: false, crossTenantReplication: false } as const;
const account = (anonymousBlobs: boolean | 'unset') =>
  resource('microsoft.storage/storageaccounts', { access: known({ ...healthy, anonymousBlobs }) });

describeCheck(storageAccountNotAnonymous, {
  pass: { 'switched off': account(false) },
  fail: { 'switched on': [account(true), ['access/anonymousBlobs']] },
  unknown: { 'never set, which stands for either': account('unset') },
});
