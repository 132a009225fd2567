import { defineCheck } from '#model/check.ts';
import { exposureContext, judgePublic } from '#model/policy/judge-public.ts';

export const queueNotPublic = defineCheck({
  id: 'data.aws.queue-not-public',
  title: 'Queue can not be used by just anyone',
  finding: '{name} is a queue that anyone can use',
  consequence: 'Anyone can read and delete messages, or send what your systems then act on.',
  severity: 'high',
  on: 'AWS::SQS::Queue',
  reads: ['policy'],
  uses: ['trust'],
  controls: { practice: ['IAM-1'] },
  remediation:
    'Name the accounts as the principal, or add a condition on aws:SourceArn, aws:SourceAccount or aws:PrincipalOrgID. Verify: aws sqs get-queue-attributes --attribute-names Policy.',
  sources: [
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html',
  ],
  evaluate: ({ policy, trust }, queue) => judgePublic('policy', policy, exposureContext(queue, trust)),
});
