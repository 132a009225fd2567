import { defineCheck } from '#model/check.ts';
import { fail, pass } from '#model/verdict.ts';

export const storageAccountSharedKeysOff = defineCheck({
  id: 'data.azure.storage-account-shared-keys-off',
  title: 'Storage account refuses shared keys',
  finding: '{name} accepts the keys that open everything in it',
  consequence: 'Whoever can list the keys, a mere Contributor, reads and signs links to all of the data.',
  severity: 'medium',
  on: 'microsoft.storage/storageaccounts',
  reads: ['access'],
  controls: { practice: ['IAM-2', 'SEC-3'] },
  remediation:
    'Move its users over to Entra ID, then az storage account update --allow-shared-key-access false. Verify: az storage account show --query allowSharedKeyAccess.',
  sources: ['https://learn.microsoft.com/azure/storage/common/shared-key-authorization-prevent'],
  evaluate({ access }) {
    if (access.sharedKeys === false) return pass;
    // Azure gives no value until somebody sets one, and accepts the keys until then.
    const found = access.sharedKeys === 'unset' ? 'never set, which accepts them' : 'true';
    return fail([{ path: 'access/sharedKeys', found, expected: 'false' }]);
  },
});
