import { defineCheck } from '#model/check.ts';
import { judgeGrants } from '#model/gcp/public-access.ts';

export const keyNotPublic = defineCheck({
  id: 'data.gcp.key-not-public',
  title: 'Encryption key can not be used by just anyone',
  finding: '{name} is a Cloud KMS key that anyone can use',
  consequence: 'Anyone can decrypt what the key protects, or sign in its name.',
  severity: 'critical',
  on: 'cloudkms.googleapis.com/CryptoKey',
  reads: ['iamPolicy'],
  controls: { 'cis-gcp-3.0': ['1.9'], practice: ['CLD-2', 'IAM-1', 'CLD-1'] },
  remediation:
    'Remove the binding with gcloud kms keys remove-iam-policy-binding. Verify: gcloud kms keys get-iam-policy.',
  sources: ['https://cloud.google.com/kms/docs/iam'],
  evaluate: ({ iamPolicy }, resource) => judgeGrants(iamPolicy, resource.observedAt),
});
