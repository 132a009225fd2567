/**
 * What identity policies grant, as far as the documents alone tell. No SCP, boundary, session or resource policy is
 * looked at: `allowed` is what these documents say, not the last word on a request.
 *
 * Source: IAM User Guide, "Policy evaluation logic".
 */

import { parseArn } from '../arn.ts';
import { compareText } from '../resource.ts';
import { statementMatchesAction, statementMeetsAction } from './action.ts';
import type { Outcome, RequestFacts } from './condition-outcome.ts';
import { conditionOutcome } from './condition-outcome.ts';
import type { PolicyDocument, PolicyStatement } from './document.ts';
import type { OpenPattern } from './variables.ts';
import { openVariables } from './variables.ts';
import { coversWildcard, hasWildcard, wildcardsMeet } from './wildcard.ts';

/** `depends`: a condition or a variable that only a request can settle. */
export type Decision = 'allowed' | 'explicit-deny' | 'implicit-deny' | 'depends';

const everything = '*';

/**
 * Is the action granted? With a `resource` (an ARN, or a pattern of ARNs) on all that it stands for; without one on
 * anything at all.
 */
export const decideAction = (
  documents: readonly PolicyDocument[],
  action: string,
  resource?: string,
  facts: RequestFacts = {},
): Decision => {
  const statements = aboutAction(documents, action, facts);
  if (resource !== undefined) return decideOn(statements, resource, 'whole');
  const targets = new Set(statements.flatMap(targetsOf));
  const decisions = [...targets].map((target) => decideOn(statements, target, 'some'));
  for (const decision of ['allowed', 'depends', 'explicit-deny'] as const) {
    if (decisions.includes(decision)) return decision;
  }
  return decideOn(statements, everything, 'some');
};

/** A statement that speaks of the action and whose conditions are not known to fail. */
interface Speaking {
  readonly statement: PolicyStatement;
  /** What its resources stand for. */
  readonly open: (pattern: string) => OpenPattern;
  /** Whether its conditions hold, and whether it speaks of all that the action pattern stands for. */
  readonly outcome: 'yes' | 'maybe';
}

function aboutAction(
  documents: readonly PolicyDocument[],
  action: string,
  facts: RequestFacts,
): readonly Speaking[] {
  return documents.flatMap(({ version, statements }) =>
    statements.flatMap((statement): Speaking[] => {
      const whole = statementMatchesAction(statement, action);
      // An Allow on a part of the pattern does not grant the pattern; a Deny on a part may take some of it away.
      if (!whole && (statement.effect === 'Allow' || !statementMeetsAction(statement, action))) return [];
      const outcome = statementOutcome(statement, version, action, facts);
      const open = (pattern: string) => openVariables(pattern, version, facts.context);
      return outcome === 'no' ? [] : [{ statement, open, outcome: whole ? outcome : 'maybe' }];
    }),
  );
}

const targetsOf = ({ statement, open }: Speaking): readonly string[] => {
  if (statement.effect === 'Deny') return [];
  if (statement.resources === 'none') return [everything];
  return statement.resources.map((pattern) => open(pattern).text);
};

/** `some`: a Deny that spares a part of the resource leaves the action granted; `whole`: it does not. */
function decideOn(statements: readonly Speaking[], resource: string, extent: 'whole' | 'some'): Decision {
  let allowed: Outcome = 'no';
  let denied: Outcome = 'no';
  for (const speaking of statements) {
    const { statement, outcome } = speaking;
    const reach = reachOf(speaking, resource);
    if (statement.effect === 'Allow') allowed = best(allowed, both(outcome, reach));
    else if (reach !== 'no') denied = best(denied, both(outcome, reach));
    else if (extent === 'whole' && touches(speaking, resource)) denied = best(denied, 'maybe');
  }
  if (denied === 'yes') return 'explicit-deny';
  if (allowed === 'no') return 'implicit-deny';
  return allowed === 'yes' && denied === 'no' ? 'allowed' : 'depends';
}

const best = (a: Outcome, b: Outcome): Outcome =>
  a === 'yes' || b === 'yes' ? 'yes' : a === 'maybe' || b === 'maybe' ? 'maybe' : 'no';

const both = (a: Outcome, b: Outcome): Outcome =>
  a === 'no' || b === 'no' ? 'no' : a === 'maybe' || b === 'maybe' ? 'maybe' : 'yes';

function statementOutcome(
  statement: PolicyStatement,
  version: string,
  action: string,
  facts: RequestFacts,
): Outcome {
  let outcome: Outcome = 'yes';
  for (const condition of statement.conditions) {
    const one = conditionOutcome(condition, action, facts, version);
    if (one === 'no') return 'no';
    if (one === 'maybe') outcome = 'maybe';
  }
  return outcome;
}

/** Does the statement name all of the resource? `maybe`: that hangs on a variable. */
function reachOf({ statement, open }: Speaking, resource: string): Outcome {
  if (statement.resources !== 'none') {
    let outcome: Outcome = 'no';
    for (const pattern of statement.resources) {
      const { text, variable } = open(pattern);
      if (!coversWildcard(text, resource)) continue;
      if (!variable) return 'yes';
      outcome = 'maybe';
    }
    return outcome;
  }
  if (statement.notResources !== 'none') {
    let outcome: Outcome = 'yes';
    for (const pattern of statement.notResources) {
      const { text, variable } = open(pattern);
      if (!wildcardsMeet(text, resource)) continue;
      if (!variable) return 'no';
      outcome = 'maybe';
    }
    return outcome;
  }
  return 'yes';
}

/** Does the statement name any part of the resource? */
function touches({ statement: { resources, notResources }, open }: Speaking, resource: string): boolean {
  if (resources !== 'none') return resources.some((pattern) => wildcardsMeet(open(pattern).text, resource));
  if (notResources === 'none') return true;
  return !notResources.some((pattern) => coversWildcard(open(pattern).text, resource));
}

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

/**
 * `yes`: the documents give all raising actions on every identity, without a condition; `conditional`: they do under
 * conditions that a request can meet. Only a Deny without conditions that covers every identity takes it away.
 */
export const administration = (
  documents: readonly PolicyDocument[],
  facts: RequestFacts = {},
): 'yes' | 'conditional' | 'no' => {
  let all: Outcome = 'yes';
  const identities = `arn:${partitionIn(documents)}:iam::*:*`;
  for (const action of raisingActions) {
    const statements = aboutAction(documents, action, facts);
    if (decideOn(statements, identities, 'some') === 'explicit-deny') return 'no';
    const allows = statements.filter(({ statement }) => statement.effect === 'Allow');
    all = both(all, allowedOn(allows, identities));
  }
  return all === 'yes' ? 'yes' : all === 'maybe' ? 'conditional' : 'no';
};

/** The one that the documents' ARNs name; documents that name none mean the account that they are in. */
const partitionIn = (documents: readonly PolicyDocument[]): string => {
  for (const { statements } of documents) {
    for (const { resources, notResources } of statements) {
      for (const list of [resources, notResources]) {
        const arn = list === 'none' ? undefined : list.map(parseArn).find((one) => one !== undefined);
        if (arn !== undefined && !hasWildcard(arn.partition)) return arn.partition;
      }
    }
  }
  return 'aws';
};

const allowedOn = (allows: readonly Speaking[], resource: string): Outcome => {
  const decision = decideOn(allows, resource, 'some');
  return decision === 'allowed' ? 'yes' : decision === 'depends' ? 'maybe' : 'no';
};

/** Full power over the account, without a condition: {@link administration} is `yes`. */
export const isAdministrator = (documents: readonly PolicyDocument[], facts: RequestFacts = {}): boolean =>
  administration(documents, facts) === 'yes';

/** The action patterns of Allow statements whose conditions can hold: what the documents grant at most. */
export const grantedActions = (
  documents: readonly PolicyDocument[],
  facts: RequestFacts = {},
): readonly string[] => {
  const granted = new Set<string>();
  for (const document of documents) {
    for (const statement of document.statements) {
      if (statement.effect !== 'Allow') continue;
      for (const action of statement.actions === 'none' ? [everything] : statement.actions) {
        if (statementOutcome(statement, document.version, action, facts) !== 'no') granted.add(action);
      }
    }
  }
  return [...granted].sort(compareText);
};
