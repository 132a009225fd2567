import { defineCheck } from '#model/check.ts';
import { exposureContext, judgePublic } from '#model/policy/judge-public.ts';

export const keyPolicyNotPublic = defineCheck({
  id: 'data.aws.key-policy-not-public',
  title: 'Key can not be used by just anyone',
  finding: '{name} is a key that anyone can use',
  consequence: 'Any AWS account can decrypt what the key protects, or make it unusable.',
  severity: 'critical',
  on: 'AWS::KMS::Key',
  reads: ['policy'],
  uses: ['trust'],
  controls: { practice: ['CLD-2', 'IAM-1'] },
  remediation:
    'Name accounts or roles as the principal of each statement, or add a condition on kms:CallerAccount or aws:PrincipalOrgID. Verify: aws kms get-key-policy --policy-name default.',
  sources: ['https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html'],
  evaluate: ({ policy, trust }, key) => judgePublic('policy', policy, exposureContext(key, trust)),
});
