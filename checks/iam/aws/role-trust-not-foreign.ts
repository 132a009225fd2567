import { defineCheck } from '#model/check.ts';
import { parseOperator } from '#model/policy/condition.ts';
import type { PolicyCondition, PolicyDocument } from '#model/policy/document.ts';
import { outsideGrants } from '#model/policy/exposure.ts';
import { exposureContext } from '#model/policy/judge-public.ts';
import { hasWildcard } from '#model/policy/wildcard.ts';
import { fail, notApplicable, pass, undecidable } from '#model/verdict.ts';

/** Only a value that the other side must present proves anything; `*`, or a test for its absence, does not. */
const asksForExternalId = ({ operator, key, values }: PolicyCondition): boolean => {
  const parsed = parseOperator(operator);
  if (key.toLowerCase() !== 'sts:externalid' || parsed === undefined) return false;
  if (parsed.negated || parsed.ifExists || parsed.quantifier === 'all-values') return false;
  if (parsed.comparison === 'like') return values.every((value) => !hasWildcard(value));
  return parsed.comparison === 'string' || parsed.comparison === 'string-ignore-case';
};

/** Every statement of this label asks for one; labels need not be unique. */
const guarded = (document: PolicyDocument, label: string): boolean =>
  document.statements
    .filter((statement) => statement.label === label && statement.effect === 'Allow')
    .every((statement) => statement.conditions.some(asksForExternalId));

export const roleTrustNotForeign = defineCheck({
  id: 'iam.aws.role-trust-not-foreign',
  title: 'Role trusts a foreign account only with an external id',
  finding: '{name} trusts a foreign account without an external id',
  consequence: 'Everybody whom that account serves, or who breaks into it, can be led to use this role.',
  severity: 'medium',
  on: 'AWS::IAM::Role',
  reads: ['path', 'trustPolicy'],
  uses: ['trust'],
  controls: { practice: ['IAM-1', 'ENV-2'] },
  remediation:
    'Remove the account from the trust policy, add a condition StringEquals on sts:ExternalId with the id that the other side uses for you, or name the account under partners in the configuration. Verify: aws iam get-role.',
  sources: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html'],
  evaluate({ path, trustPolicy, trust }, role) {
    if (path.startsWith('/aws-service-role/')) return notApplicable('AWS manages service-linked roles');
    const grants = outsideGrants(trustPolicy, exposureContext(role, trust));
    const foreign = grants.filter(
      (grant) => grant.reach === 'foreign-account' && !guarded(trustPolicy, grant.statement),
    );
    if (foreign.length > 0) {
      return fail(
        foreign.map((grant) => ({
          path: `trustPolicy/${grant.statement}`,
          found: grant.who,
          expected: 'an own account, a partner, or a condition on sts:ExternalId',
        })),
      );
    }
    const undecided = grants.find((grant) => grant.reach === 'undecided');
    return undecided === undefined
      ? pass
      : undecidable(
          `statement ${undecided.statement} admits ${undecided.who}, if a fact holds that was not read`,
        );
  },
});
