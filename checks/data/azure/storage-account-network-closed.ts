import { judgeNetworkAccess } from '#model/azure/network-access.ts';
import { defineCheck } from '#model/check.ts';

export const storageAccountNetworkClosed = defineCheck({
  id: 'data.azure.storage-account-network-closed',
  title: 'Storage account admits own networks only',
  finding: '{name} admits callers from every network',
  consequence: 'A leaked key or signed link opens the data from anywhere.',
  severity: 'medium',
  on: 'microsoft.storage/storageaccounts',
  reads: ['network'],
  controls: { 'cis-azure-3.0': ['4.6', '4.7'], practice: ['NET-2', 'CLD-1'] },
  remediation:
    'Make private endpoints or name your networks, then az storage account update --default-action Deny. Verify: az storage account show --query networkRuleSet.defaultAction.',
  sources: ['https://learn.microsoft.com/azure/storage/common/storage-network-security'],
  evaluate: ({ network }) => judgeNetworkAccess(network),
});
