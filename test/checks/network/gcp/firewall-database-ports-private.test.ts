import { firewallDatabasePortsPrivate } from '#checks/network/gcp/firewall-database-ports-private.ts';
import type { Firewall } from '#model/gcp/network.ts';
import { known } from '#model/reading.ts';
import { firewallRule, gcpResource } from '#test/support/builders/gcp.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const firewall = (differs: Partial<Firewall['rule']>) =>
  gcpResource('compute.googleapis.com/Firewall', { rule: known(firewallRule(differs)) });
const tcp = (from: number, to = from) => [{ protocol: 'tcp', ports: [{ from, to }] }];
const anywhere = ['0.0.0.0/0'];

describeCheck(firewallDatabasePortsPrivate, {
  pass: {
    'one web port from anywhere': firewall({ sources: anywhere, entries: tcp(443) }),
    'the port from a private range': firewall({ entries: tcp(5432) }),
    'the port from a tag only': firewall({ sources: [], sourceTags: ['app'], entries: tcp(5432) }),
    'icmp from anywhere': firewall({ sources: anywhere, entries: [{ protocol: 'icmp', ports: 'all' }] }),
  },
  fail: {
    'the port from anywhere': [firewall({ sources: anywhere, entries: tcp(5432) }), ['rule/0:0.0.0.0/0']],
    'a range that holds the port': [
      firewall({ sources: anywhere, entries: tcp(5432 - 5, 5432 + 5) }),
      ['rule/0:0.0.0.0/0'],
    ],
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
    'by udp': [
      firewall({ sources: anywhere, entries: [{ protocol: 'udp', ports: [{ from: 11211, to: 11211 }] }] }),
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
    'a rule that denies': firewall({ action: 'deny', sources: anywhere, entries: tcp(5432) }),
    'a rule that is off': firewall({ disabled: true, sources: anywhere, entries: tcp(5432) }),
    'a rule for outgoing traffic': firewall({ direction: 'EGRESS', sources: [], entries: tcp(5432) }),
  },
});
