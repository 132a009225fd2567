import { defineCheck } from '#model/check.ts';
import { exposureContext, judgePublic } from '#model/policy/judge-public.ts';

export const topicNotPublic = defineCheck({
  id: 'data.aws.topic-not-public',
  title: 'Topic can not be used by just anyone',
  finding: '{name} is a topic that anyone can use',
  consequence: 'Anyone can read what is published, or publish what your systems then act on.',
  severity: 'high',
  on: 'AWS::SNS::Topic',
  reads: ['policy'],
  uses: ['trust'],
  controls: { practice: ['IAM-1'] },
  remediation:
    'Name the accounts as the principal, or add a condition on aws:SourceOwner, aws:SourceAccount or aws:PrincipalOrgID. Verify: aws sns get-topic-attributes.',
  sources: ['https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html'],
  evaluate: ({ policy, trust }, topic) => judgePublic('policy', policy, exposureContext(topic, trust)),
});
