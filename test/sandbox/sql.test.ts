import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { meets } from '#sandbox/sql/evaluate.ts';
import { type Condition, namedKinds, parseQuery } from '#sandbox/sql/parse.ts';

const properties = ['resourceType', 'accountId', 'awsRegion', 'resourceId'] as const;
const values = ['a', "it's", 'AWS::EC2::VPC', 'x y', ''] as const;

const comparison = fc.record({
  type: fc.constant('in' as const),
  property: fc.constantFrom(...properties),
  values: fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 3 }),
});
const { condition } = fc.letrec<{ condition: Condition; group: Condition }>((tie) => ({
  condition: fc.oneof({ depthSize: 'small' }, comparison, tie('group')),
  group: fc.record({
    type: fc.constantFrom('and' as const, 'or' as const),
    of: fc.array(tie('condition'), { minLength: 2, maxLength: 3 }),
  }),
}));

const quote = (value: string): string => `'${value.replaceAll("'", "''")}'`;

const write = (one: Condition): string => {
  switch (one.type) {
    case 'in':
      return one.values.length === 1 && one.values[0] !== undefined
        ? `${one.property} = ${quote(one.values[0])}`
        : `${one.property} IN (${one.values.map(quote).join(', ')})`;
    case 'like':
      return `${one.property} LIKE ${quote(`${one.prefix}%`)}`;
    case 'and':
    case 'or':
      return `(${one.of.map(write).join(one.type === 'and' ? ' AND ' : ' OR ')})`;
  }
};

/** The meaning of a condition, said once more and as simply as can be. */
const holds = (one: Condition, item: Readonly<Record<string, string>>): boolean => {
  switch (one.type) {
    case 'in':
      return one.values.includes(item[one.property] ?? '');
    case 'like':
      return (item[one.property] ?? '').startsWith(one.prefix);
    case 'and':
      return one.of.every((part) => holds(part, item));
    case 'or':
      return one.of.some((part) => holds(part, item));
  }
};

describe('the query language', () => {
  test('a written condition is read back and means the same', () => {
    const item = fc.record({
      resourceType: fc.constantFrom(...values),
      accountId: fc.constantFrom(...values),
      awsRegion: fc.constantFrom(...values),
      resourceId: fc.constantFrom(...values),
    });
    fc.assert(
      fc.property(condition, item, (one, row) => {
        const parsed = parseQuery(`SELECT resourceId WHERE ${write(one)}`);
        expect(parsed.type).toBe('query');
        if (parsed.type === 'query') expect(meets(parsed.query.where, row)).toBe(holds(one, row));
      }),
    );
  });

  test('no text makes the parser throw', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(['query', 'wrong']).toContain(parseQuery(text).type);
        expect(['query', 'wrong']).toContain(parseQuery(`SELECT * WHERE ${text}`).type);
      }),
    );
  });

  test('the kinds that a query names are found at any depth', () => {
    const parsed = parseQuery(
      "SELECT * WHERE accountId = '1' AND (resourceType = 'A' OR (resourceType IN ('B', 'A') AND awsRegion = 'C'))",
    );
    expect(parsed.type === 'query' && namedKinds(parsed.query.where)).toEqual(['A', 'B']);
  });

  test('AND binds more than OR', () => {
    const parsed = parseQuery("SELECT * WHERE a = '1' OR b = '2' AND c = '3'");
    expect(parsed.type === 'query' && parsed.query.where).toMatchObject({
      type: 'or',
      of: [{}, { type: 'and' }],
    });
  });
});
