import { vaultPurgeProtected } from '#checks/data/azure/vault-purge-protected.ts';
import { known } from '#model/reading.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const vault = (purgeProtection: boolean | 'unset', softDelete: boolean | 'unset' = true) =>
  resource('microsoft.keyvault/vaults', { protection: known({ purgeProtection, softDelete }) });

describeCheck(vaultPurgeProtected, {
  pass: { protected: vault(true), 'soft delete not said, since it is always on': vault(true, 'unset') },
  fail: {
    'never set': [vault('unset'), ['protection/purgeProtection']],
    'soft delete off on an old vault': [vault(true, false), ['protection/softDelete']],
  },
});
