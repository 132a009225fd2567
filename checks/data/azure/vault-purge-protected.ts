import { defineCheck } from '#model/check.ts';
import { fail, pass } from '#model/verdict.ts';

export const vaultPurgeProtected = defineCheck({
  id: 'data.azure.vault-purge-protected',
  title: 'Key vault keeps what was deleted until its time is over',
  finding: '{name} lets deleted keys be purged at once',
  consequence: 'One compromised administrator destroys the keys, and with them all that they encrypted.',
  severity: 'medium',
  on: 'microsoft.keyvault/vaults',
  reads: ['protection'],
  controls: { 'cis-azure-3.0': ['3.3.5'], practice: ['CLD-2', 'SEC-3', 'CLD-1'] },
  remediation:
    'az keyvault update --name NAME --enable-purge-protection true, which can not be undone. Verify: az keyvault show --query properties.enablePurgeProtection.',
  sources: ['https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview'],
  evaluate({ protection }) {
    // The field takes no false: it is left out until it was set once, at any age of the vault.
    if (protection.purgeProtection === true && protection.softDelete !== false) return pass;
    return fail([
      protection.softDelete === false
        ? { path: 'protection/softDelete', found: 'false', expected: 'true' }
        : { path: 'protection/purgeProtection', found: String(protection.purgeProtection), expected: 'true' },
    ]);
  },
});
