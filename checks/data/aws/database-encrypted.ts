import { defineCheck } from '#model/check.ts';
import { failIfAny, notApplicable } from '#model/verdict.ts';

/** Engines whose instances share the storage of their cluster; DocumentDB and Neptune are recorded as RDS. */
const storedByCluster = /^(aurora|docdb|neptune)/;

export const databaseEncrypted = defineCheck({
  id: 'data.aws.database-encrypted',
  title: 'Database storage is encrypted',
  finding: '{name} stores its database unencrypted',
  consequence: 'Whoever gets a snapshot of it reads every row, without asking for a key.',
  severity: 'high',
  on: ['AWS::RDS::DBInstance', 'AWS::RDS::DBCluster'],
  reads: ['settings'],
  controls: { 'cis-aws-3.0': ['2.3.1'], 'cis-aws-5.0': ['2.2.1'], practice: ['CLD-2', 'CLD-1'] },
  remediation:
    'Storage is encrypted at creation only: copy a snapshot with a key (aws rds copy-db-snapshot --kms-key-id), restore from the copy, move the clients. Verify: aws rds describe-db-instances shows StorageEncrypted true.',
  sources: ['https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html'],
  evaluate({ settings }, database) {
    // One cause, one finding: the cluster is judged itself.
    if (database.kind === 'AWS::RDS::DBInstance' && storedByCluster.test(settings.engine)) {
      return notApplicable('its cluster holds the storage');
    }
    return failIfAny(
      settings.encrypted ? [] : [{ path: 'settings/encrypted', found: 'false', expected: 'true' }],
    );
  },
});
