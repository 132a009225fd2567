import { defineCheck } from '#model/check.ts';
import { isInternet, parseCidr } from '#model/cidr.ts';
import { fail, pass, undecidable } from '#model/verdict.ts';

export const databaseNotPublic = defineCheck({
  id: 'network.gcp.database-not-public',
  title: 'Cloud SQL instance does not admit the whole internet',
  finding: '{name} is a database that the whole internet can reach',
  consequence: 'Anyone can try passwords and flaws of the database itself.',
  severity: 'critical',
  on: 'sqladmin.googleapis.com/Instance',
  reads: ['settings'],
  controls: { 'cis-gcp-3.0': ['6.5', '6.6'], practice: ['NET-2', 'CLD-1'] },
  remediation:
    'Replace the range with gcloud sql instances patch --authorized-networks, or switch to a private address with --no-assign-ip. Verify: gcloud sql instances describe.',
  sources: ['https://cloud.google.com/sql/docs/postgres/authorize-networks'],
  evaluate({ settings: { publicIp, authorizedNetworks } }) {
    // The list is kept while there is no public address, and then admits nobody.
    if (!publicIp) return pass;
    if (isInternet(authorizedNetworks)) {
      const alone = authorizedNetworks.filter((range) => isInternet(range));
      return fail(
        (alone.length > 0 ? alone : authorizedNetworks).map((range) => ({
          path: `settings/authorizedNetworks/${range}`,
          found: range,
          expected: 'ranges of your own',
        })),
      );
    }
    return authorizedNetworks.every((range) => parseCidr(range) !== undefined)
      ? pass
      : undecidable('an authorised network is no range of addresses');
  },
});
