import { daysSince } from '#model/age.ts';
import type { Credentials } from '#model/aws/identity.ts';
import { defineCheck } from '#model/check.ts';
import type { Evidence } from '#model/verdict.ts';
import { fail, notApplicable, pass, undecidable } from '#model/verdict.ts';

/** CIS asks to disable what was not used for 45 days. */
const longest = 45;

interface Credential {
  readonly path: string;
  readonly lastUsed: string;
  /** What counts where it was never used: a credential made yesterday is not an idle one. */
  readonly since: string;
}

const enabled = (credentials: Credentials): readonly Credential[] => [
  ...(credentials.passwordEnabled
    ? [
        {
          path: 'credentials/password',
          lastUsed: credentials.passwordLastUsed,
          since: credentials.passwordLastChanged,
        },
      ]
    : []),
  ...credentials.accessKeys
    .filter((key) => key.active)
    .map((key) => ({
      path: `credentials/accessKeys/${key.slot}`,
      lastUsed: key.lastUsed,
      since: key.lastRotated,
    })),
];

export const userCredentialsUsed = defineCheck({
  id: 'iam.aws.user-credentials-used',
  title: 'Credentials of a user were used within 45 days',
  finding: '{name} has credentials unused for more than 45 days',
  consequence: 'Nobody notices when a credential that nobody uses is used by somebody else.',
  severity: 'medium',
  on: 'AWS::IAM::User',
  reads: ['credentials'],
  controls: { 'cis-aws-3.0': ['1.12'], 'cis-aws-5.0': ['1.11'], practice: ['IAM-1', 'IAM-2', 'CLD-1'] },
  remediation:
    'Deactivate the key with aws iam update-access-key --status Inactive, or remove the password with aws iam delete-login-profile; delete the user when nobody misses it. Verify: the credential report shows it inactive.',
  sources: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html'],
  evaluate({ credentials }, user) {
    const all = enabled(credentials);
    if (all.length === 0) return notApplicable('the user has no active password or access key');
    const idle: Evidence[] = [];
    let undated = false;
    for (const { path, lastUsed, since } of all) {
      const age = daysSince(lastUsed === 'none' ? since : lastUsed, user.observedAt);
      if (age === undefined) undated = true;
      else if (age > longest) {
        idle.push({
          path,
          found: lastUsed === 'none' ? `never used since ${since}` : `last used ${lastUsed}`,
          expected: `used within ${longest} days, or not active`,
        });
      }
    }
    if (idle.length > 0) return fail(idle);
    return undated ? undecidable('the report does not say when a credential was made or used') : pass;
  },
});
