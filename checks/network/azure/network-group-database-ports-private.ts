import { nsgExposure, nsgRuleInWords } from '#model/azure/exposure.ts';
import { defineCheck } from '#model/check.ts';
import { fail, pass, undecidable } from '#model/verdict.ts';

/** SQL Server, Oracle, MySQL, PostgreSQL, Cassandra, Redis, Elasticsearch, Memcached, MongoDB. */
const tcpPorts = [1433, 1521, 3306, 5432, 9042, 6379, 9200, 11211, 27017].map((port) => ({
  from: port,
  to: port,
}));
/** SQL Server Browser and Memcached. */
const udpPorts = [1434, 11211].map((port) => ({ from: port, to: port }));

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
  evaluate({ rules }) {
    const tcp = nsgExposure(rules, 'tcp', tcpPorts);
    const udp = nsgExposure(rules, 'udp', udpPorts);
    const open = rules.filter((rule) => tcp.rules.includes(rule) || udp.rules.includes(rule));
    if (open.length > 0) {
      return fail(
        open.map((rule) => ({
          path: `rules/${rule.name}`,
          found: nsgRuleInWords(rule),
          expected: 'no database port, or a source of your own',
        })),
      );
    }
    return tcp.undecided.length + udp.undecided.length > 0
      ? undecidable('a rule admits a service tag, whose addresses are not part of the group')
      : pass;
  },
});
