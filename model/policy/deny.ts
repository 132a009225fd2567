/** Which Deny statements stand in an outsider's way, and how each can be got around. */
import { statementMatchesAction } from './action.ts';
import type { PolicyDocument, PolicyStatement } from './document.ts';
import type { Constraint, OutsiderContext } from './outsider.ts';
import { namedPrincipal } from './principal.ts';
import { openVariables } from './variables.ts';
import { coversWildcard, wildcardsMeet } from './wildcard.ts';
import type { WitnessContext } from './witness.ts';
import { isTrustedAccount } from './witness.ts';

/** Beyond this many ways around, further Deny statements are not asked: that may call too much open, never too little. */
const maxWays = 256;

/** The Deny statements that cover all that the Allow gives of the action, to such an outsider. */
export const denialsOf = (
  allow: PolicyStatement,
  action: string,
  document: PolicyDocument,
  context: OutsiderContext,
): readonly PolicyStatement[] =>
  document.statements.filter(
    (deny) => deny.effect === 'Deny' && coversAllow(deny, allow, action, document.version, context),
  );

/**
 * Every way to keep clear of all of these: one condition of each must not hold. No way at all when one of them is
 * unconditional.
 */
export const evasions = (denials: readonly PolicyStatement[]): readonly (readonly Constraint[])[] => {
  let ways: readonly (readonly Constraint[])[] = [[]];
  for (const deny of denials) {
    if (ways.length * deny.conditions.length > maxWays) continue;
    ways = ways.flatMap((way) =>
      deny.conditions.map((condition): readonly Constraint[] => [...way, { condition, holds: false }]),
    );
  }
  return ways;
};

function coversAllow(
  deny: PolicyStatement,
  allow: PolicyStatement,
  action: string,
  version: string,
  context: OutsiderContext,
): boolean {
  return (
    (allow.actions === 'none' ? coversRest(deny, allow) : statementMatchesAction(deny, action)) &&
    coversResources(deny, allow, version) &&
    coversCaller(deny, context)
  );
}

/** Allow with NotAction: the Deny has to cover all that is left, which only `*` surely does. */
const coversRest = (deny: PolicyStatement, allow: PolicyStatement): boolean =>
  statementMatchesAction(deny, '*') ||
  (deny.notActions !== 'none' &&
    allow.notActions !== 'none' &&
    deny.notActions.every((pattern) => allow.notActions !== 'none' && allow.notActions.includes(pattern)));

function coversResources(deny: PolicyStatement, allow: PolicyStatement, version: string): boolean {
  if (deny.resources === 'none' && deny.notResources === 'none') return true;
  const wanted = allow.resources === 'none' ? ['*'] : allow.resources;
  return wanted.every((pattern) => {
    const { text } = openVariables(pattern, version);
    if (deny.resources !== 'none') {
      return deny.resources.some((cover) => !cover.includes('${') && coversWildcard(cover, text));
    }
    return (
      deny.notResources !== 'none' &&
      !deny.notResources.some((spared) => wildcardsMeet(openVariables(spared, version).text, text))
    );
  });
}

/**
 * Does the Deny speak to whoever the outsider is? One that spares named principals speaks to every other one; whom it
 * spares is asked for by {@link sparedAccounts}.
 */
function coversCaller(deny: PolicyStatement, context: OutsiderContext): boolean {
  const { principals } = deny;
  if (principals === 'none') return true;
  const named = principals.entries.map(namedPrincipal);
  if (principals.not) {
    return named.every((one) => one.type === 'account' && one.account !== context.caller);
  }
  return named.some(
    (one) =>
      one.type === 'everyone' || (one.type === 'account' && one.whole && one.account === context.caller),
  );
}

/** Outside accounts that a Deny for all but some names, and so leaves what is allowed to everybody. */
export const sparedAccounts = (document: PolicyDocument, context: WitnessContext): readonly string[] => [
  ...new Set(
    document.statements
      .filter(({ effect }) => effect === 'Deny')
      .flatMap(({ principals }) => (principals === 'none' || !principals.not ? [] : principals.entries))
      .map(namedPrincipal)
      .flatMap((one) =>
        one.type === 'account' && !isTrustedAccount(context, one.account) ? [one.account] : [],
      ),
  ),
];
