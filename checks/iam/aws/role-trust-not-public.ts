import { defineCheck } from '#model/check.ts';
import { exposureContext, judgePublic } from '#model/policy/judge-public.ts';
import { notApplicable } from '#model/verdict.ts';

export const roleTrustNotPublic = defineCheck({
  id: 'iam.aws.role-trust-not-public',
  title: 'Role can not be assumed by just anyone',
  finding: '{name} can be assumed by anyone',
  consequence: 'Any AWS account, or any account at the identity provider, gets the permissions of the role.',
  severity: 'critical',
  on: 'AWS::IAM::Role',
  reads: ['path', 'trustPolicy'],
  uses: ['trust'],
  controls: { practice: ['IAM-1', 'IAM-2'] },
  remediation:
    'Name the accounts or roles in the trust policy; for an identity provider add a condition on sub that names the repository, workload or subject. Verify: aws iam get-role.',
  sources: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
  ],
  evaluate({ path, trustPolicy, trust }, role) {
    if (path.startsWith('/aws-service-role/')) return notApplicable('AWS manages service-linked roles');
    return judgePublic('trustPolicy', trustPolicy, exposureContext(role, trust));
  },
});
