import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nsgExposure } from '#model/azure/exposure.ts';
import type { NsgRule } from '#model/azure/network.ts';
import { defaultNsgRules, nsgRule } from '#test/support/builders/azure.ts';

/** Two public halves of the internet's IPv4, its IPv6, and a private range: an address of each stands for all of it. */
const places: Readonly<Record<string, readonly ('low' | 'high' | 'six' | 'inside')[]>> = {
  '*': ['low', 'high', 'six', 'inside'],
  Internet: ['low', 'high', 'six'],
  '0.0.0.0/1': ['low', 'inside'],
  '128.0.0.0/1': ['high'],
  '10.0.0.0/8': ['inside'],
  VirtualNetwork: [],
};

const rules = fc
  .uniqueArray(
    fc.record({
      priority: fc.integer({ min: 100, max: 4096 }),
      source: fc.constantFrom(...Object.keys(places)),
      from: fc.integer({ min: 0, max: 9 }),
      width: fc.integer({ min: 0, max: 4 }),
      allow: fc.boolean(),
      protocol: fc.constantFrom('tcp', 'udp', 'all'),
    }),
    { selector: ({ priority }) => priority, maxLength: 8 },
  )
  .map((list): readonly NsgRule[] => [
    ...list.map(({ priority, source, from, width, allow, protocol }) =>
      nsgRule(priority, source, [from, from + width], { allow, protocol }),
    ),
    ...defaultNsgRules,
  ]);

const outside = ['low', 'high', 'six'] as const;

/** One packet at a time: the first rule that fits decides. */
const admits = (list: readonly NsgRule[], place: (typeof outside)[number], port: number): boolean => {
  for (const rule of [...list].sort((a, b) => a.priority - b.priority)) {
    if (rule.direction !== 'inbound' || !['tcp', 'all'].includes(rule.protocol)) continue;
    const fitsPort = rule.ports.some((span) => span === 'all' || (span.from <= port && port <= span.to));
    const fitsPlace = rule.sources.some((source) => places[source]?.includes(place));
    if (fitsPort && fitsPlace) return rule.allow;
  }
  return false;
};

describe('what the internet reaches through a network security group', () => {
  it('is what a packet from any part of it reaches', () => {
    fc.assert(
      fc.property(rules, (list) => {
        const { spans, undecided } = nsgExposure(list, 'tcp');
        for (let port = 0; port < 16; port += 1) {
          const open = spans.some((span) => span.from <= port && port <= span.to);
          expect(open, `port ${port}`).toBe(outside.some((place) => admits(list, place, port)));
        }
        expect(undecided).toEqual([]);
      }),
    );
  });

  it('is the IPv6 internet, where rules refuse all of IPv4 and nothing else', () => {
    const refusal = (priority: number, source: string) =>
      nsgRule(priority, source, [0, 0], { allow: false, protocol: 'all' });
    const list = [
      refusal(100, '0.0.0.0/1'),
      refusal(101, '128.0.0.0/1'),
      nsgRule(102, '*', [0, 0], { allow: true, protocol: 'all' }),
      ...defaultNsgRules,
    ];
    expect(nsgExposure(list, 'tcp').spans).toEqual([{ from: 0, to: 0 }]);
  });

  it.each([
    ['Storage', [], false],
    ['storage.westeurope', [], false],
    ['AzureFrontDoor.Backend', [], false],
    ['AzureCloud', [], true],
    ['AzureCloud.westeurope', [], true],
    ['SomethingNew', [], true],
    ['Internet', [{ from: 22, to: 22 }], false],
  ])(
    'is nothing through the tag of one service, and not known through %s of more: %s',
    (tag, spans, doubtful) => {
      const exposure = nsgExposure([nsgRule(100, tag, [22, 22]), ...defaultNsgRules], 'tcp');
      expect({ spans: exposure.spans, doubtful: exposure.undecided.length > 0 }).toEqual({ spans, doubtful });
    },
  );

  it.each<[string, Partial<NsgRule>, Partial<NsgRule>, boolean]>([
    ['the same machine', { destinations: ['10.0.0.4'] }, { destinations: ['10.0.0.4/32'] }, false],
    ['its subnet', { destinations: ['10.0.0.0/24'] }, { destinations: ['10.0.0.4'] }, false],
    ['another machine', { destinations: ['10.0.0.5'] }, { destinations: ['10.0.0.4'] }, true],
    ['one of two machines', { destinations: ['10.0.0.4'] }, { destinations: ['10.0.0.4', '10.0.0.5'] }, true],
    [
      'the same group of machines',
      { destinations: [], destinationGroups: ['/ASG/Web'] },
      { destinations: [], destinationGroups: ['/asg/web'] },
      false,
    ],
    [
      'another group of machines',
      { destinations: [], destinationGroups: ['/asg/db'] },
      { destinations: [], destinationGroups: ['/asg/web'] },
      true,
    ],
    [
      'the source ports that are admitted',
      { sourcePorts: [{ from: 1024, to: 65_535 }] },
      { sourcePorts: [{ from: 49_152, to: 65_535 }] },
      false,
    ],
    ['some source ports', { sourcePorts: [{ from: 1024, to: 65_535 }] }, {}, true],
  ])('refusing %s first decides what goes there', (_what, refused, admitted, open) => {
    const list = [
      nsgRule(100, '*', 22, { allow: false, ...refused }),
      nsgRule(200, '*', 22, admitted),
      ...defaultNsgRules,
    ];
    expect(nsgExposure(list, 'tcp').spans).toEqual(open ? [{ from: 22, to: 22 }] : []);
  });

  it('names rules that open something, and only such', () => {
    fc.assert(
      fc.property(rules, (list) => {
        const exposure = nsgExposure(list, 'tcp');
        expect(exposure.rules.length > 0).toBe(exposure.spans.length > 0);
        for (const rule of exposure.rules) expect(rule.allow && rule.direction === 'inbound').toBe(true);
      }),
    );
  });

  it('does not depend on the order in which the rules are listed', () => {
    fc.assert(
      fc.property(rules, (list) => {
        expect(nsgExposure(list.toReversed(), 'tcp')).toEqual(nsgExposure(list, 'tcp'));
      }),
    );
  });
});
