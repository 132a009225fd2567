import { defineCheck } from '#model/check.ts';
import { exposureContext, judgePublic } from '#model/policy/judge-public.ts';

export const functionNotPublic = defineCheck({
  id: 'data.aws.function-not-public',
  title: 'Function can not be invoked by just anyone',
  finding: '{name} can be invoked by anyone',
  consequence:
    'Anyone can run the code with input of their own, on your bill and with the role of the function.',
  severity: 'critical',
  on: 'AWS::Lambda::Function',
  reads: ['policy'],
  uses: ['trust'],
  controls: { practice: ['IAM-1'] },
  remediation:
    'Remove the statement with aws lambda remove-permission and add one that names the service with source ARN and source account; set a function URL to AWS_IAM. Verify: aws lambda get-policy.',
  sources: ['https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html'],
  evaluate: ({ policy, trust }, lambda) => judgePublic('policy', policy, exposureContext(lambda, trust)),
});
