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
import { neverMatched } from './variables.ts';
import { hasWildcard } from './wildcard.ts';
import type { Limit, WitnessContext } from './witness.ts';
import {
  candidates,
  limitOf,
  narrower,
  ownOrganization,
  strangerAccount,
  strangerOrganization,
  wider,
} from './witness.ts';

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
    const key = condition.key.toLowerCase();
    keys.set(key, [...(keys.get(key) ?? []), filledIn({ condition, holds }, operator, context)]);
  }
  return keys;
}

/**
 * Variables that say who owns the resource or who calls are known; any other stands for what the caller likes, which
 * is whatever helps him: a match where the condition asks for one, and none where it asks for none. The key itself
 * always equals itself.
 */
function filledIn({ condition, holds }: Constraint, operator: Operator, context: OutsiderContext): Test {
  const { values } = condition;
  if (context.version !== '2012-10-17' || !values.some((value) => value.includes('${'))) {
    return { operator, values, holds };
  }
  const wantsMatch = operator.negated !== holds;
  const exact = operator.comparison === 'string';
  let open = false;
  const own = condition.key.toLowerCase();
  const fill = (whole: string, name: string): string => {
    const variable = name.toLowerCase().split(',', 1)[0]?.trim() ?? '';
    if (['*', '?', '$'].includes(variable)) return whole;
    const known = variable === own ? undefined : knownVariable(variable, context);
    if (known !== undefined) return known;
    open = true;
    return wantsMatch || variable === own ? '*' : neverMatched;
  };
  const filled = values.map((value) => {
    const text = exact ? value.replaceAll(/(?<!\$\{)[*?]/g, (letter) => `\${${letter}}`) : value;
    return text.replaceAll(/\$\{([^}]*)\}/g, fill);
  });
  if (!open)
    return { operator, values: values.map((value) => value.replaceAll(/\$\{([^}]*)\}/g, fill)), holds };
  // What a variable stands for under StringEquals is a run of letters, as a star is under StringLike.
  return { operator: exact ? { ...operator, comparison: 'like' } : operator, values: filled, holds };
}

const knownVariable = (name: string, context: OutsiderContext): string | undefined => {
  switch (name) {
    case 'aws:resourceaccount':
      return context.account;
    case 'aws:principalaccount':
      return strangerAccount(context);
    case 'aws:resourceorgid':
      return ownOrganization(context);
    case 'aws:principalorgid':
      return strangerOrganization;
    default:
      return undefined;
  }
};

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
  if (kind === 'resource-org' && context.trust.organization === 'unknown') {
    // Whichever the own one is: one that the policy names, or another. The stranger's it is not.
    const own = [ownOrganization(context), ...tests.flatMap(({ values }) => values)];
    return own.some((id) => id !== strangerOrganization && meetsAll(tests, id))
      ? { limit: 'any', witness: '' }
      : undefined;
  }
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
    if (!meetsAll(tests, value)) continue;
    if (limit === 'any') return { limit, witness: '' };
    if (best === undefined || wider(best.limit, limit) !== best.limit) best = { limit, witness: value };
  }
  return best;
}

const meetsAll = (tests: readonly Test[], value: string): boolean =>
  tests.every((test) => conditionHolds(test.operator, test.values, [value]) === test.holds);

function valuesOf(
  kind: KeyClass,
  caller: CallerKind,
  tests: readonly Test[],
  context: OutsiderContext,
): readonly string[] {
  if (kind === 'is-service') return [String(caller === 'service')];
  if (kind === 'resource-account') return [context.account];
  if (kind === 'resource-org') return [ownOrganization(context)];
  // As a date, and in seconds since 1970, which `aws:EpochTime` is compared in.
  if (kind === 'time' && context.now !== undefined) {
    return [context.now, String(Math.floor(Date.parse(context.now) / 1000))];
  }
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
