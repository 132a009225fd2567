/**
 * Which actions a statement names. Service prefix and action name compare without case; `*` and `?` stand
 * anywhere, so `iam:*`, `*:*`, `*` and `s3:Get?bject` are all patterns.
 *
 * Source: IAM User Guide, "IAM JSON policy elements: Action" and "NotAction".
 */
import type { PolicyStatement } from './document.ts';
import { coversWildcard, wildcardsMeet } from './wildcard.ts';

/** Is every action that matches `narrow` also matched by `wide`? */
export const coversAction = (wide: string, narrow: string): boolean =>
  coversWildcard(wide.toLowerCase(), narrow.toLowerCase());

/** Is there an action, known or not, that both patterns name? */
export const actionsMeet = (a: string, b: string): boolean => wildcardsMeet(a.toLowerCase(), b.toLowerCase());

/**
 * Does the statement speak of this action? `action` may be a pattern (`s3:*`): then of all actions that match it.
 * The effect and the conditions are not looked at.
 */
export const statementMatchesAction = (statement: PolicyStatement, action: string): boolean => {
  if (statement.actions !== 'none') return statement.actions.some((pattern) => coversAction(pattern, action));
  if (statement.notActions !== 'none') {
    return !statement.notActions.some((pattern) => actionsMeet(pattern, action));
  }
  return false;
};

/** Does the statement speak of at least one action that matches the pattern? */
export const statementMeetsAction = (statement: PolicyStatement, action: string): boolean => {
  if (statement.actions !== 'none') return statement.actions.some((pattern) => actionsMeet(pattern, action));
  if (statement.notActions !== 'none') {
    return !statement.notActions.some((pattern) => coversAction(pattern, action));
  }
  return false;
};
