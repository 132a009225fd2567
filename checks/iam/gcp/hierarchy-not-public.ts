import { defineCheck } from '#model/check.ts';
import { judgeGrants } from '#model/gcp/public-access.ts';

export const hierarchyNotPublic = defineCheck({
  id: 'iam.gcp.hierarchy-not-public',
  title: 'Organization, folder or project grants nothing to just anyone',
  finding: '{name} grants a role to anyone with a Google account',
  consequence: 'Anyone can use what the role permits, in everything that lies below.',
  severity: 'critical',
  on: [
    'cloudresourcemanager.googleapis.com/Organization',
    'cloudresourcemanager.googleapis.com/Folder',
    'cloudresourcemanager.googleapis.com/Project',
  ],
  reads: ['iamPolicy'],
  controls: { practice: ['IAM-1'] },
  remediation:
    'Remove allUsers and allAuthenticatedUsers with gcloud projects remove-iam-policy-binding (or organizations, resource-manager folders). Verify: gcloud projects get-iam-policy.',
  sources: ['https://cloud.google.com/iam/docs/principals-overview'],
  evaluate: ({ iamPolicy }, resource) => judgeGrants(iamPolicy, resource.observedAt),
});
