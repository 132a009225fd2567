import { defineCheck } from '#model/check.ts';
import { judgeGrants } from '#model/gcp/public-access.ts';

export const secretNotPublic = defineCheck({
  id: 'data.gcp.secret-not-public',
  title: 'Secret can not be read by just anyone',
  finding: '{name} is a secret that anyone can read',
  consequence: 'Anyone can read the secret and go where it opens.',
  severity: 'critical',
  on: 'secretmanager.googleapis.com/Secret',
  reads: ['iamPolicy'],
  controls: { practice: ['IAM-1', 'SEC-3'] },
  remediation:
    'Remove the binding with gcloud secrets remove-iam-policy-binding, then replace the secret, since it may have been read. Verify: gcloud secrets get-iam-policy.',
  sources: ['https://cloud.google.com/secret-manager/docs/access-control'],
  evaluate: ({ iamPolicy }, resource) => judgeGrants(iamPolicy, resource.observedAt),
});
