import { firewallAdminPortsPrivate } from '#checks/network/gcp/firewall-admin-ports-private.ts';
import { describeCheck } from '#test/support/describe-check.ts';
import { anywhere, firewall, firewallSituations, tcp } from './firewall-situations.ts';

const situations = firewallSituations(22);

describeCheck(firewallAdminPortsPrivate, {
  ...situations,
  fail: {
    ...situations.fail,
    'the port from anywhere': [firewall({ sources: anywhere, entries: tcp(22) }), ['rule/0:0.0.0.0/0']],
    'a range that holds the port': [
      firewall({ sources: anywhere, entries: tcp(17, 27) }),
      ['rule/0:0.0.0.0/0'],
    ],
    'by udp': [
      firewall({ sources: anywhere, entries: [{ protocol: 'udp', ports: [{ from: 3389, to: 3389 }] }] }),
      ['rule/0:0.0.0.0/0'],
    ],
  },
});
