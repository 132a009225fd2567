import { defineCheck } from '#model/check.ts';
import { fail, pass, undecidable } from '#model/verdict.ts';

export const databaseServerPrivate = defineCheck({
  id: 'network.azure.database-server-private',
  title: 'Database server is reached through private networks only',
  finding: '{name} has a public network endpoint',
  consequence: 'One wrong firewall rule and a guessed password open the data to anybody.',
  severity: 'high',
  on: ['microsoft.sql/servers', 'microsoft.dbforpostgresql/flexibleservers'],
  reads: ['network'],
  controls: { practice: ['NET-2', 'CLD-1'] },
  remediation:
    'Make a private endpoint, then close the public one: az sql server update --enable-public-network false, or az postgres flexible-server update --public-access Disabled. Verify: az sql server show --query publicNetworkAccess.',
  sources: [
    'https://learn.microsoft.com/azure/azure-sql/database/connectivity-settings',
    'https://learn.microsoft.com/azure/postgresql/network/how-to-networking-servers-deployed-public-access-azure-portal',
  ],
  evaluate({ network }) {
    switch (network.publicNetworkAccess.toLowerCase()) {
      case 'disabled':
      case 'securedbyperimeter':
        return pass;
      case 'unset':
        return undecidable('Azure does not say whether the server has a public endpoint');
      default:
        return fail([
          { path: 'network/publicNetworkAccess', found: network.publicNetworkAccess, expected: 'Disabled' },
        ]);
    }
  },
});
