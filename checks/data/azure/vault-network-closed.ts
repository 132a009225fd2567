import { judgeNetworkAccess } from '#model/azure/network-access.ts';
import { defineCheck } from '#model/check.ts';

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
  evaluate: ({ network }) => judgeNetworkAccess(network),
});
