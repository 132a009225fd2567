import { defineCheck } from '#model/check.ts';
import { fail, pass } from '#model/verdict.ts';

export const bucketUniformAccess = defineCheck({
  id: 'data.gcp.bucket-uniform-access',
  title: 'Storage bucket has uniform access',
  finding: '{name} has access lists of single objects',
  consequence: 'Whoever writes an object can open it to anyone, and no policy of the bucket shows it.',
  severity: 'medium',
  on: 'storage.googleapis.com/Bucket',
  reads: ['settings'],
  controls: { 'cis-gcp-3.0': ['5.2'], practice: ['IAM-1', 'CLD-1'] },
  remediation:
    'Look for objects that were shared by their lists, then switch on uniform access with gcloud storage buckets update --uniform-bucket-level-access. Verify: gcloud storage buckets describe.',
  sources: ['https://cloud.google.com/storage/docs/uniform-bucket-level-access'],
  evaluate: ({ settings }) =>
    settings.uniformAccess ? pass : fail([{ path: 'settings/uniformAccess', found: 'off', expected: 'on' }]),
});
