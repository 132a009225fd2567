import { defineCheck } from '#model/check.ts';
import { judgeGrants } from '#model/gcp/public-access.ts';

export const serviceAccountNotPublic = defineCheck({
  id: 'iam.gcp.service-account-not-public',
  title: 'Service account can not be used by just anyone',
  finding: '{name} is a service account that anyone can act as',
  consequence: 'Anyone can get tokens of the account and use every role that it holds.',
  severity: 'critical',
  on: 'iam.googleapis.com/ServiceAccount',
  reads: ['iamPolicy'],
  controls: { practice: ['IAM-1'] },
  remediation:
    'Remove the binding with gcloud iam service-accounts remove-iam-policy-binding and name the workload instead. Verify: gcloud iam service-accounts get-iam-policy.',
  sources: ['https://cloud.google.com/iam/docs/service-account-permissions'],
  evaluate: ({ iamPolicy }, resource) => judgeGrants(iamPolicy, resource.observedAt),
});
