import { defineCheck } from '#model/check.ts';
import { exposureContext, judgePublic } from '#model/policy/judge-public.ts';
import { fail, passWith, unknownBecause } from '#model/verdict.ts';

export const functionNotPublic = defineCheck({
  id: 'data.aws.function-not-public',
  title: 'Function can not be invoked by just anyone',
  finding: '{name} can be invoked by anyone',
  consequence:
    'Anyone can run the code with input of their own, on your bill and with the role of the function.',
  severity: 'critical',
  on: 'AWS::Lambda::Function',
  reads: ['policy'],
  mayRead: ['aliases'],
  uses: ['trust'],
  controls: { practice: ['IAM-1'] },
  remediation:
    'Remove the statement with aws lambda remove-permission and add one that names the service with source ARN and source account; set a function URL to AWS_IAM. Verify: aws lambda get-policy, with --qualifier for an alias.',
  sources: ['https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html'],
  evaluate({ policy, aliases, trust }, lambda) {
    const context = exposureContext(lambda, trust);
    const judged = [
      judgePublic('policy', policy, context),
      ...(aliases.known ? aliases.value : []).map((alias) =>
        judgePublic(`aliases/${alias.name}`, alias.policy, context),
      ),
    ];
    const open = judged.flatMap((one) => (one.verdict === 'fail' ? one.evidence : []));
    if (open.length > 0) return fail(open);
    // An alias may have an address of its own, open to anybody.
    if (!aliases.known) return unknownBecause(aliases);
    return judged.find((one) => one.verdict === 'unknown') ?? passWith({ aliases });
  },
});
