import { parseArn } from '#model/arn.ts';
import { defineCheck } from '#model/check.ts';
import type { PolicyDocument } from '#model/policy/document.ts';
import { exposureContext, judgePublic } from '#model/policy/judge-public.ts';
import { wildcardsMeet } from '#model/policy/wildcard.ts';
import { fail, passWith, unknownBecause } from '#model/verdict.ts';

export const repositoryNotPublic = defineCheck({
  id: 'data.aws.repository-not-public',
  title: 'Image repository can not be used by just anyone',
  finding: '{name} is an image repository that anyone can use',
  consequence: 'Anyone can pull your images with what is in them, or push one that you then run.',
  severity: 'high',
  on: 'AWS::ECR::Repository',
  reads: ['policy'],
  mayRead: ['registryPolicy'],
  uses: ['trust'],
  controls: { practice: ['REG-3', 'IAM-1'] },
  remediation:
    'Name the accounts as the principal of aws ecr set-repository-policy, or add StringEquals on aws:PrincipalOrgID. Verify: aws ecr get-repository-policy, and get-registry-policy for what the registry says of all its repositories.',
  sources: [
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html',
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html',
  ],
  evaluate({ policy, registryPolicy, trust }, repository) {
    const context = exposureContext(repository, trust);
    const judged = [
      judgePublic('policy', policy, context),
      ...(registryPolicy.known
        ? [judgePublic('registryPolicy', about(repository.id, registryPolicy.value), context)]
        : []),
    ];
    const open = judged.flatMap((one) => (one.verdict === 'fail' ? one.evidence : []));
    if (open.length > 0) return fail(open);
    if (!registryPolicy.known) return unknownBecause(registryPolicy);
    return judged.find((one) => one.verdict === 'unknown') ?? passWith({ registryPolicy });
  },
});

/** Of the statements, those that can speak of this repository. A Deny on more than it stays as well, and may be too wide. */
const about = (arn: string, document: PolicyDocument | 'none'): PolicyDocument | 'none' =>
  document === 'none'
    ? 'none'
    : {
        ...document,
        statements: document.statements.filter(
          ({ resources }) =>
            resources === 'none' ||
            // Known by its name only, it may be any of them.
            parseArn(arn) === undefined ||
            resources.some((pattern) => wildcardsMeet(pattern, arn)),
        ),
      };
