import { parseArn } from '#model/arn.ts';
import { defineCheck } from '#model/check.ts';
import { administration } from '#model/policy/grants.ts';
import { fail, notApplicable, pass, undecidable } from '#model/verdict.ts';

export const policyNotAdministrator = defineCheck({
  id: 'iam.aws.policy-not-administrator',
  title: 'Customer policy in use does not grant full administration',
  finding: '{name} makes whoever holds it an administrator',
  consequence: 'One stolen session of a holder is the whole account, its logs and its backups included.',
  severity: 'high',
  on: 'AWS::IAM::Policy',
  reads: ['document', 'usage'],
  controls: { 'cis-aws-3.0': ['1.16'], 'cis-aws-5.0': ['1.15'], practice: ['IAM-1', 'CLD-1'] },
  remediation:
    'Write down the services and resources that its holders use (IAM Access Analyzer drafts a policy from their activity), set that as a new default version, and keep full power for a role that is assumed with MFA. Verify: aws iam get-policy-version.',
  sources: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html',
  ],
  evaluate({ document, usage }, policy) {
    // AdministratorAccess stands in every account and can't be changed: the finding belongs to who holds it.
    if (parseArn(policy.id)?.account === 'aws') return notApplicable('AWS manages the policy');
    // As a boundary it grants nothing, whatever it says.
    if (usage.attachments === 0) return notApplicable('attached to nobody');
    switch (administration([document], { now: policy.observedAt })) {
      case 'yes':
        return fail([
          {
            path: 'document',
            found: `full administration, held by ${usage.attachments}`,
            expected: 'named services and resources',
          },
        ]);
      case 'conditional':
        return undecidable('it grants full administration on conditions that only a request can tell');
      case 'no':
        return pass;
    }
  },
});
