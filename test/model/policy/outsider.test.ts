import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseOperator } from '#model/policy/condition.ts';
import { conditionHolds } from '#model/policy/condition-match.ts';
import type { PolicyCondition, PolicyDocument, PolicyStatement } from '#model/policy/document.ts';
import { outsideGrants } from '#model/policy/exposure.ts';

const own = '111122223333';
const context = {
  trust: { accounts: new Set([own]), organization: 'o-own', partners: new Set<string>() },
  account: own,
};

type Request = Readonly<Record<string, string>>;

/** Outsiders of a small world: each combination of who calls, from where and how. */
const outsiders: readonly Request[] = (() => {
  const found: Request[] = [];
  const networks: Request[] = [{}, { 'aws:sourceip': '52.0.0.1' }, { 'aws:sourceip': '8.8.8.8' }];
  const agents: Request[] = [{}, { 'aws:useragent': 'a' }, { 'aws:useragent': 'b' }];
  const organizations: Request[] = [{}, { 'aws:principalorgid': 'o-foreign' }];
  const callers: Request[] = [{}];
  for (const account of ['777788889999', '555566667777', '909090909090']) {
    for (const organization of organizations) {
      for (const role of ['a', 'b']) {
        callers.push({
          ...organization,
          'aws:principalaccount': account,
          'aws:principalarn': `arn:aws:iam::${account}:role/${role}`,
        });
      }
    }
  }
  for (const caller of callers)
    for (const network of networks)
      for (const agent of agents) found.push({ ...caller, ...network, ...agent });
  return found;
})();

const condition: fc.Arbitrary<PolicyCondition> = fc.oneof(
  one(
    'aws:PrincipalAccount',
    ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike', 'StringEqualsIfExists', 'Null'],
    [own, '777788889999', '7777*', '*', '555566667777'],
  ),
  one(
    'aws:PrincipalArn',
    ['ArnLike', 'ArnNotLike', 'StringLike', 'StringEquals', 'Null'],
    [
      `arn:aws:iam::${own}:role/a`,
      'arn:aws:iam::*:role/a',
      'arn:aws:iam::777788889999:role/a',
      `arn:aws:iam::${own}:*`,
    ],
  ),
  one(
    'aws:PrincipalOrgID',
    [
      'StringEquals',
      'StringNotEquals',
      'StringLike',
      'ForAllValues:StringEquals',
      'StringNotEqualsIfExists',
      'Null',
    ],
    ['o-own', 'o-foreign', 'o-*', '*'],
  ),
  one(
    'aws:SourceIp',
    ['IpAddress', 'NotIpAddress', 'IpAddressIfExists', 'Null'],
    ['52.0.0.0/16', '0.0.0.0/0', '0.0.0.0/1', '10.0.0.0/8'],
  ),
  one('aws:UserAgent', ['StringEquals', 'StringNotEquals', 'Null'], ['a', 'b']),
);

function one(
  key: string,
  operators: readonly string[],
  values: readonly string[],
): fc.Arbitrary<PolicyCondition> {
  return fc
    .record({
      operator: fc.constantFrom(...operators),
      values: fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 }),
      truth: fc.constantFrom('true', 'false'),
    })
    .map(({ operator, values: chosen, truth }) => ({
      operator,
      key,
      values: operator === 'Null' ? [truth] : chosen,
    }));
}

const holds = ({ operator, key, values }: PolicyCondition, request: Request): boolean => {
  const parsed = parseOperator(operator);
  if (parsed === undefined) throw new Error(operator);
  const actual = request[key.toLowerCase()];
  return conditionHolds(parsed, values, actual === undefined ? undefined : [actual]);
};

const statement = (effect: 'Allow' | 'Deny', conditions: readonly PolicyCondition[]): PolicyStatement => ({
  label: effect,
  effect,
  principals: { not: false, entries: [{ type: '*', value: '*' }] },
  actions: ['s3:GetObject'],
  notActions: 'none',
  resources: ['*'],
  notResources: 'none',
  conditions,
});

test('whoever of a small world gets in is found', () => {
  const conditions = fc.array(condition, { maxLength: 3 });
  fc.assert(
    fc.property(conditions, fc.array(conditions, { maxLength: 2 }), (allowed, denies) => {
      const document: PolicyDocument = {
        version: '2012-10-17',
        statements: [statement('Allow', allowed), ...denies.map((list) => statement('Deny', list))],
      };
      const witness = outsiders.find(
        (request) =>
          allowed.every((each) => holds(each, request)) &&
          !denies.some((list) => list.every((each) => holds(each, request))),
      );
      const grants = outsideGrants(document, context);
      if (witness !== undefined) expect(grants, JSON.stringify(witness)).not.toEqual([]);
    }),
    { numRuns: 3000 },
  );
});

test('with one condition on each of several independent keys, nobody is found who does not exist', () => {
  // The account and the ARN of a caller go together, which the search does not know.
  const conditions = fc
    .uniqueArray(condition, { maxLength: 4, selector: ({ key }) => key })
    .map((list) => list.filter(({ key }) => key !== 'aws:PrincipalArn'));
  fc.assert(
    fc.property(conditions, (allowed) => {
      const grants = outsideGrants(
        { version: '2012-10-17', statements: [statement('Allow', allowed)] },
        context,
      );
      // The small world holds somebody for every way in that these conditions leave.
      const somebody = outsiders.some((request) => allowed.every((each) => holds(each, request)));
      if (!somebody) expect(grants).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});
