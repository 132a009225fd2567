import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PolicyJson } from '#engine/permissions.ts';
import { policyPieces } from '../../scripts/deploy/policy-pieces.ts';

const policy = (services: Readonly<Record<string, readonly string[]>>): PolicyJson => ({
  Version: '2012-10-17',
  Statement: Object.entries(services).map(([name, actions]) => ({
    Sid: `Plumbline${name}`,
    Effect: 'Allow',
    Action: actions.map((action) => `${name}:${action}`),
    Resource: '*',
  })),
});

const grants = (policies: readonly PolicyJson[]): readonly string[] =>
  policies.flatMap(({ Statement }) =>
    Statement.flatMap(({ Action, Resource }) => Action.map((action) => `${action} ${Resource}`)),
  );

const word = fc.stringMatching(/^[a-z]{1,20}$/);
const services = fc.dictionary(word, fc.uniqueArray(word, { minLength: 1, maxLength: 30 }), {
  minKeys: 1,
  maxKeys: 12,
  noNullPrototype: true,
});

describe('a policy in pieces', () => {
  it('grants what it granted whole, in the same order, in pieces that fit, with labels of their own', () => {
    fc.assert(
      fc.property(services, fc.integer({ min: 160, max: 2000 }), (named, longest) => {
        const whole = policy(named);
        const pieces = policyPieces(whole, { longest, most: 1000 });
        expect(grants(pieces)).toEqual(grants([whole]));
        for (const piece of pieces) {
          expect(JSON.stringify(piece).length).toBeLessThanOrEqual(longest);
          const labels = piece.Statement.map(({ Sid }) => Sid);
          expect(new Set(labels).size).toBe(labels.length);
        }
      }),
    );
  });

  it('stays one where it fits', () => {
    const whole = policy({ ec2: ['DescribeVpcs'], iam: ['GetAccountSummary'] });
    expect(policyPieces(whole)).toEqual([whole]);
  });

  it('is refused where a role could not hold it', () => {
    const many = Array.from({ length: 4000 }, (_, index) => `DescribeSomethingOfNumber${index}`);
    expect(() => policyPieces(policy({ ec2: many }))).toThrow(/and a role takes 10/);
    expect(() => policyPieces(policy({ ec2: ['DescribeVpcs'] }), { longest: 50, most: 10 })).toThrow(
      /ec2:DescribeVpcs alone is longer than 50/,
    );
  });
});
