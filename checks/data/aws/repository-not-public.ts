import { defineCheck } from '#model/check.ts';
import { exposureContext, judgePublic } from '#model/policy/judge-public.ts';

export const repositoryNotPublic = defineCheck({
  id: 'data.aws.repository-not-public',
  title: 'Image repository can not be used by just anyone',
  finding: '{name} is an image repository that anyone can use',
  consequence: 'Anyone can pull your images with what is in them, or push one that you then run.',
  severity: 'high',
  on: 'AWS::ECR::Repository',
  reads: ['policy'],
  uses: ['trust'],
  controls: { practice: ['REG-3', 'IAM-1'] },
  remediation:
    'Name the accounts as the principal of aws ecr set-repository-policy, or add StringEquals on aws:PrincipalOrgID. Verify: aws ecr get-repository-policy.',
  sources: ['https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html'],
  evaluate: ({ policy, trust }, repository) =>
    judgePublic('policy', policy, exposureContext(repository, trust)),
});
