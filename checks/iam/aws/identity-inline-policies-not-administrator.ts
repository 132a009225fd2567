import { defineCheck } from '#model/check.ts';
import { callerContext } from '#model/policy/caller.ts';
import { administration } from '#model/policy/grants.ts';
import { fail, notApplicable, pass, undecidable } from '#model/verdict.ts';

export const identityInlinePoliciesNotAdministrator = defineCheck({
  id: 'iam.aws.identity-inline-policies-not-administrator',
  title: 'Inline policies of an identity do not grant full administration',
  finding: '{name} is an administrator by its inline policies',
  consequence: 'One stolen session of it is the whole account, and no list of policies shows why.',
  severity: 'high',
  on: ['AWS::IAM::User', 'AWS::IAM::Group', 'AWS::IAM::Role'],
  reads: ['path', 'policies'],
  controls: { 'cis-aws-3.0': ['1.16'], 'cis-aws-5.0': ['1.15'], practice: ['IAM-1', 'CLD-1'] },
  remediation:
    'Replace the inline policy by one that names the services and resources in use (IAM Access Analyzer drafts it from activity). Verify: aws iam list-role-policies, list-user-policies or list-group-policies.',
  sources: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html'],
  evaluate({ path, policies }, identity) {
    // Only this path is reserved for AWS; `/service-role/` is an ordinary one that the customer owns.
    if (identity.kind === 'AWS::IAM::Role' && path.startsWith('/aws-service-role/')) {
      return notApplicable('AWS manages service-linked roles');
    }
    const { inline, boundary } = policies;
    const facts = { now: identity.observedAt, context: callerContext(identity) };
    // Of the union: full power can be split over two policies.
    switch (
      administration(
        inline.map((policy) => policy.document),
        facts,
      )
    ) {
      case 'no':
        return pass;
      case 'conditional':
        return undecidable('they grant full administration on conditions that only a request can tell');
      case 'yes': {
        // A boundary limits what they grant, and its document stands on another resource.
        if (boundary !== 'none') return undecidable(`the boundary ${boundary} limits what they grant`);
        const alone = inline.filter((policy) => administration([policy.document], facts) === 'yes');
        return fail(
          (alone.length > 0 ? alone : inline).map((policy) => ({
            path: `policies/inline/${policy.name}`,
            found: alone.length > 0 ? 'full administration' : 'full administration together with the others',
            expected: 'named services and resources',
          })),
        );
      }
    }
  },
});
