import { describe, expect, test } from 'vitest';
import { holdsWithoutKey, parseOperator } from '#model/policy/condition.ts';
import { conditionHolds } from '#model/policy/condition-match.ts';

const holds = (name: string, values: readonly string[], actual: readonly string[] | undefined): boolean => {
  const operator = parseOperator(name);
  if (operator === undefined) throw new Error(`${name} is no operator`);
  return conditionHolds(operator, values, actual);
};

test.each<[string, readonly string[], readonly string[], boolean]>([
  ['StringEquals', ['a', 'b'], ['b'], true],
  ['StringEquals', ['A'], ['a'], false],
  ['StringEquals', ['a*'], ['ab'], false],
  ['StringEqualsIgnoreCase', ['A'], ['a'], true],
  ['StringNotEquals', ['a', 'b'], ['c'], true],
  ['StringNotEquals', ['a', 'b'], ['b'], false],
  ['stringlike', ['a*'], ['abc'], true],
  ['StringNotLike', ['a*', 'b*'], ['bc'], false],
  ['StringLike', [`a\${*}`], ['a*'], true],
  ['StringLike', [`a\${*}`], ['ab'], false],
  ['ArnLike', ['arn:aws:sns:*:111122223333:*'], ['arn:aws:sns:eu-west-1:111122223333:a:b'], true],
  ['ArnLike', ['arn:aws:sns:*:x'], ['arn:aws:sns:eu-west-1:111122223333:x'], false],
  ['ArnEquals', ['arn:aws:s3:::b*'], ['arn:aws:s3:::bucket'], true],
  ['ArnNotEquals', ['arn:aws:s3:::b'], ['arn:aws:s3:::c'], true],
  ['NumericLessThan', ['10'], ['9'], true],
  ['NumericLessThan', ['10'], ['nine'], false],
  ['NumericNotEquals', ['ten'], ['9'], false],
  ['NumericGreaterThanEquals', ['1.2'], ['1.2'], true],
  ['DateGreaterThan', ['2026-01-01T00:00:00Z'], ['2026-01-01T00:00:01Z'], true],
  ['DateLessThanEquals', ['1767225600'], ['2026-01-01T00:00:00Z'], true],
  ['DateLessThan', ['soon'], ['2026-01-01T00:00:00Z'], false],
  ['Bool', ['True'], ['true'], true],
  ['IpAddress', ['203.0.113.0/24'], ['203.0.113.9'], true],
  ['IpAddress', ['203.0.113.0/24'], ['2001:db8::1'], false],
  ['NotIpAddress', ['203.0.113.0/24'], ['198.51.100.1'], true],
  ['NotIpAddress', ['203.0.113.0/24'], ['no address'], false],
  ['BinaryEquals', ['QQ=='], ['QQ=='], true],
  ['ForAnyValue:StringEquals', ['a'], ['b', 'a'], true],
  ['ForAllValues:StringEquals', ['a'], ['b', 'a'], false],
  ['ForAllValues:StringNotEquals', ['a'], ['b', 'c'], true],
  ['Null', ['false'], ['x'], true],
  ['Null', ['true'], ['x'], false],
])('%s %j on %j is %s', (operator, values, actual, expected) => {
  expect(holds(operator, values, actual)).toBe(expected);
});

describe('a key that the request does not carry', () => {
  test.each([
    ['StringEquals', ['a'], false],
    ['StringNotEquals', ['a'], true],
    ['StringEqualsIfExists', ['a'], true],
    ['ForAllValues:StringEquals', ['a'], true],
    ['ForAnyValue:StringNotEquals', ['a'], false],
    ['Null', ['true'], true],
    ['Null', ['false'], false],
  ])('%s %j', (name, values, expected) => {
    expect(holds(name, values, undefined)).toBe(expected);
    const operator = parseOperator(name);
    expect(operator && holdsWithoutKey(operator, values)).toBe(expected);
  });
});

test.each(['', 'StringMatches', 'NumericLike', 'ForSomeValues:StringEquals'])('%j is no operator', (name) => {
  expect(parseOperator(name)).toBeUndefined();
});
