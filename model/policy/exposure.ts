/**
 * Who outside the trusted boundary a resource policy lets in. A statement lets outsiders in when its principal covers
 * one and all its conditions can be met at once by that one; a list of keys that "make a policy safe" is not asked.
 * A Deny narrows that only where no outsider can get around it.
 */
import type { TrustBoundary } from '../analyses.ts';
import type { Access } from './access.ts';
import { accessOfAll } from './access.ts';
import type { CallerKind } from './condition-key.ts';
import { denialsOf, evasions, sparedAccounts } from './deny.ts';
import type { PolicyDocument, PolicyStatement, PrincipalEntry } from './document.ts';
import { outsideFederation } from './federation.ts';
import type { Admission, OutsiderContext } from './outsider.ts';
import { admission } from './outsider.ts';
import { namedPrincipal } from './principal.ts';
import type { Limit } from './witness.ts';
import { isTrustedAccount, wider } from './witness.ts';

export interface ExposureContext {
  readonly trust: TrustBoundary;
  /** The account that owns the resource. */
  readonly account: string;
  readonly partition?: string;
  /** ARN of the resource. */
  readonly resource?: string;
  /** Kind of the resource, e.g. `AWS::IAM::Role` for a trust policy. */
  readonly kind?: string;
  /** When the policy was observed, ISO 8601: settles conditions on the time. */
  readonly now?: string;
  /** See the context of a witness. */
  readonly throughAccessPoints?: true;
}

/**
 * `public`: anybody, or anybody with an AWS account or an account at a shared identity provider.
 * `network`: anybody who comes from a named, narrow network. `foreign-account`: a named account, organisation or
 * identity outside the boundary. `unresolved`: an id whose owner can't be told. `confused-service`: an AWS service
 * that acts for whoever asks it to. `undecided`: never more than one named organisation or owner, but which is a fact
 * of the estate that was not read (is that organisation ours, who owns that bucket).
 */
export type Reach =
  | 'public'
  | 'network'
  | 'foreign-account'
  | 'unresolved'
  | 'confused-service'
  | 'undecided';

export interface OutsideGrant {
  /** Label of the statement. */
  readonly statement: string;
  readonly reach: Reach;
  /** In words, with a witness: who could get in. Hostile text from the policy may stand in it. */
  readonly who: string;
  /** As the statement names them; `not <patterns>` where it names what it leaves out. */
  readonly actions: readonly string[];
  readonly access: readonly Access[];
}

export const outsideGrants = (document: PolicyDocument, context: ExposureContext): readonly OutsideGrant[] =>
  // An endpoint's policy only narrows what its VPC's own callers may do through it.
  context.kind === 'AWS::EC2::VPCEndpoint'
    ? []
    : document.statements
        .filter((statement) => statement.effect === 'Allow')
        .flatMap((statement) => grantsOf(statement, document, context));

interface Found {
  readonly reach: Reach;
  readonly who: string;
}

function grantsOf(
  statement: PolicyStatement,
  document: PolicyDocument,
  context: ExposureContext,
): readonly OutsideGrant[] {
  const grants: { found: Found; actions: string[] }[] = [];
  const admitted: Memo = new Map();
  for (const action of statement.actions === 'none' ? ['*'] : statement.actions) {
    for (const found of outsidersOf({ statement, action, document, context, admitted })) {
      const same = grants.find((grant) => grant.found.reach === found.reach && grant.found.who === found.who);
      if (same === undefined) grants.push({ found, actions: [action] });
      else same.actions.push(action);
    }
  }
  return grants.map(({ found, actions }) => ({
    statement: statement.label,
    ...found,
    actions:
      statement.notActions === 'none' ? actions : statement.notActions.map((action) => `not ${action}`),
    access: accessOfAll(actions),
  }));
}

function outsidersOf(ask: Ask): readonly Found[] {
  const { principals } = ask.statement;
  // An identity policy names no principal: it lets nobody in.
  if (principals === 'none') return [];
  if (principals.not) {
    const found = everyone(ask);
    return found === undefined ? [] : [{ ...found, who: `${found.who} but those named under NotPrincipal` }];
  }
  const seen = new Map<string, Found>();
  for (const entry of principals.entries) {
    const found = foundBy(entry, ask);
    if (found !== undefined) seen.set(`${found.reach} ${found.who}`, found);
  }
  return [...seen.values()];
}

interface Ask {
  readonly statement: PolicyStatement;
  readonly action: string;
  readonly document: PolicyDocument;
  readonly context: ExposureContext;
  readonly admitted: Memo;
}

/** Most actions of a statement meet the same Deny statements: the search is made once for all of them. */
type Memo = Map<string, Admission | undefined>;

function foundBy(entry: PrincipalEntry, ask: Ask): Found | undefined {
  const { context } = ask;
  const principal = namedPrincipal(entry);
  switch (principal.type) {
    case 'everyone':
      return everyone(ask);
    case 'account': {
      if (isTrustedAccount(context, principal.account)) return undefined;
      const admitted = admit(ask, 'principal', principal.account);
      const who = principal.whole ? `everybody in account ${principal.account}` : entry.value;
      return admitted === undefined ? undefined : { reach: 'foreign-account', who };
    }
    case 'unresolved':
      return admit(ask, 'principal') === undefined ? undefined : { reach: 'unresolved', who: entry.value };
    case 'service':
      return byService(entry.value, ask);
    case 'federated': {
      const who = outsideFederation(entry.value, ask.statement.conditions);
      return who === undefined || admit(ask, 'principal') === undefined
        ? undefined
        : { reach: 'public', who };
    }
  }
}

const reachOfLimit: Readonly<Record<Limit, Reach>> = {
  any: 'public',
  network: 'network',
  'foreign-account': 'foreign-account',
  unresolved: 'unresolved',
  undecided: 'undecided',
};

const callers: Readonly<Record<CallerKind, string>> = {
  anonymous: 'anyone, without credentials',
  principal: 'anyone with an AWS account',
  service: 'anyone with an AWS account, through a service that acts for them',
};

/** The widest of what the three kinds of outsider can do. */
function everyone(ask: Ask): Found | undefined {
  let best: { readonly kind: CallerKind; readonly admitted: Admission } | undefined;
  for (const kind of ['anonymous', 'principal', 'service'] as const) {
    // Nobody takes on a role without credentials of some kind, and services do it by their own principal.
    if (ask.context.kind === 'AWS::IAM::Role' && kind !== 'principal') continue;
    const admitted = admit(ask, kind);
    if (admitted === undefined) continue;
    if (best === undefined || wider(best.admitted.limit, admitted.limit) !== best.admitted.limit) {
      best = { kind, admitted };
    }
  }
  if (best === undefined) return spared(ask);
  const { kind, admitted } = best;
  const reach = reachOfLimit[admitted.limit];
  if (admitted.limit === 'any') return { reach, who: callers[kind] };
  if (admitted.limit === 'network') return { reach, who: `${callers[kind]}, from ${admitted.witness}` };
  return { reach, who: kind === 'service' ? `a service for ${admitted.witness}` : admitted.witness };
}

/** Nobody in general gets past the Deny statements; whom one of them spares may. */
function spared(ask: Ask): Found | undefined {
  const account = sparedAccounts(ask.document, ask.context).find(
    (one) => admit(ask, 'principal', one) !== undefined,
  );
  return account === undefined
    ? undefined
    : { reach: 'foreign-account', who: `account ${account}, which a Deny spares` };
}

/** A service that may act for anybody; in a role's trust it acts only for the role's own account (iam:PassRole). */
function byService(service: string, ask: Ask): Found | undefined {
  if (ask.context.kind === 'AWS::IAM::Role') return undefined;
  const admitted = admit(ask, 'service');
  if (admitted === undefined) return undefined;
  if (admitted.limit === 'any') return { reach: 'confused-service', who: `${service}, for any account` };
  return { reach: reachOfLimit[admitted.limit], who: `${service}, for ${admitted.witness}` };
}

function admit(ask: Ask, kind: CallerKind, account?: string): Admission | undefined {
  const { statement, action, document, context } = ask;
  const outsider: OutsiderContext = {
    trust: context.trust,
    account: context.account,
    version: document.version,
    ...(account === undefined ? {} : { caller: account }),
    ...(context.now === undefined ? {} : { now: context.now }),
    ...(context.throughAccessPoints === undefined ? {} : { throughAccessPoints: true }),
  };
  const denials = denialsOf(statement, action, document, outsider);
  const key = `${kind} ${account ?? ''} ${denials.map((deny) => document.statements.indexOf(deny)).join()}`;
  if (ask.admitted.has(key)) return ask.admitted.get(key);
  const allowed = statement.conditions.map((condition) => ({ condition, holds: true }));
  let best: Admission | undefined;
  for (const evasion of evasions(denials)) {
    const admitted = admission(kind, [...allowed, ...evasion], outsider);
    if (admitted === undefined) continue;
    if (best === undefined || wider(best.limit, admitted.limit) !== best.limit) best = admitted;
  }
  ask.admitted.set(key, best);
  return best;
}
