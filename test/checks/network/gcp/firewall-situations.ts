/** What a rule is, whatever ports a check asks for. */
import type { Firewall, Refusal } from '#model/gcp/network.ts';
import { known, unread } from '#model/reading.ts';
import { firewallRule, gcpResource } from '#test/support/builders/gcp.ts';
import type { Situations } from '#test/support/describe-check.ts';

/** A rule of which the test says what differs, and what denies before it. */
export const firewall = (differs: Partial<Firewall['rule']>, ...refusals: readonly Partial<Refusal>[]) =>
  gcpResource('compute.googleapis.com/Firewall', {
    rule: known(firewallRule(differs)),
    refusals: known(refusals.map((one) => ({ ...everythingDenied, ...one }))),
  });
const everythingDenied: Refusal = {
  priority: 900,
  entries: [{ protocol: 'all', ports: 'all' }],
  sources: ['0.0.0.0/0'],
  targetTags: [],
  targetAccounts: [],
};
export const tcp = (from: number, to = from) => [{ protocol: 'tcp', ports: [{ from, to }] }];
export const anywhere = ['0.0.0.0/0'];
const all = [{ protocol: 'all', ports: 'all' }] as const;

/** @param port one that the check asks for. */
export const firewallSituations = (port: number): Required<Omit<Situations, 'trust'>> => ({
  pass: {
    'one web port from anywhere': firewall({ sources: anywhere, entries: tcp(443) }),
    'the port from a private range': firewall({ entries: tcp(port) }),
    'the port from a tag only': firewall({ sources: [], sourceTags: ['app'], entries: tcp(port) }),
    'everything denied before': firewall({ sources: anywhere, entries: all }, {}),
    'denied before in two halves': firewall(
      { sources: anywhere, entries: all },
      { sources: ['0.0.0.0/1'] },
      { sources: ['128.0.0.0/1'] },
    ),
    'denied before for the machines that it is for': firewall(
      { sources: anywhere, entries: all, targetTags: ['web'] },
      { targetTags: ['db', 'web'] },
    ),
    'nothing opened, and nobody knows what is denied': gcpResource('compute.googleapis.com/Firewall', {
      rule: known(firewallRule({ entries: tcp(port) })),
      refusals: unread('denied'),
    }),
    'icmp from anywhere': firewall({ sources: anywhere, entries: [{ protocol: 'icmp', ports: 'all' }] }),
  },
  fail: {
    'every protocol from anywhere': [
      firewall({ sources: anywhere, entries: [{ protocol: 'all', ports: 'all' }] }),
      ['rule/0:0.0.0.0/0'],
    ],
    'every tcp port, none named, from any IPv6 address': [
      firewall({ sources: ['::/0'], entries: [{ protocol: 'tcp', ports: 'all' }] }),
      ['rule/0:::/0'],
    ],
    'every port in two halves of the addresses': [
      firewall({ sources: ['0.0.0.0/1', '128.0.0.0/1'], entries: tcp(0, 65535) }),
      ['rule/0:0.0.0.0/1', 'rule/0:128.0.0.0/1'],
    ],
    'from anywhere or a tag': [
      firewall({ sources: anywhere, sourceTags: ['app'], entries: tcp(0, 65535) }),
      ['rule/0:0.0.0.0/0'],
    ],
    'denied before for other machines': [
      firewall({ sources: anywhere, entries: all }, { targetTags: ['db'] }),
      ['rule/0:0.0.0.0/0'],
    ],
    'denied before for one of the tags that it is for': [
      firewall({ sources: anywhere, entries: all, targetTags: ['web', 'api'] }, { targetTags: ['web'] }),
      ['rule/0:0.0.0.0/0'],
    ],
    'denied before for machines of an account, some of which may have the tag': [
      firewall({ sources: anywhere, entries: all, targetTags: ['web'] }, { targetAccounts: ['web@p'] }),
      ['rule/0:0.0.0.0/0'],
    ],
    'denied before for half of the addresses': [
      firewall({ sources: anywhere, entries: all }, { sources: ['0.0.0.0/1'] }),
      ['rule/0:0.0.0.0/0'],
    ],
    'denied before for machines with a tag as the source': [
      firewall({ sources: anywhere, entries: all }, { sources: [] }),
      ['rule/0:0.0.0.0/0'],
    ],
    'IPv6, of which nothing is denied before': [
      firewall({ sources: ['::/0'], entries: all }, {}),
      ['rule/0:::/0'],
    ],
    'by the number of the protocol': [
      firewall({ sources: anywhere, entries: [{ protocol: '6', ports: 'all' }] }),
      ['rule/0:0.0.0.0/0'],
    ],
  },
  unknown: {
    'opened, and nobody knows what is denied before': gcpResource('compute.googleapis.com/Firewall', {
      rule: known(firewallRule({ sources: anywhere, entries: all })),
      refusals: unread('throttled'),
    }),
    'from what is no range': firewall({
      sources: ['somewhere'],
      entries: [{ protocol: 'all', ports: 'all' }],
    }),
  },
  notApplicable: {
    'a rule that denies': firewall({ action: 'deny', sources: anywhere, entries: tcp(port) }),
    'a rule that is off': firewall({ disabled: true, sources: anywhere, entries: tcp(port) }),
    'a rule for outgoing traffic': firewall({ direction: 'EGRESS', sources: [], entries: tcp(port) }),
  },
});
