import { defineCheck } from '#model/check.ts';
import { fail, pass } from '#model/verdict.ts';

export const databaseSnapshotNotShared = defineCheck({
  id: 'data.aws.database-snapshot-not-shared',
  title: 'Database snapshot stays within the organisation',
  finding: '{name} can be restored outside the organisation',
  consequence: 'Whoever it is shared with restores the whole database into an account of their own.',
  severity: 'critical',
  on: 'AWS::RDS::DBSnapshot',
  reads: ['sharedWith'],
  uses: ['trust'],
  controls: { practice: ['IAM-1', 'CLD-1'] },
  remediation:
    'aws rds modify-db-snapshot-attribute --attribute-name restore --values-to-remove all, or the account id; what was restored meanwhile stays with whoever did. Verify: aws rds describe-db-snapshot-attributes.',
  sources: ['https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html'],
  evaluate({ sharedWith, trust }) {
    const outside = sharedWith.filter((id) => !trust.accounts.has(id) && !trust.partners.has(id));
    if (outside.length === 0) return pass;
    return fail(
      outside.map((id) => ({
        path: `sharedWith/${id}`,
        found: id === 'all' ? 'everyone' : id,
        expected: 'own accounts and partners only',
      })),
      // One named account is a smaller audience than everyone.
      outside.includes('all') ? 'critical' : 'high',
    );
  },
});
