import { defineCheck } from '#model/check.ts';
import { fail, pass, undecidable } from '#model/verdict.ts';

export const diskExportClosed = defineCheck({
  id: 'data.azure.disk-export-closed',
  title: 'Disk is not exported over public networks',
  finding: '{name} can be downloaded from every network',
  consequence: 'Whoever can sign a link to the disk takes a copy of it away from anywhere.',
  severity: 'medium',
  on: 'microsoft.compute/disks',
  reads: ['access'],
  controls: { 'cis-azure-3.0': ['8.5'], practice: ['CLD-1', 'NET-2'] },
  remediation:
    'az disk update --name NAME --network-access-policy DenyAll --public-network-access Disabled, or AllowPrivate with a disk access. Verify: az disk show --query networkAccessPolicy.',
  sources: [
    'https://learn.microsoft.com/azure/virtual-machines/disks-enable-private-links-for-import-export-portal',
  ],
  evaluate({ access }) {
    const policy = access.policy.toLowerCase();
    if (
      policy === 'denyall' ||
      policy === 'allowprivate' ||
      access.publicNetworkAccess.toLowerCase() === 'disabled'
    ) {
      return pass;
    }
    if (policy === 'unset') return undecidable('Azure does not say who may export the disk');
    return fail([{ path: 'access/policy', found: access.policy, expected: 'DenyAll or AllowPrivate' }]);
  },
});
