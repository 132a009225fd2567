import { defineCheck } from '#model/check.ts';
import { isEverybody } from '#model/gcp/policy.ts';
import { publicGrants } from '#model/gcp/public-access.ts';
import { fail, passWith, undecidable, unknownBecause } from '#model/verdict.ts';

/** `specialGroup:allAuthenticatedUsers`, `iamMember:allUsers`. */
const isPublicEntry = (who: string): boolean => isEverybody(who.slice(who.indexOf(':') + 1));

export const datasetNotPublic = defineCheck({
  id: 'data.gcp.dataset-not-public',
  title: 'Dataset can not be read by just anyone',
  finding: '{name} is a dataset that anyone can read',
  consequence: 'Anyone with a Google account can query the tables and copy them.',
  severity: 'critical',
  on: 'bigquery.googleapis.com/Dataset',
  reads: ['iamPolicy'],
  mayRead: ['access'],
  controls: { 'cis-gcp-3.0': ['7.1'], practice: ['IAM-1', 'CLD-1'] },
  remediation:
    'Take the entry out of the access list with bq update --source, or under Sharing in the console. Verify: bq show --format=prettyjson.',
  sources: ['https://cloud.google.com/bigquery/docs/dataset-access-controls'],
  evaluate({ access, iamPolicy }, { observedAt }) {
    const entries = access.known ? access.value : [];
    const listed = entries
      .filter(({ who }) => isPublicEntry(who))
      .map(({ who, role }) => ({
        path: `access/${who}`,
        found: `${who} holds ${role}`,
        expected: 'members of your own',
      }));
    const { evidence, conditional } = publicGrants(iamPolicy, observedAt);
    const found = [...listed, ...evidence];
    if (found.length > 0) return fail(found);
    if (!access.known) return unknownBecause(access);
    return conditional
      ? undecidable('anyone is let in under a condition that a request decides')
      : passWith({ access });
  },
});
