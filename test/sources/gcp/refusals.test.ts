/** The deny rules that come before a rule. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firewallAdminPortsPrivate } from '#checks/network/gcp/firewall-admin-ports-private.ts';
import type { Firewall } from '#model/gcp/network.ts';
import { known } from '#model/reading.ts';
import { Refusals } from '#sources/gcp/refusals.ts';
import { firewallRule, gcpResource } from '#test/support/builders/gcp.ts';
import { askCheck } from '#test/support/corpora/cases/ask-check.ts';

const anywhere = ['0.0.0.0/0'];
const ssh = [{ protocol: 'tcp', ports: [{ from: 22, to: 22 }] }];
const rule = (differs: Partial<Firewall['rule']>) =>
  firewallRule({ sources: anywhere, entries: ssh, ...differs });

const denyingBefore = (
  allow: Firewall['rule'],
  ...others: readonly Firewall['rule'][]
): readonly number[] => {
  const refusals = new Refusals();
  for (const other of others) refusals.add(other);
  return refusals.before(allow).map(({ priority }) => priority);
};

describe('what denies before a rule', () => {
  const allow = rule({ priority: 1000 });

  it('is what has a lower number or the same one', () => {
    const denies = [900, 1000, 1001].map((priority) => rule({ action: 'deny', priority }));
    expect(denyingBefore(allow, ...denies)).toEqual([900, 1000]);
  });

  it.each<[string, Partial<Firewall['rule']>]>([
    ['an allow', { action: 'allow' }],
    ['a rule that is off', { disabled: true }],
    ['a rule for outgoing traffic', { direction: 'EGRESS' }],
    ['a rule of another network', { network: 'projects/p/global/networks/other' }],
  ])('is not %s', (_what, differs) => {
    expect(denyingBefore(allow, rule({ action: 'deny', priority: 900, ...differs }))).toEqual([]);
  });

  it('is not asked for a rule that admits nobody from the internet', () => {
    const deny = rule({ action: 'deny', priority: 900 });
    expect(denyingBefore(rule({ sources: ['10.0.0.0/8'] }), deny)).toEqual([]);
  });
});

/** Halves of the internet, and a tag that a machine may have. */
const halves = ['0.0.0.0/1', '128.0.0.0/1'] as const;
const drawn = fc.array(
  fc.record({
    allow: fc.boolean(),
    priority: fc.integer({ min: 1, max: 4 }),
    sources: fc.subarray([...halves], { minLength: 1 }),
    targetTags: fc.subarray(['web', 'db']),
    protocol: fc.constantFrom('tcp', 'udp', 'all'),
  }),
  { maxLength: 6 },
);

describe('a network', () => {
  it('is open where a packet to one of its machines would get in', () => {
    fc.assert(
      fc.property(drawn, (list) => {
        // What is allowed is TCP: UDP has a port of its own to watch.
        const rules = list.map(({ allow, protocol, ...rest }) =>
          rule({
            ...rest,
            action: allow ? 'allow' : 'deny',
            entries: [{ protocol: allow ? 'tcp' : protocol, ports: 'all' }],
          }),
        );
        const refusals = new Refusals();
        for (const one of rules) refusals.add(one);
        const fails = rules
          .filter(({ action }) => action === 'allow')
          .some((one) => {
            const parts = { rule: known(one), refusals: known(refusals.before(one)) };
            const resource = gcpResource('compute.googleapis.com/Firewall', parts);
            return askCheck(firewallAdminPortsPrivate, resource).verdict === 'fail';
          });
        const machines = [[], ['web'], ['db']];
        const open = machines.some((tags) => halves.some((half) => admits(rules, tags, half)));
        expect(fails).toBe(open);
      }),
    );
  });
});

const admits = (rules: readonly Firewall['rule'][], tags: readonly string[], source: string): boolean => {
  const first = rules
    .filter(({ entries }) => entries.some(({ protocol }) => protocol !== 'udp'))
    .filter(({ targetTags }) => targetTags.length === 0 || targetTags.some((tag) => tags.includes(tag)))
    .filter(({ sources }) => sources.includes(source))
    .sort((a, b) => a.priority - b.priority || (a.action === 'deny' ? -1 : 1))[0];
  return first?.action === 'allow';
};
