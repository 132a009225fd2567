/** What a rule is, whatever ports a check asks for. */
import type { Firewall } from '#model/gcp/network.ts';
import { known } from '#model/reading.ts';
import { firewallRule, gcpResource } from '#test/support/builders/gcp.ts';
import type { Situations } from '#test/support/describe-check.ts';

/** A rule of which the test says what differs. */
export const firewall = (differs: Partial<Firewall['rule']>) =>
  gcpResource('compute.googleapis.com/Firewall', { rule: known(firewallRule(differs)) });
export const tcp = (from: number, to = from) => [{ protocol: 'tcp', ports: [{ from, to }] }];
export const anywhere = ['0.0.0.0/0'];

/** @param port one that the check asks for. */
export const firewallSituations = (port: number): Required<Omit<Situations, 'trust'>> => ({
  pass: {
    'one web port from anywhere': firewall({ sources: anywhere, entries: tcp(443) }),
    'the port from a private range': firewall({ entries: tcp(port) }),
    'the port from a tag only': firewall({ sources: [], sourceTags: ['app'], entries: tcp(port) }),
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
    'by the number of the protocol': [
      firewall({ sources: anywhere, entries: [{ protocol: '6', ports: 'all' }] }),
      ['rule/0:0.0.0.0/0'],
    ],
  },
  unknown: {
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
