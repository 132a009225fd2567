import { opennessOf } from '#model/azure/network-access.ts';
import { defineCheck } from '#model/check.ts';
import { fail, pass, undecidable } from '#model/verdict.ts';

export const vaultNetworkClosed = defineCheck({
  id: 'data.azure.vault-network-closed',
  title: 'Key vault admits own networks only',
  finding: '{name} answers callers from every network',
  consequence: 'A stolen token reads keys and secrets from anywhere.',
  severity: 'medium',
  on: 'microsoft.keyvault/vaults',
  reads: ['network'],
  controls: { practice: ['NET-2', 'SEC-3'] },
  remediation:
    'Make a private endpoint or name your networks, then az keyvault update --default-action Deny. Verify: az keyvault show --query properties.networkAcls.defaultAction.',
  sources: ['https://learn.microsoft.com/azure/key-vault/general/network-security'],
  evaluate({ network }) {
    const { open, path, found } = opennessOf(network);
    switch (open) {
      case 'yes':
        return fail([{ path, found, expected: 'own networks and addresses only' }]);
      case 'no':
        return pass;
      case 'unknown':
        return undecidable('Azure does not say what happens to callers that are on no list');
    }
  },
});
