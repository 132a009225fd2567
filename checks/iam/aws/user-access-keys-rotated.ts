import { daysSince } from '#model/age.ts';
import { defineCheck } from '#model/check.ts';
import type { Evidence } from '#model/verdict.ts';
import { fail, notApplicable, pass, undecidable } from '#model/verdict.ts';

/** CIS asks for 90 days or less. */
const longest = 90;

export const userAccessKeysRotated = defineCheck({
  id: 'iam.aws.user-access-keys-rotated',
  title: 'Access keys of a user are at most 90 days old',
  finding: '{name} has an access key older than 90 days',
  consequence: 'A key that leaked long ago, in a build log or an old laptop, still opens the account.',
  severity: 'medium',
  on: 'AWS::IAM::User',
  reads: ['credentials'],
  controls: { 'cis-aws-3.0': ['1.14'], 'cis-aws-5.0': ['1.13'], practice: ['IAM-2', 'SEC-3', 'CLD-1'] },
  remediation:
    'Replace the key by a role or by IAM Identity Center; where it must stay, create a second key, move to it, and delete the old one. Verify: aws iam list-access-keys shows no active key older than 90 days.',
  sources: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html'],
  evaluate({ credentials }, user) {
    const active = credentials.accessKeys.filter((key) => key.active);
    if (active.length === 0) return notApplicable('the user has no active access key');
    const old: Evidence[] = [];
    let undated = false;
    for (const key of active) {
      const age = daysSince(key.lastRotated, user.observedAt);
      if (age === undefined) undated = true;
      else if (age > longest) {
        old.push({
          path: `credentials/accessKeys/${key.slot}`,
          found: `rotated ${key.lastRotated}`,
          expected: `rotated within ${longest} days`,
        });
      }
    }
    if (old.length > 0) return fail(old);
    return undated ? undecidable('the report does not say when an active key was made') : pass;
  },
});
