import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exposureOf, ruleInWords } from '#model/aws/exposure.ts';
import type { SecurityGroupRule } from '#model/aws/network.ts';
import { isInternet } from '#model/cidr.ts';
import { openPorts, reaches, span } from '#model/ports.ts';
import { rule } from '#test/support/builders/aws-network.ts';

describe('what a group opens to the internet', () => {
  it('is the ports that its rules open together', () => {
    const rules = [rule('44.0.0.0/8', [1, 100]), rule('45.0.0.0/8', [50, 200]), rule('10.0.0.0/8', 'all')];
    expect(exposureOf(rules, 'tcp')).toMatchObject({ spans: [{ from: 50, to: 100 }], undecided: [] });
    expect(exposureOf(rules, 'tcp').rules).toEqual(rules.slice(0, 2));
  });

  it('names the rules that do it alone, not those that only stand beside', () => {
    const rules = [rule('8.0.0.0/6', 22), rule('0.0.0.0/0', 22), rule('10.0.0.0/8', 22)];
    expect(exposureOf(rules.slice(1), 'tcp', [span(22)]).rules).toEqual([rules[1]]);
  });

  it('is nothing for a referenced group, however it is written', () => {
    const peer = { type: 'group', group: 'sg-1', account: '111122223333', peering: 'none' } as const;
    expect(exposureOf([rule(peer, 'all')], 'tcp')).toEqual({ spans: [], rules: [], undecided: [] });
  });

  it('is undecided for a prefix list that admits a port asked for, and for no other', () => {
    const list = rule({ type: 'prefix-list', prefixList: 'pl-1' }, 443);
    expect(exposureOf([list], 'tcp', [span(443)]).undecided).toEqual([list]);
    expect(exposureOf([list], 'tcp', [span(22)]).undecided).toEqual([]);
    expect(exposureOf([list], 'udp', [span(443)]).undecided).toEqual([]);
  });

  it('sees the internet in more than 128 small ranges', () => {
    const halves = Array.from({ length: 256 }, (_none, index) => rule(`${index}.0.0.0/8`, 22));
    expect(exposureOf(halves, 'tcp').spans).toEqual([span(22)]);
    const quarter = Array.from({ length: 130 }, (_none, index) => rule(`44.${index}.0.0/24`, 22));
    expect(exposureOf(quarter, 'tcp').spans).toEqual([]);
  });

  const cidr = fc.constantFrom(
    '0.0.0.0/0',
    '::/0',
    '0.0.0.0/1',
    '128.0.0.0/1',
    '0.0.0.0/2',
    '64.0.0.0/2',
    '::/1',
    '8000::/1',
    '10.0.0.0/8',
    '44.0.0.0/17',
    '198.51.100.0/24',
  );
  const anyRule = fc
    .record({
      cidr,
      protocol: fc.constantFrom('tcp', 'udp', 'all', '47'),
      from: fc.integer({ min: 0, max: 8 }),
      size: fc.integer({ min: 0, max: 4 }),
    })
    .map(({ cidr: range, protocol, from, size }) => rule(range, [from, from + size], { protocol }));

  it('agrees with asking each port by itself', () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 6 }), fc.integer({ min: 0, max: 14 }), (rules, port) => {
        const ranges = rules.flatMap((one: SecurityGroupRule) =>
          reaches(one, port, 'tcp') && one.peer.type === 'cidr' ? [one.peer.cidr] : [],
        );
        const { spans } = exposureOf(rules, 'tcp');
        expect(spans.some(({ from, to }) => from <= port && port <= to)).toBe(isInternet(ranges));
        expect(exposureOf(rules, 'tcp', [span(port)]).spans.length).toBe(isInternet(ranges) ? 1 : 0);
      }),
    );
  });

  it('names a rule exactly when it opens something', () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 6 }), (rules) => {
        const exposure = exposureOf(rules, 'tcp');
        expect(exposure.rules.length > 0).toBe(exposure.spans.length > 0);
        for (const one of exposure.rules) expect(openPorts(one, 'tcp').length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('a rule in words', () => {
  it.each([
    [rule('0.0.0.0/0', 22), 'tcp 22 from 0.0.0.0/0'],
    [rule('::/0', [20, 30]), 'tcp 20-30 from ::/0'],
    [rule('0.0.0.0/0', 'all'), 'every protocol from 0.0.0.0/0'],
    [rule('0.0.0.0/0', 'all', { protocol: 'udp' }), 'udp every port from 0.0.0.0/0'],
    [rule({ type: 'prefix-list', prefixList: 'pl-1' }, 443), 'tcp 443 from pl-1'],
  ])('%#', (one, words) => {
    expect(ruleInWords(one)).toBe(words);
  });

  it('goes to its peer where it is outbound', () => {
    expect(ruleInWords(rule('0.0.0.0/0', 443), 'to')).toBe('tcp 443 to 0.0.0.0/0');
  });
});
