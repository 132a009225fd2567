/** Full power over an account, with the third answer that {@link isAdministrator} has no room for. */
import { conditionOutcome } from './condition-outcome.ts';
import type { PolicyDocument, PolicyStatement } from './document.ts';
import type { GrantFacts } from './grants.ts';
import { isAdministrator } from './grants.ts';

/** `depends`: with conditions met (or those of a Deny not met) that only a request can tell. */
export type Administration = 'yes' | 'no' | 'depends';

/** Of all these documents together: two halves of full power make an administrator. */
export const administration = (
  documents: readonly PolicyDocument[],
  facts: GrantFacts = {},
): Administration => {
  if (isAdministrator(documents, facts)) return 'yes';
  return isAdministrator(
    documents.map((document) => atMost(document, facts)),
    facts,
  )
    ? 'depends'
    : 'no';
};

/** What the document grants at most: each open condition is taken the way that grants more. */
const atMost = (document: PolicyDocument, facts: GrantFacts): PolicyDocument => ({
  ...document,
  statements: document.statements.flatMap((statement): PolicyStatement[] => {
    // Every action that makes an administrator is one of IAM's, so one of them speaks for all.
    const outcomes = statement.conditions.map((condition) =>
      conditionOutcome(condition, 'iam:AttachRolePolicy', facts),
    );
    if (outcomes.includes('no')) return [];
    if (statement.effect === 'Deny' && outcomes.includes('maybe')) return [];
    return [{ ...statement, conditions: [] }];
  }),
});
