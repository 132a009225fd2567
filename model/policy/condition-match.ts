/**
 * One condition against one value of a request, as AWS compares them.
 *
 * Source: IAM User Guide, "IAM JSON policy elements: Condition operators". Marked there or in recorded decisions: an
 * operand that does not parse makes the condition false under both signs; bool values compare without case.
 */
import { parseCidr, setCovers } from '../cidr.ts';
import type { Operator } from './condition.ts';
import { holdsWithoutKey } from './condition.ts';
import { hasWildcard, matchesWildcard } from './wildcard.ts';

/** `actual` is undefined where the request does not carry the key; several values for a multivalued key. */
export const conditionHolds = (
  operator: Operator,
  values: readonly string[],
  actual: readonly string[] | undefined,
): boolean => {
  if (actual === undefined) return holdsWithoutKey(operator, values);
  if (operator.comparison === 'null') return values.some((value) => value.toLowerCase() === 'false');
  if (operator.quantifier === 'all-values') return actual.every((one) => holdsForOne(operator, values, one));
  return actual.some((one) => holdsForOne(operator, values, one));
};

function holdsForOne(operator: Operator, values: readonly string[], actual: string): boolean {
  const compare = comparator(operator, actual);
  if (compare === undefined) return false;
  let broken = false;
  const hit = values.some((value) => {
    const outcome = compare(value);
    if (outcome === undefined) broken = true;
    return outcome === true;
  });
  if (!operator.negated) return hit;
  return !hit && !broken;
}

/** Undefined when the request's own value does not parse; the comparison is undefined when the policy's doesn't. */
type Comparator = (value: string) => boolean | undefined;

function comparator(operator: Operator, actual: string): Comparator | undefined {
  switch (operator.comparison) {
    case 'string':
      return (value) => unescapeVariables(value) === actual;
    case 'string-ignore-case':
      return (value) => unescapeVariables(value).toLowerCase() === actual.toLowerCase();
    case 'like':
      return (value) => matchesWildcard(literalEscapes(value), literalText(actual));
    case 'arn':
      return actual.split(':').length < 6 ? undefined : (value) => matchesArn(value, actual);
    case 'numeric':
      return ordered(operator.order, parseNumber, actual);
    case 'date':
      return ordered(operator.order, parseTime, actual);
    case 'bool':
      return (value) => value.toLowerCase() === actual.toLowerCase();
    case 'binary':
      return (value) => value === actual;
    case 'ip':
      return inRange(actual);
    case 'null':
      return undefined;
  }
}

/** `${*}`, `${?}` and `${$}` spell the letters themselves. */
const escapes = /\$\{([*?$])\}/g;
const unescapeVariables = (text: string): string => text.replaceAll(escapes, '$1');
/** Private-use letters keep an escaped `*` from being a wildcard while the two texts are compared. */
const literalEscapes = (text: string): string =>
  text.replaceAll(escapes, (_whole, letter: string) =>
    letter === '*' ? '\uE000' : letter === '?' ? '\uE001' : '$',
  );

const literalText = (text: string): string => text.replaceAll('*', '\uE000').replaceAll('?', '\uE001');

/** Six fields, each a pattern of its own; `*` does not cross a colon, except in the last field. */
const matchesArn = (pattern: string, arn: string): boolean | undefined => {
  const wanted = fields(pattern);
  const found = fields(arn);
  if (wanted === undefined || found === undefined)
    return hasWildcard(pattern) && pattern === '*' ? true : undefined;
  return wanted.every((field, index) => matchesWildcard(field, found[index] ?? ''));
};

function fields(arn: string): readonly string[] | undefined {
  const parts = arn.split(':');
  return parts.length < 6 ? undefined : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function ordered(
  order: Operator['order'],
  parse: (text: string) => number | undefined,
  actual: string,
): Comparator | undefined {
  const left = parse(actual);
  if (left === undefined) return undefined;
  return (value) => {
    const right = parse(value);
    if (right === undefined) return undefined;
    switch (order) {
      case '=':
        return left === right;
      case '<':
        return left < right;
      case '<=':
        return left <= right;
      case '>':
        return left > right;
      case '>=':
        return left >= right;
    }
  };
}

export const parseNumber = (text: string): number | undefined =>
  /^[+-]?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : undefined;

/** ISO 8601, or seconds since 1970; milliseconds since 1970. */
export const parseTime = (text: string): number | undefined => {
  const trimmed = text.trim();
  if (/^-?\d+$/.test(trimmed) && trimmed.length !== 4) return Number(trimmed) * 1000;
  if (!/^\d{4}(-\d{2}(-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?)?)?$/.test(trimmed)) return undefined;
  const time = Date.parse(trimmed);
  return Number.isNaN(time) ? undefined : time;
};

function inRange(actual: string): Comparator | undefined {
  const address = parseCidr(actual);
  if (address === undefined) return undefined;
  return (value) => {
    const range = parseCidr(value);
    return range === undefined ? undefined : setCovers([range], [address]);
  };
}
