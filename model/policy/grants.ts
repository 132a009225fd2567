/**
 * What identity policies grant, as far as the documents alone tell. No SCP, boundary, session or resource policy is
 * looked at: `allowed` is what these documents say, not the last word on a request.
 *
 * Source: IAM User Guide, "Policy evaluation logic".
 */

import { compareText } from '../resource.ts';
import { statementMatchesAction, statementMeetsAction } from './action.ts';
import { conditionOutcome } from './condition-outcome.ts';
import type { PolicyDocument, PolicyStatement } from './document.ts';
import { coversWildcard, wildcardsMeet } from './wildcard.ts';

/** `depends`: a condition or a variable that only a request can settle. */
export type Decision = 'allowed' | 'explicit-deny' | 'implicit-deny' | 'depends';

export interface GrantFacts {
  /** When the documents were observed, ISO 8601: settles conditions on `aws:CurrentTime`. */
  readonly now?: string;
}

const everything = '*';

/**
 * Is the action granted? With a `resource` (an ARN, or a pattern of ARNs) on all that it stands for; without one on
 * anything at all.
 */
export const decideAction = (
  documents: readonly PolicyDocument[],
  action: string,
  resource?: string,
  facts: GrantFacts = {},
): Decision => {
  const statements = documents.flatMap((document) =>
    document.statements.map((statement) => ({ statement, version: document.version })),
  );
  const allows: { outcome: 'yes' | 'maybe'; statement: PolicyStatement }[] = [];
  for (const { statement, version } of statements) {
    if (statement.effect !== 'Allow' || !statementMatchesAction(statement, action)) continue;
    const reach = resourceReach(statement, resource, version);
    const condition = statementOutcome(statement, action, facts);
    if (reach === 'no' || condition === 'no') continue;
    allows.push({ outcome: reach === 'yes' && condition === 'yes' ? 'yes' : 'maybe', statement });
  }
  let denied: 'no' | 'maybe' | 'yes' = 'no';
  for (const { statement, version } of statements) {
    if (statement.effect !== 'Deny' || !statementMeetsAction(statement, action)) continue;
    const condition = statementOutcome(statement, action, facts);
    if (condition === 'no') continue;
    const cover =
      resource === undefined
        ? coverOfAllows(
            statement,
            allows.map((allow) => allow.statement),
            version,
          )
        : denyCover(statement, resource, version);
    if (cover === 'no') continue;
    if (cover === 'yes' && condition === 'yes' && statementMatchesAction(statement, action))
      return 'explicit-deny';
    denied = 'maybe';
  }
  if (allows.length === 0) return 'implicit-deny';
  if (!allows.some((allow) => allow.outcome === 'yes')) return 'depends';
  return denied === 'no' || resource === undefined ? (denied === 'no' ? 'allowed' : 'depends') : 'depends';
};

type Outcome = 'yes' | 'maybe' | 'no';

function statementOutcome(statement: PolicyStatement, action: string, facts: GrantFacts): Outcome {
  let outcome: Outcome = 'yes';
  for (const condition of statement.conditions) {
    const one = conditionOutcome(condition, action, facts);
    if (one === 'no') return 'no';
    if (one === 'maybe') outcome = 'maybe';
  }
  return outcome;
}

/** Does an Allow reach all of the resource (or, without one, anything)? */
function resourceReach(statement: PolicyStatement, resource: string | undefined, version: string): Outcome {
  if (resource === undefined) return 'yes';
  if (statement.resources !== 'none') {
    let outcome: Outcome = 'no';
    for (const pattern of statement.resources) {
      const { text, variable } = openVariables(pattern, version);
      if (!coversWildcard(text, resource)) continue;
      if (!variable) return 'yes';
      outcome = 'maybe';
    }
    return outcome;
  }
  if (statement.notResources !== 'none') {
    let outcome: Outcome = 'yes';
    for (const pattern of statement.notResources) {
      const { text, variable } = openVariables(pattern, version);
      if (!wildcardsMeet(text, resource)) continue;
      if (!variable) return 'no';
      outcome = 'maybe';
    }
    return outcome;
  }
  return 'yes';
}

/** `yes`: the Deny covers the whole resource; `maybe`: a part of it, or it hangs on a variable. */
function denyCover(statement: PolicyStatement, resource: string, version: string): Outcome {
  const whole = resourceReach(statement, resource, version);
  if (whole !== 'no') return whole;
  if (statement.resources !== 'none') {
    return statement.resources.some((pattern) =>
      wildcardsMeet(openVariables(pattern, version).text, resource),
    )
      ? 'maybe'
      : 'no';
  }
  if (statement.notResources === 'none') return 'yes';
  return statement.notResources.some((pattern) =>
    coversWildcard(openVariables(pattern, version).text, resource),
  )
    ? 'no'
    : 'maybe';
}

/** A Deny takes the action away for good only when it covers every resource that some Allow names. */
function coverOfAllows(deny: PolicyStatement, allows: readonly PolicyStatement[], version: string): Outcome {
  if (allows.length === 0) return denyCover(deny, everything, version) === 'yes' ? 'yes' : 'no';
  const covers = allows.flatMap((allow) =>
    (allow.resources === 'none' ? [everything] : allow.resources).map((pattern) =>
      denyCover(deny, openVariables(pattern, version).text, version),
    ),
  );
  if (covers.every((cover) => cover === 'yes')) return 'yes';
  // Something is left over that the Deny does not touch, or only in part.
  return covers.some((cover) => cover === 'no' || cover === 'maybe') && !covers.includes('yes')
    ? covers.includes('maybe') && !covers.includes('no') && !hasVariable(deny)
      ? 'no'
      : covers.includes('no')
        ? 'no'
        : 'maybe'
    : 'no';
}

const hasVariable = (statement: PolicyStatement): boolean =>
  [statement.resources, statement.notResources].some(
    (list) => list !== 'none' && list.some((pattern) => pattern.includes('${')),
  );

/** A policy variable stands for a text that only the request knows; older versions take it literally. */
export const openVariables = (pattern: string, version: string): { text: string; variable: boolean } => {
  if (version !== '2012-10-17' || !pattern.includes('${')) return { text: pattern, variable: false };
  let variable = false;
  const text = pattern.replaceAll(/\$\{([^}]*)\}/g, (_whole, name: string) => {
    // These three are the escapes for the letters themselves; as one letter they can only match less than `*`.
    if (name === '*' || name === '?' || name === '$') return name === '$' ? '$' : '?';
    variable = true;
    return '*';
  });
  return { text, variable };
};

/**
 * Actions that together let their holder become anything. Whoever has all of them on every resource is an
 * administrator, whatever else is left out.
 */
const raisingActions = [
  'iam:AttachRolePolicy',
  'iam:AttachUserPolicy',
  'iam:PutRolePolicy',
  'iam:PutUserPolicy',
  'iam:CreatePolicyVersion',
  'iam:UpdateAssumeRolePolicy',
  'iam:PassRole',
  'iam:CreateUser',
];

/** Full power: all raising actions on every resource, without a condition, and not taken away again. */
export const isAdministrator = (documents: readonly PolicyDocument[], facts: GrantFacts = {}): boolean =>
  raisingActions.every((action) => decideAction(documents, action, everything, facts) === 'allowed');

/** Does the document allow the action (or all that the pattern stands for) on every resource? */
export const grantsOnEverything = (
  document: PolicyDocument,
  action: string,
  facts: GrantFacts = {},
): boolean => decideAction([document], action, everything, facts) === 'allowed';

/** The action patterns of Allow statements whose conditions can hold: what the documents grant at most. */
export const grantedActions = (
  documents: readonly PolicyDocument[],
  facts: GrantFacts = {},
): readonly string[] => {
  const granted = new Set<string>();
  for (const document of documents) {
    for (const statement of document.statements) {
      if (statement.effect !== 'Allow') continue;
      for (const action of statement.actions === 'none' ? [everything] : statement.actions) {
        if (statementOutcome(statement, action, facts) !== 'no') granted.add(action);
      }
    }
  }
  return [...granted].sort(compareText);
};
