import { defineCheck } from '#model/check.ts';
import type { Bucket } from '#model/gcp/data.ts';
import { isEverybody } from '#model/gcp/policy.ts';
import { publicGrants } from '#model/gcp/public-access.ts';
import type { Evidence } from '#model/verdict.ts';
import { fail, irrelevant, passWith, undecidable, unknownBecause } from '#model/verdict.ts';

/** The list of a bucket, and the one that each new object starts with. */
const listedForAnyone = (lists: Bucket['settings']['lists']): readonly Evidence[] =>
  lists
    .filter(({ entity }) => isEverybody(entity))
    .map(({ list, entity, role }) => ({
      path: `settings/lists/${list}/${entity}`,
      found: `${entity} is listed as ${role}`,
      expected: 'members of your own',
    }));

export const bucketNotPublic = defineCheck({
  id: 'data.gcp.bucket-not-public',
  title: 'Storage bucket can not be read by just anyone',
  finding: '{name} is a bucket that anyone can read',
  consequence: 'Anyone can read what is stored, or replace it where the role lets them write.',
  severity: 'critical',
  on: 'storage.googleapis.com/Bucket',
  reads: ['settings'],
  mayRead: ['iamPolicy', 'publicAccessConstraint'],
  controls: { 'cis-gcp-3.0': ['5.1'], practice: ['IAM-1', 'CLD-1'] },
  remediation:
    'Enforce public access prevention with gcloud storage buckets update --public-access-prevention, then remove the bindings. Verify: gcloud storage buckets describe.',
  sources: ['https://cloud.google.com/storage/docs/public-access-prevention'],
  evaluate({ settings, iamPolicy, publicAccessConstraint }, { observedAt }) {
    // It overrides grants that are there already, ACLs included.
    if (settings.publicAccessPrevention === 'enforced') {
      const why = irrelevant('public access prevention is enforced on the bucket');
      return passWith({ iamPolicy: why, publicAccessConstraint: why });
    }
    if (publicAccessConstraint.known && publicAccessConstraint.value === 'enforced') {
      const why = irrelevant('an organisation policy enforces public access prevention');
      return passWith({ iamPolicy: why, publicAccessConstraint });
    }
    if (!iamPolicy.known) return unknownBecause(iamPolicy);
    const { evidence, conditional } = publicGrants(iamPolicy.value, observedAt);
    if (evidence.length === 0 && !conditional && settings.uniformAccess) {
      return passWith({
        iamPolicy,
        publicAccessConstraint: irrelevant('nothing is granted that it could take back'),
      });
    }
    if (!publicAccessConstraint.known) return unknownBecause(publicAccessConstraint);
    const open = [...evidence, ...(settings.uniformAccess ? [] : listedForAnyone(settings.lists))];
    if (open.length > 0) return fail(open);
    return undecidable(
      conditional
        ? 'anyone is let in under a condition that a request decides'
        : 'access lists of single objects can let anyone in, and are not in the inventory: switch on uniform access',
    );
  },
});
