import { daysSince } from '#model/age.ts';
import { defineCheck } from '#model/check.ts';
import { fail, notApplicable, pass, undecidable } from '#model/verdict.ts';

/** CIS asks for 90 days or less. */
const longest = 90;

export const serviceAccountKeysRotated = defineCheck({
  id: 'iam.gcp.service-account-keys-rotated',
  title: 'Key of a service account is at most 90 days old',
  finding: '{name} has been valid for more than 90 days',
  consequence:
    'A key that leaked long ago, in a build log or an old laptop, still opens everything that the account can reach.',
  severity: 'medium',
  on: 'iam.googleapis.com/ServiceAccountKey',
  reads: ['settings'],
  controls: { 'cis-gcp-3.0': ['1.4', '1.7'], practice: ['IAM-2', 'SEC-3', 'CLD-1'] },
  remediation:
    'Use workload identity federation or an attached service account instead of a key; where it must stay, create a second one, move to it, and delete the old one. Verify: gcloud iam service-accounts keys list.',
  sources: ['https://cloud.google.com/iam/docs/key-rotation'],
  evaluate({ settings }, key) {
    if (settings.type === 'SYSTEM_MANAGED') return notApplicable('Google holds and turns over this key');
    if (settings.disabled) return notApplicable('the key is switched off');
    const age = daysSince(settings.validAfter, key.observedAt);
    if (age === undefined) return undecidable('the key does not say since when it is valid');
    if (age <= longest) return pass;
    return fail([
      {
        path: 'settings/validAfter',
        found: `made ${settings.validAfter}`,
        expected: `made within ${longest} days`,
      },
    ]);
  },
});
