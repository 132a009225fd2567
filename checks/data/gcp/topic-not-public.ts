import { defineCheck } from '#model/check.ts';
import { judgeGrants } from '#model/gcp/public-access.ts';

export const topicNotPublic = defineCheck({
  id: 'data.gcp.topic-not-public',
  title: 'Pub/Sub topic can not be used by just anyone',
  finding: '{name} is a Pub/Sub topic that anyone can use',
  consequence: 'Anyone can publish what your systems then act on, or subscribe to what is published.',
  severity: 'high',
  on: 'pubsub.googleapis.com/Topic',
  reads: ['iamPolicy'],
  controls: { practice: ['IAM-1'] },
  remediation:
    'Remove the binding with gcloud pubsub topics remove-iam-policy-binding. Verify: gcloud pubsub topics get-iam-policy.',
  sources: ['https://cloud.google.com/pubsub/docs/access-control'],
  evaluate: ({ iamPolicy }, resource) => judgeGrants(iamPolicy, resource.observedAt),
});
