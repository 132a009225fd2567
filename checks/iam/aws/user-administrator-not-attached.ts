import { parseArn } from '#model/arn.ts';
import { defineCheck } from '#model/check.ts';
import { fail, pass, undecidable } from '#model/verdict.ts';

/** In any partition: `arn:aws-cn:iam::aws:policy/AdministratorAccess` is the same policy. */
const isAdministratorAccess = (text: string): boolean => {
  const arn = parseArn(text);
  return arn?.service === 'iam' && arn.account === 'aws' && arn.resource === 'policy/AdministratorAccess';
};

export const userAdministratorNotAttached = defineCheck({
  id: 'iam.aws.user-administrator-not-attached',
  title: 'AdministratorAccess is not attached to a user',
  finding: '{name} holds AdministratorAccess with long-lived credentials',
  consequence: 'One leaked key of the user, which does not expire, is the whole account.',
  severity: 'high',
  on: 'AWS::IAM::User',
  reads: ['policies'],
  controls: {
    'cis-aws-3.0': ['1.15', '1.16'],
    'cis-aws-5.0': ['1.14', '1.15'],
    practice: ['IAM-1', 'IAM-2', 'CLD-1'],
  },
  remediation:
    'Let the person assume an administrator role with MFA, or use IAM Identity Center, then aws iam detach-user-policy. Verify: aws iam list-attached-user-policies.',
  sources: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html'],
  evaluate({ policies }) {
    const held = policies.attached.filter((policy) => isAdministratorAccess(policy.arn));
    if (held.length === 0) return pass;
    // A boundary limits what the policy grants, and its document stands on another resource.
    if (policies.boundary !== 'none') {
      return undecidable(`the boundary ${policies.boundary} limits what it grants`);
    }
    return fail(
      held.map((policy) => ({
        path: `policies/attached/${policy.name}`,
        found: policy.arn,
        expected: 'not attached to a user',
      })),
    );
  },
});
