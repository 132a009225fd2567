/**
 * Can somebody outside meet these conditions, all at once? Conditions on different keys are taken as independent of
 * each other; those on one key are tried together, on values that an outsider could present. Where the trial finds
 * nothing but every single condition can be met, the answer is yes: what can't be ruled out is not called safe.
 */
import type { CidrSet } from '../cidr.ts';
import { internetShare, intersectSets, publicSpace, subtractSets, toSet } from '../cidr.ts';
import type { Operator } from './condition.ts';
import { holdsWithoutKey, parseOperator } from './condition.ts';
import type { CallerKind, KeyClass } from './condition-key.ts';
import { keyClass, presenceOf } from './condition-key.ts';
import { conditionHolds } from './condition-match.ts';
import type { PolicyCondition } from './document.ts';
import { hasWildcard } from './wildcard.ts';
import type { Limit, WitnessContext } from './witness.ts';
import { candidates, limitOf, narrower, strangerAccount, strangerOrganization, wider } from './witness.ts';

/** A condition that must hold, or (from a Deny that has to be evaded) must not. */
export interface Constraint {
  readonly condition: PolicyCondition;
  readonly holds: boolean;
}

export interface OutsiderContext extends WitnessContext {
  /** Version of the document: variables are literal text before `2012-10-17`. */
  readonly version: string;
  /** When the policy was observed, ISO 8601; without it conditions on the time count as met. */
  readonly now?: string;
}

export interface Admission {
  readonly limit: Limit;
  /** The value that narrows it, e.g. a CIDR or an account; empty where nothing does. */
  readonly witness: string;
}

interface Test {
  readonly operator: Operator;
  readonly values: readonly string[];
  readonly holds: boolean;
}

/** Undefined when no such caller can meet all of them. */
export const admission = (
  caller: CallerKind,
  constraints: readonly Constraint[],
  context: OutsiderContext,
): Admission | undefined => {
  let result: Admission = { limit: 'any', witness: '' };
  for (const [key, tests] of byKey(constraints, context)) {
    const one = admitKey(keyClass(key), caller, tests, context);
    if (one === undefined) return undefined;
    if (narrower(result.limit, one.limit) !== result.limit) result = one;
  }
  return result;
};

function byKey(
  constraints: readonly Constraint[],
  context: OutsiderContext,
): ReadonlyMap<string, readonly Test[]> {
  const keys = new Map<string, Test[]>();
  for (const { condition, holds } of constraints) {
    const operator = parseOperator(condition.operator);
    // AWS takes no operator that it does not know; nothing can be concluded from one.
    if (operator === undefined) continue;
    const kind = keyClass(condition.key);
    const values = condition.values.map((value) => substitute(value, kind, operator, context));
    const key = condition.key.toLowerCase();
    keys.set(key, [...(keys.get(key) ?? []), { operator, values, holds }]);
  }
  return keys;
}

/** Variables that say who owns the resource or who calls; any other stands for what the caller likes. */
function substitute(value: string, kind: KeyClass, operator: Operator, context: OutsiderContext): string {
  if (context.version !== '2012-10-17' || !value.includes('${')) return value;
  return value.replaceAll(/\$\{([^}]*)\}/g, (whole, name: string) => {
    switch (name.toLowerCase()) {
      case '*':
      case '?':
      case '$':
        return whole;
      case 'aws:resourceaccount':
        return context.account;
      case 'aws:principalaccount':
        return strangerAccount(context);
      case 'aws:resourceorgid':
        return ownOrganization(context);
      case 'aws:principalorgid':
        return strangerOrganization;
      default:
        if (operator.comparison === 'like' || operator.comparison === 'arn') return '*';
        return kind === 'chosen' ? 'somebody' : whole;
    }
  });
}

const ownOrganization = ({ trust }: OutsiderContext): string =>
  trust.organization === 'unknown' ? 'o-ourown' : trust.organization;

function admitKey(
  kind: KeyClass,
  caller: CallerKind,
  tests: readonly Test[],
  context: OutsiderContext,
): Admission | undefined {
  const presence = presenceOf(kind, caller);
  if (presence !== 'present') {
    const met = tests.every((test) => holdsWithoutKey(test.operator, test.values) === test.holds);
    if (met) return { limit: 'any', witness: '' };
    if (presence === 'absent') return undefined;
  }
  if (kind === 'ip') return admitAddress(tests);
  if (kind === 'resource-org' && context.trust.organization === 'unknown')
    return { limit: 'any', witness: '' };
  const joint = tryValues(kind, caller, tests, context);
  if (joint !== undefined || tests.length < 2 || !tests.some(isOpen)) return joint;
  // The values tried may all have missed: take the narrowest of what each condition alone would let in.
  const alone = tests.map((test) => tryValues(kind, caller, [test], context));
  return alone.reduce((a, b) =>
    a === undefined || b === undefined ? undefined : narrower(a.limit, b.limit) === a.limit ? a : b,
  );
}

/** Could other values than those tried meet the condition? */
const isOpen = ({ operator, values, holds }: Test): boolean => {
  const positive = operator.negated !== holds;
  const exact =
    operator.comparison === 'string' || operator.comparison === 'bool' || operator.comparison === 'null';
  return !(positive && (exact || !values.some(hasWildcard)));
};

function tryValues(
  kind: KeyClass,
  caller: CallerKind,
  tests: readonly Test[],
  context: OutsiderContext,
): Admission | undefined {
  let best: Admission | undefined;
  const isNamed = (id: string): boolean =>
    tests.some(({ values }) => values.some((value) => value.includes(id)));
  for (const value of valuesOf(kind, caller, tests, context)) {
    const limit = limitOf(kind, value, context, isNamed);
    if (limit === undefined) continue;
    if (!tests.every((test) => conditionHolds(test.operator, test.values, [value]) === test.holds)) continue;
    if (limit === 'any') return { limit, witness: '' };
    if (best === undefined || wider(best.limit, limit) !== best.limit) best = { limit, witness: value };
  }
  return best;
}

function valuesOf(
  kind: KeyClass,
  caller: CallerKind,
  tests: readonly Test[],
  context: OutsiderContext,
): readonly string[] {
  if (kind === 'is-service') return [String(caller === 'service')];
  if (kind === 'resource-account') return [context.account];
  if (kind === 'resource-org') return [ownOrganization(context)];
  if (kind === 'time' && context.now !== undefined) return [context.now];
  return candidates(kind, tests, context);
}

/** Where an outsider may call from: arithmetic on ranges, since two halves of the internet are the internet. */
function admitAddress(tests: readonly Test[]): Admission | undefined {
  let open: CidrSet = publicSpace;
  const named: string[] = [];
  for (const { operator, values, holds } of tests) {
    if (operator.comparison === 'null') {
      if (values.some((value) => value.toLowerCase() === 'false') !== holds) return undefined;
      continue;
    }
    const excludes = operator.negated === holds;
    // Text operators compare the address as text: a wildcard in front of them means anything.
    const ranges = operator.comparison === 'ip' ? values : values.map(rangeOfText);
    if (excludes) open = subtractSets(open, toSet(ranges));
    else {
      open = intersectSets(open, toSet(ranges));
      named.push(...values);
    }
  }
  const { width } = internetShare(open);
  if (width === 'none') return undefined;
  return width === 'some' ? { limit: 'network', witness: named.join(', ') } : { limit: 'any', witness: '' };
}

/** `203.0.113.*` under StringLike: as far as whole octets go; a wildcard elsewhere counts as the whole internet. */
function rangeOfText(value: string): string {
  if (!hasWildcard(value)) return value;
  const octets = value.split('.');
  const fixed = octets.slice(0, octets.findIndex(hasWildcard));
  if (octets.length > 4 || fixed.some((octet) => !/^\d{1,3}$/.test(octet))) return '0.0.0.0/0';
  return `${[...fixed, '0', '0', '0', '0'].slice(0, 4).join('.')}/${fixed.length * 8}`;
}
