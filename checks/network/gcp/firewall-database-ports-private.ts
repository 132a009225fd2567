import { defineCheck } from '#model/check.ts';
import { judgeRule } from '#model/gcp/exposure.ts';
import { span } from '#model/ports.ts';

const databasePorts = {
  /**
   * SQL Server, Oracle, MySQL, PostgreSQL, CouchDB, Redis, Neo4j, Cassandra, Elasticsearch and OpenSearch, memcached,
   * MongoDB.
   */
  tcp: [1433, 1521, 3306, 5432, 5984, 6379, 7687, 9042, 9200, 11211, 27017].map(span),
  /** memcached over UDP is what the largest reflected floods came from. */
  udp: [11211].map(span),
  expected: 'no database port, or the tag of its clients as the source',
};

export const firewallDatabasePortsPrivate = defineCheck({
  id: 'network.gcp.firewall-database-ports-private',
  title: 'Firewall rule keeps database ports off the internet',
  finding: '{name} is a rule that lets the internet reach database ports',
  consequence: 'Anyone can try passwords on the database, or read it where it asks for none.',
  severity: 'high',
  on: 'compute.googleapis.com/Firewall',
  reads: ['rule'],
  mayRead: ['refusals'],
  controls: { practice: ['NET-2'] },
  remediation:
    'Name the tag or service account of the clients as the source instead of a range. Verify: gcloud compute firewall-rules describe.',
  sources: ['https://cloud.google.com/firewall/docs/firewalls#priority_order_for_firewall_rules'],
  evaluate: ({ rule, refusals }) => judgeRule(rule, refusals, databasePorts),
});
