import { firewallDatabasePortsPrivate } from '#checks/network/gcp/firewall-database-ports-private.ts';
import { describeCheck } from '#test/support/describe-check.ts';
import { anywhere, firewall, firewallSituations, tcp } from './firewall-situations.ts';

const situations = firewallSituations(5432);

describeCheck(firewallDatabasePortsPrivate, {
  ...situations,
  fail: {
    ...situations.fail,
    'the port from anywhere': [firewall({ sources: anywhere, entries: tcp(5432) }), ['rule/0:0.0.0.0/0']],
    'a range that holds the port': [
      firewall({ sources: anywhere, entries: tcp(5427, 5437) }),
      ['rule/0:0.0.0.0/0'],
    ],
    'by udp': [
      firewall({ sources: anywhere, entries: [{ protocol: 'udp', ports: [{ from: 11211, to: 11211 }] }] }),
      ['rule/0:0.0.0.0/0'],
    ],
  },
});
