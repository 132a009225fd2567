/** Any spelling of the same is no drift, and any one change of meaning is drift of exactly that place. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SecurityGroupRule } from '#model/aws/network.ts';
import type { PolicyDocument, PolicyStatement } from '#model/policy/document.ts';
import { changesOf } from './seen.ts';

const group = 'AWS::EC2::SecurityGroup';
const octet = fc.integer({ min: 0, max: 255 });

/** The four numbers, and how many bits count. */
const range = fc.record({
  octets: fc.tuple(octet, octet, octet, octet),
  length: fc.integer({ min: 0, max: 32 }),
});
type Range = typeof range extends fc.Arbitrary<infer R> ? R : never;

const spelled = ({ octets, length }: Range): string => `${octets.join('.')}/${length}`;

/** The bits that count, as text: nothing of it is taken from the code that is tested. */
const bitsOf = (cidr: string): string => {
  const [address = '', length = ''] = cidr.split('/');
  const bits = address
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('');
  return `${bits.slice(0, Number(length))}/${length}`;
};

const rule = fc
  .record({
    protocol: fc.constantFrom('tcp', 'udp'),
    port: fc.constantFrom(22, 443, 5432),
    cidr: fc.oneof(range.map(spelled), fc.constantFrom('10.0.0.0/8', '0.0.0.0/0')),
    description: fc.constantFrom('', 'vpn'),
  })
  .map(
    ({ protocol, port, cidr, description }): SecurityGroupRule => ({
      id: '',
      protocol,
      ports: { from: port, to: port },
      peer: { type: 'cidr', cidr },
      description,
    }),
  );

const meaningOf = ({ protocol, ports, peer, description }: SecurityGroupRule): string =>
  JSON.stringify([protocol, ports, peer.type === 'cidr' ? bitsOf(peer.cidr) : peer, description]);

const meaningOfAll = (rules: readonly SecurityGroupRule[]): string =>
  JSON.stringify([...new Set(rules.map(meaningOf))].sort((a, b) => (a < b ? -1 : 1)));

/** Host bits, which EC2 does not keep. */
const respelled = (cidr: string, noise: number): string => {
  const [address = '', length = ''] = cidr.split('/');
  const host = 32 - Number(length);
  const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** host;
  const moved = number - (number % size) + (noise % size);
  return `${[24, 16, 8, 0].map((shift) => Math.floor(moved / 2 ** shift) % 256).join('.')}/${length}`;
};

/** The same list as a cloud could hand it over another time. */
const noisy = <T>(list: readonly T[], order: readonly number[], copies: readonly number[]): T[] => {
  const repeated = [
    ...list,
    ...copies.flatMap((copy) => (list.length === 0 ? [] : (list[copy % list.length] ?? []))),
  ];
  return repeated
    .map((item, index) => ({ item, at: order[index % order.length] ?? 0, index }))
    .sort((a, b) => a.at - b.at || b.index - a.index)
    .map(({ item }) => item);
};

const order = fc.array(fc.nat(100), { minLength: 7, maxLength: 7 });
const copies = fc.array(fc.nat(20), { maxLength: 3 });

const numbered = (rules: readonly SecurityGroupRule[]): readonly SecurityGroupRule[] =>
  rules.map((one, index) => ({ ...one, id: `${index}:x` }));

describe('rules of a security group', () => {
  test('are the same in any order, repeated, numbered and spelled otherwise', () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 8 }), order, copies, fc.nat(), (rules, at, again, noise) => {
        const other = noisy(rules, at, again).map((one) => ({
          ...one,
          peer: one.peer.type === 'cidr' ? { ...one.peer, cidr: respelled(one.peer.cidr, noise) } : one.peer,
        }));
        expect(changesOf(group, 'ingress', numbered(rules), numbered(other))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('differ exactly where their meanings do', () => {
    const rules = fc.array(rule, { maxLength: 4 });
    fc.assert(
      fc.property(rules, rules, (was, is) => {
        const changes = changesOf(group, 'ingress', numbered(was), numbered(is));
        expect(changes.length > 0).toBe(meaningOfAll(was) !== meaningOfAll(is));
        const paths = changes.map((change) => change.split(': ')[0]);
        expect(new Set(paths).size).toBe(paths.length);
      }),
      { numRuns: 500 },
    );
  });

  test('tell one changed range as that range, whatever else was moved about', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(rule, { minLength: 1, maxLength: 6, selector: meaningOf }),
        range,
        order,
        (rules, cidr, at) => {
          const [first, ...others] = rules;
          if (first === undefined) return;
          const changed: SecurityGroupRule = { ...first, peer: { type: 'cidr', cidr: spelled(cidr) } };
          fc.pre(!rules.map(meaningOf).includes(meaningOf(changed)));
          const is = noisy([changed, ...others], at, []);
          const was = first.peer.type === 'cidr' ? first.peer.cidr : '';
          const ports = first.ports === 'all' ? '' : first.ports.from;
          expect(changesOf(group, 'ingress', numbered(rules), numbered(is))).toEqual([
            `ingress/${first.protocol} ${ports}/peer/cidr: ${was} → ${spelled(cidr)}`,
          ]);
        },
      ),
      { numRuns: 300 },
    );
  });
});

const texts = (...values: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...values), {
    minLength: 1,
    maxLength: 3,
    selector: (text) => text.toLowerCase(),
  });

const statement = (label: string): fc.Arbitrary<PolicyStatement> =>
  fc.record({
    label: fc.constant(label),
    effect: fc.constantFrom('Allow', 'Deny'),
    principals: fc
      .uniqueArray(fc.constantFrom('111122223333', 'arn:aws:iam::444455556666:role/a', '*'), { minLength: 1 })
      .map((values) => ({ not: false, entries: values.map((value) => ({ type: 'AWS' as const, value })) })),
    actions: texts('s3:GetObject', 's3:Put*', 's3:ListBucket'),
    notActions: fc.constant('none' as const),
    resources: texts('arn:aws:s3:::b/*', 'arn:aws:s3:::B/*', 'arn:aws:s3:::b'),
    notResources: fc.constant('none' as const),
    conditions: fc.uniqueArray(
      fc.record({
        operator: fc.constantFrom('StringEquals', 'StringLike'),
        key: fc.constantFrom('aws:PrincipalOrgID', 's3:prefix'),
        values: texts('o-1', 'o-2', 'x/*'),
      }),
      { maxLength: 2, selector: ({ operator, key }) => `${operator} ${key}` },
    ),
  });

const policy: fc.Arbitrary<PolicyDocument> = fc
  .tuple(statement('One'), statement('#1'), statement('Three'))
  .map((statements) => ({ version: '2012-10-17', statements }));

const upper = (list: readonly string[] | 'none'): readonly string[] | 'none' =>
  list === 'none' ? list : list.map((text) => text.toUpperCase());

const rewritten = (
  document: PolicyDocument,
  at: readonly number[],
  again: readonly number[],
): PolicyDocument => ({
  ...document,
  statements: noisy(document.statements, at, again).map((one, index) => ({
    ...one,
    label: one.label.startsWith('#') ? `#${index}` : one.label,
    principals:
      one.principals === 'none'
        ? one.principals
        : {
            ...one.principals,
            entries: noisy(one.principals.entries, at, again).map((entry) =>
              entry.value === '111122223333'
                ? { ...entry, value: 'arn:aws:iam::111122223333:root' }
                : entry.value === '*'
                  ? ({ type: '*', value: '*' } as const)
                  : entry,
            ),
          },
    actions: upper(one.actions === 'none' ? one.actions : noisy(one.actions, at, again)),
    resources: one.resources === 'none' ? one.resources : noisy(one.resources, at, again),
    conditions: noisy(one.conditions, at, []).map((condition) => ({
      ...condition,
      key: condition.key.toUpperCase(),
      values: noisy(condition.values, at, again),
    })),
  })),
});

describe('a policy', () => {
  test('is the same however it is written', () => {
    fc.assert(
      fc.property(policy, order, copies, (document, at, again) => {
        expect(changesOf('AWS::S3::Bucket', 'policy', document, rewritten(document, at, again))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('shows one change of meaning at its place, whatever else is written otherwise', () => {
    const edits: readonly (readonly [string, (one: PolicyStatement) => PolicyStatement])[] = [
      ['effect', (one) => ({ ...one, effect: one.effect === 'Allow' ? 'Deny' : 'Allow' })],
      [
        'actions',
        (one) => ({ ...one, actions: [...(one.actions === 'none' ? [] : one.actions), 's3:DeleteBucket'] }),
      ],
      [
        'resources',
        (one) => ({ ...one, resources: [...(one.resources === 'none' ? [] : one.resources), '*'] }),
      ],
      [
        'conditions/StringEquals aws:sourceaccount',
        (one) => ({
          ...one,
          conditions: [
            ...one.conditions,
            { operator: 'StringEquals', key: 'aws:SourceAccount', values: ['1'] },
          ],
        }),
      ],
    ];
    fc.assert(
      fc.property(policy, order, fc.constantFrom(...edits), (document, at, [path, edit]) => {
        const [first, ...others] = document.statements;
        if (first === undefined) return;
        const is = rewritten({ ...document, statements: [edit(first), ...others] }, at, []);
        const paths = changesOf('AWS::S3::Bucket', 'policy', document, is).map((line) => line.split(': ')[0]);
        expect(paths).toEqual([`policy/statements/One/${path}`]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a value that no row speaks of', () => {
  test('is the same only where its JSON is, key order apart', () => {
    const sorted = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(sorted)
        : typeof value === 'object' && value !== null
          ? {
              fields: Object.entries(value)
                .map(([key, item]) => [key, sorted(item)])
                .sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
            }
          : value;
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (was, is) => {
        const changed = changesOf('AWS::CloudTrail::Trail', 'settings', was, is).length > 0;
        expect(changed).toBe(JSON.stringify(sorted(was)) !== JSON.stringify(sorted(is)));
      }),
      { numRuns: 500 },
    );
  });
});
