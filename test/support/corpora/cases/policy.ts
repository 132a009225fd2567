/** Questions that one policy answers: what an identity policy grants, and whom a resource policy lets in. */

import type { PolicyDocument } from '#model/policy/document.ts';
import type { OutsideGrant } from '#model/policy/exposure.ts';
import { outsideGrants } from '#model/policy/exposure.ts';
import { administration, decideAction, grantedActions, isAdministrator } from '#model/policy/grants.ts';
import { namedPrincipal } from '#model/policy/principal.ts';
import { isPublicToS3 } from '#model/policy/s3-definition.ts';
import type { PlainAdapter, PlainAnswer, PlainCase } from '../contract.ts';
import { askEffective } from './effective.ts';
import {
  documentsIn,
  everythingAllowed,
  missingPolicies,
  resourceOf,
  resourcesIn,
  trustOf,
} from './items.ts';
import { layersOf } from './layers.ts';
import {
  actionsIn,
  asksOfAdministrator,
  asksOfRequest,
  factorIn,
  paraphrasedAction,
  resourceAsked,
  wholeServiceIn,
} from './question.ts';
import type { FoundResourcePolicy } from './resource-policy.ts';
import { resourcePolicyIn } from './resource-policy.ts';

/** A resource policy where there is one and the question is not about actions of an identity; else what is granted. */
export const askPolicy: PlainAdapter = (given) => {
  if (given.provider !== 'aws') return undefined;
  const found = resourcePolicyIn(given.input);
  if (found !== undefined && !asksOfGrants(given, found)) return whoGetsIn(given, found);
  return whatIsGranted(given);
};

const asksOfGrants = (given: PlainCase, found: FoundResourcePolicy): boolean =>
  found.kind === 'AWS::IAM::Role' &&
  !/\b(assume|trust|public|who|outside|anyone|everyone)\b/i.test(given.question);

function whatIsGranted(given: PlainCase): PlainAnswer | undefined | Promise<PlainAnswer | undefined> {
  const { question, input } = given;
  const identity = resourceOf(input, 'AWS::IAM::Role', 'AWS::IAM::User');
  const layers = identity === undefined ? undefined : layersOf(identity, input);
  // With more than its own policies to it, the question is what the identity may do in the end.
  if (layers !== undefined && layers.length > 1) return askEffective(given);
  const found = documentsIn(input);
  if (found.length === 0) return undefined;
  if (asksOfRequest(question)) return undefined;
  const documents: PolicyDocument[] = [];
  for (const { document } of found) {
    if (!document.known) return { verdict: 'unknown', reason: document.reason };
    documents.push(document.value);
  }
  const facts = { ...observed(input), context: factorIn(question) };
  const named = actionsIn(question);
  const said =
    named.length === 0 && !asksOfList(question)
      ? (paraphrasedAction(question, actionsOf(documents)) ?? wholeServiceIn(question))
      : undefined;
  const actions = said === undefined ? named : [said];
  // What a policy says that is not there can change every answer but a Deny.
  const missing = missingPolicies(input).length > 0;
  if (actions.length > 0) {
    const resource = resourceAsked(question);
    const decisions = Object.fromEntries(
      actions.map((action) => {
        const decision = decideAction(documents, action, resource, facts);
        return [action, missing && decision !== 'explicit-deny' ? 'unknown' : decision];
      }),
    );
    return { ...decisions, verdict: common(Object.values(decisions)) };
  }
  if (missing) return { verdict: 'unknown' };
  if (asksOfAdministrator(question)) {
    const power = administration(documents, facts);
    if (power === 'yes') return { verdict: 'allowed', action: '*' };
    if (power === 'conditional') return { verdict: 'depends' };
    const denied = !isAdministrator([...documents, everythingAllowed], facts);
    return { verdict: denied ? 'explicit-deny' : 'implicit-deny' };
  }
  if (asksOfList(question)) {
    const granted = grantedActions(documents, facts);
    return granted.length === 0 ? { verdict: 'none' } : { verdict: 'allowed', actions: granted };
  }
  return undefined;
}

const asksOfList = (question: string): boolean =>
  /\b(which|what) (actions|permissions)\b|\bgrants?\b|\banything\b/i.test(question);

const actionsOf = (documents: readonly PolicyDocument[]): readonly string[] =>
  documents.flatMap(({ statements }) =>
    statements.flatMap(({ actions }) => (actions === 'none' ? [] : actions)),
  );

const common = (verdicts: readonly string[]): string =>
  new Set(verdicts).size === 1 ? (verdicts[0] ?? 'mixed') : 'mixed';

function whoGetsIn(given: PlainCase, found: FoundResourcePolicy): PlainAnswer {
  const { policy } = found;
  if (!policy.known) return { verdict: 'unknown', reason: policy.reason };
  const document = policy.value;
  const grants =
    document === 'none'
      ? []
      : outsideGrants(document, {
          trust: trustOf(found.account),
          account: found.account,
          kind: found.kind,
          ...observed(given.input),
          ...(found.resource === '' ? {} : { resource: found.resource }),
        });
  if (/over-?broad|too broad|\bpass\b|\bfail\b|\bfinding\b/i.test(given.question)) {
    return { verdict: has(grants, 'public') ? 'fail' : 'pass' };
  }
  if (has(grants, 'public')) {
    const who = grants.find((grant) => grant.reach === 'public')?.who;
    return { verdict: 'public', ...(found.kind === 'AWS::IAM::Role' && who !== undefined ? { who } : {}) };
  }
  const asksWho = asksOfOthers(given.question);
  if (asksWho) return named(document, grants) ?? { verdict: 'not-public' };
  return {
    verdict: 'not-public',
    ...(has(grants, 'undecided') && ofOrganization(document) ? { scope: 'organization' } : {}),
  };
}

/** When the recorder looked, where it says so. */
const observed = (input: unknown): { readonly now?: string } => {
  const [now] = resourcesIn(input).map(({ observedAt }) => observedAt);
  return now === undefined ? {} : { now };
};

/** Of named outsiders, not only of the public. */
const asksOfOthers = (question: string): boolean =>
  /\b(who|whom|cross-account|granted access|outside the account|foreign|(an)?other accounts?|external|third[- ]part(y|ies)|confused|deputy)\b/i.test(
    question,
  );

const has = (grants: readonly OutsideGrant[], reach: OutsideGrant['reach']): boolean =>
  grants.some((grant) => grant.reach === reach);

/** The named outsiders, of the kind that is sure first. */
function named(document: PolicyDocument | 'none', grants: readonly OutsideGrant[]): PlainAnswer | undefined {
  const accounts = document === 'none' ? [] : accountsNamed(document, grants);
  const [first] = accounts;
  if (first !== undefined) {
    return {
      verdict: 'cross-account',
      account: first.account,
      whole_account: first.whole,
    };
  }
  if (has(grants, 'foreign-account')) return { verdict: 'cross-account' };
  const unresolved = grants.filter((grant) => grant.reach === 'unresolved').map((grant) => grant.who);
  if (unresolved.length > 0) return { verdict: 'unknown', unresolved_principals: unresolved };
  return has(grants, 'confused-service') ? { verdict: 'confused-deputy' } : undefined;
}

function accountsNamed(
  document: PolicyDocument,
  grants: readonly OutsideGrant[],
): readonly { readonly account: string; readonly whole: boolean }[] {
  const labels = new Set(
    grants.filter(({ reach }) => reach === 'foreign-account').map(({ statement }) => statement),
  );
  return document.statements
    .filter(({ label }) => labels.has(label))
    .flatMap(({ principals }) => (principals === 'none' ? [] : principals.entries.map(namedPrincipal)))
    .flatMap((principal) => (principal.type === 'account' ? [principal] : []))
    .filter(({ account }) => grants.some(({ who }) => who.includes(account)));
}

const ofOrganization = (document: PolicyDocument | 'none'): boolean =>
  document !== 'none' &&
  isPublicToS3({
    ...document,
    statements: document.statements.map((statement) => ({ ...statement, conditions: [] })),
  }) &&
  document.statements.some(({ conditions }) => conditions.some(({ key }) => /orgid|orgpaths/i.test(key)));
