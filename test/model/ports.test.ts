import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NetworkAclEntry } from '#model/aws/network.ts';
import { parseCidr } from '#model/cidr.ts';
import { aclAdmits, carries, joinSpans, openPorts, reaches } from '#model/ports.ts';

describe('reaches', () => {
  test.each([
    ['the port itself', 'tcp', { from: 22, to: 22 }, true],
    ['a span around it', 'tcp', { from: 0, to: 65535 }, true],
    ['the protocol by number', '6', { from: 22, to: 22 }, true],
    ['every protocol', 'all', 'all', true],
    ['-1 with ports that mean nothing', '-1', { from: 0, to: 0 }, true],
    ['-1 as the port', 'tcp', { from: -1, to: -1 }, true],
    ['the next port', 'tcp', { from: 23, to: 23 }, false],
    ['udp', 'udp', { from: 22, to: 22 }, false],
    ['udp by number', '17', { from: 22, to: 22 }, false],
    ['GRE, which has no ports', '47', 'all', false],
    ['icmp, whose from is a type', 'icmp', { from: 22, to: 22 }, false],
  ] as const)('asked for tcp 22, a rule of %s', (_name, protocol, ports, expected) => {
    expect(reaches({ protocol, ports }, 22, 'tcp')).toBe(expected);
  });

  test('udp is carried by 17 and all, and not by 6', () => {
    expect(['17', 'udp', 'all', '-1'].every((protocol) => carries(protocol, 'udp'))).toBe(true);
    expect(['6', 'tcp', '47', 'icmpv6'].some((protocol) => carries(protocol, 'udp'))).toBe(false);
  });

  test('a span that ends before it begins opens nothing', () => {
    expect(openPorts({ protocol: 'tcp', ports: { from: 30, to: 20 } }, 'tcp')).toEqual([]);
  });

  test('spans are joined where they touch', () => {
    expect(
      joinSpans([
        { from: 5, to: 9 },
        { from: 1, to: 4 },
        { from: 11, to: 12 },
      ]),
    ).toEqual([
      { from: 1, to: 9 },
      { from: 11, to: 12 },
    ]);
  });
});

const entry = (
  number: number,
  allow: boolean,
  cidr: string,
  more: Partial<NetworkAclEntry> = {},
): NetworkAclEntry => ({
  number,
  egress: false,
  protocol: 'all',
  allow,
  cidr,
  ports: 'all',
  ...more,
});

describe('aclAdmits', () => {
  test('a deny with a lower number decides for the port that it names', () => {
    const entries = [
      entry(200, true, '0.0.0.0/0'),
      entry(100, false, '0.0.0.0/0', { protocol: '6', ports: { from: 22, to: 22 } }),
    ];
    expect(aclAdmits(entries, 22, 'tcp', 4).allowed).toEqual([]);
    expect(aclAdmits(entries, 23, 'tcp', 4).by).toEqual([200]);
  });

  test('entries of the other family and direction decide nothing', () => {
    const entries = [entry(1, true, '::/0'), entry(2, true, '0.0.0.0/0', { egress: true })];
    expect(aclAdmits(entries, 22, 'tcp', 4).allowed).toEqual([]);
    expect(aclAdmits(entries, 22, 'tcp', 6).by).toEqual([1]);
    expect(aclAdmits(entries, 22, 'tcp', 4, true).by).toEqual([2]);
  });

  test('agrees with trying the entries one by one for each address', () => {
    const cidrs = fc.constantFrom(
      '0.0.0.0/0',
      '0.0.0.0/1',
      '128.0.0.0/1',
      '64.0.0.0/2',
      '10.0.0.0/8',
      '10.0.0.0/9',
      '::/0',
    );
    const entries = fc.array(
      fc.record({
        number: fc.nat(20),
        egress: fc.boolean(),
        protocol: fc.constantFrom('6', '17', 'all', '47'),
        allow: fc.boolean(),
        cidr: cidrs,
        ports: fc.constantFrom('all' as const, { from: 20, to: 25 }, { from: 23, to: 80 }),
      }),
      { maxLength: 8 },
    );
    const unique = entries.map((list) => [...new Map(list.map((one) => [one.number, one])).values()]);
    fc.assert(
      fc.property(unique, fc.constantFrom(19, 22, 24, 80), (list, port) => {
        const { allowed } = aclAdmits(list, port, 'tcp', 4);
        for (const text of [
          '0.0.0.1',
          '10.0.0.1',
          '10.200.0.1',
          '70.0.0.1',
          '130.0.0.1',
          '255.255.255.255',
        ]) {
          const address = parseCidr(text);
          if (address === undefined) throw new Error(text);
          const first = [...list]
            .sort((a, b) => a.number - b.number)
            .find((one) => {
              const range = parseCidr(one.cidr);
              const ports =
                one.ports === 'all' ||
                one.protocol === 'all' ||
                (one.ports.from <= port && port <= one.ports.to);
              return (
                !one.egress &&
                ['6', 'all'].includes(one.protocol) &&
                ports &&
                range?.family === 4 &&
                range.first <= address.first &&
                address.first <= range.last
              );
            });
          const inside = allowed.some((one) => one.first <= address.first && address.first <= one.last);
          expect(inside).toBe(first?.allow === true);
        }
      }),
    );
  });
});
