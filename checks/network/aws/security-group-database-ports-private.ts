import { judgeIngress } from '#model/aws/exposure.ts';
import { defineCheck } from '#model/check.ts';
import { span } from '#model/ports.ts';

const databasePorts = {
  /**
   * SQL Server, Oracle, MySQL, PostgreSQL, Redshift, CouchDB, Redis, Neo4j, Cassandra, Elasticsearch and OpenSearch,
   * memcached, MongoDB.
   */
  tcp: [1433, 1521, 3306, 5432, 5439, 5984, 6379, 7687, 9042, 9200, 11211, 27017].map(span),
  /** memcached over UDP is what the largest reflected floods came from. */
  udp: [11211].map(span),
  expected: 'no database port, or the group of its clients as the source',
};

export const securityGroupDatabasePortsPrivate = defineCheck({
  id: 'network.aws.security-group-database-ports-private',
  title: 'Security group keeps database ports off the internet',
  finding: '{name} opens database ports to the internet',
  consequence: 'Anyone can try passwords on the database, or read it where it asks for none.',
  severity: 'high',
  on: 'AWS::EC2::SecurityGroup',
  reads: ['ingress'],
  controls: { practice: ['NET-2'] },
  remediation:
    'Name the security group of the clients as the source instead of a range, then remove the rule with aws ec2 revoke-security-group-ingress. Verify: aws ec2 describe-security-group-rules.',
  sources: ['https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html'],
  evaluate: ({ ingress }) => judgeIngress(ingress, databasePorts),
});
