import { defineCheck } from '#model/check.ts';
import { failIfAny } from '#model/verdict.ts';

export const databaseNotPublic = defineCheck({
  id: 'network.aws.database-not-public',
  title: 'Database instance has no public address',
  finding: '{name} is a database with a public address',
  consequence:
    'One rule in a security group, now or next year, is all that keeps the internet from its login.',
  severity: 'critical',
  // Not on clusters: their instances carry the setting, and Aurora clusters have none of their own.
  on: 'AWS::RDS::DBInstance',
  reads: ['settings'],
  controls: { 'cis-aws-3.0': ['2.3.3'], 'cis-aws-5.0': ['2.2.3'], practice: ['NET-2', 'CLD-1'] },
  remediation:
    'aws rds modify-db-instance --db-instance-identifier NAME --no-publicly-accessible --apply-immediately; clients outside the VPC then need a VPN or a proxy. Verify: aws rds describe-db-instances shows PubliclyAccessible false.',
  sources: [
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html',
  ],
  evaluate: ({ settings }) =>
    failIfAny(
      settings.publiclyAccessible
        ? [{ path: 'settings/publiclyAccessible', found: 'true', expected: 'false' }]
        : [],
    ),
});
