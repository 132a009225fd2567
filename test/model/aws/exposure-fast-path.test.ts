/** Most groups name everybody and small ranges only, and are judged without adding anything up. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exposureOf } from '#model/aws/exposure.ts';
import type { SecurityGroupRule } from '#model/aws/network.ts';

const rule = fc
  .record({
    cidr: fc.constantFrom(
      '0.0.0.0/0',
      '::/0',
      '203.0.113.0/24',
      '10.4.0.0/16',
      '172.16.0.0/12',
      '198.51.100.7',
      '198.0.0.0/17',
    ),
    protocol: fc.constantFrom('tcp', 'udp', 'all', 'icmp', 'TCP', '6'),
    from: fc.integer({ min: 0, max: 30 }),
    width: fc.integer({ min: 0, max: 10 }),
  })
  .map(({ cidr, protocol, from, width }) => ({
    protocol,
    ports: { from, to: from + width },
    peer: { type: 'cidr' as const, cidr },
    description: '',
  }));

const numbered = (rules: readonly Omit<SecurityGroupRule, 'id'>[]): readonly SecurityGroupRule[] =>
  rules.map((one, index) => ({ ...one, id: `${index}:0` }));

describe('the exposure of a group of small and private ranges', () => {
  it('is the one that adding up finds: a public rule that is not small forces the sum and opens nothing', () => {
    fc.assert(
      fc.property(
        fc.array(rule, { maxLength: 8 }),
        fc.constantFrom('tcp' as const, 'udp' as const),
        fc.option(fc.constant([{ from: 5, to: 12 }]), { nil: undefined }),
        (rules, transport, wanted) => {
          const group = numbered(rules);
          const wide: SecurityGroupRule = {
            id: 'public',
            protocol: 'all',
            ports: 'all',
            peer: { type: 'cidr', cidr: '52.0.0.0/16' },
            description: '',
          };
          expect(exposureOf(group, transport, wanted)).toEqual(
            exposureOf([...group, wide], transport, wanted),
          );
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
