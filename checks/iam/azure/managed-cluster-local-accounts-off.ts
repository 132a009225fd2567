import { defineCheck } from '#model/check.ts';
import { fail, pass, undecidable } from '#model/verdict.ts';

export const managedClusterLocalAccountsOff = defineCheck({
  id: 'iam.azure.managed-cluster-local-accounts-off',
  title: 'Managed cluster signs in through Entra ID only',
  finding: '{name} accepts a shared administrator certificate',
  consequence: 'Whoever can list the cluster credentials is its administrator under a name that is nobody.',
  severity: 'medium',
  on: 'microsoft.containerservice/managedclusters',
  reads: ['access'],
  controls: { practice: ['IAM-2'] },
  remediation:
    'az aks update --enable-aad --disable-local-accounts, then rotate the certificates that were handed out. Verify: az aks show --query disableLocalAccounts.',
  sources: ['https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad'],
  evaluate({ access }) {
    if (access.localAccountsDisabled === true) return pass;
    // Without Entra ID there is nothing but local accounts, whatever the switch says.
    if (access.localAccountsDisabled === 'unset' && access.directory) {
      return undecidable('Azure does not say whether local accounts are on');
    }
    return fail([
      {
        path: 'access/localAccountsDisabled',
        found: access.directory ? 'false' : 'no Entra ID integration',
        expected: 'true',
      },
    ]);
  },
});
