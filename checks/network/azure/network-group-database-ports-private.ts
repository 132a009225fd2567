import { judgeInbound } from '#model/azure/exposure.ts';
import { defineCheck } from '#model/check.ts';
import { span } from '#model/ports.ts';

const databasePorts = {
  /** SQL Server, Oracle, MySQL, PostgreSQL, Cassandra, Redis, Elasticsearch, Memcached, MongoDB. */
  tcp: [1433, 1521, 3306, 5432, 9042, 6379, 9200, 11211, 27017].map(span),
  /** SQL Server Browser and Memcached. */
  udp: [1434, 11211].map(span),
  expected: 'no database port, or a source of your own',
};

export const networkGroupDatabasePortsPrivate = defineCheck({
  id: 'network.azure.network-group-database-ports-private',
  title: 'Network security group keeps database ports off the internet',
  finding: '{name} lets the internet reach database ports',
  consequence:
    'Anyone can try to sign in to the databases behind it, and use the next flaw of their servers.',
  severity: 'high',
  on: 'microsoft.network/networksecuritygroups',
  reads: ['rules'],
  controls: { practice: ['NET-2'] },
  remediation:
    'Admit the subnets or application security groups of the application only: az network nsg rule update --source-address-prefixes YOUR-RANGE. Verify: az network nsg rule list.',
  sources: [
    'https://learn.microsoft.com/azure/virtual-network/network-security-group-how-it-works',
    'https://learn.microsoft.com/azure/virtual-network/service-tags-overview',
  ],
  evaluate: ({ rules }) => judgeInbound(rules, databasePorts),
});
