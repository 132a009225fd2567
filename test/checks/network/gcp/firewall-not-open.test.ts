import { firewallNotOpen } from '#checks/network/gcp/firewall-not-open.ts';
import { describeCheck } from '#test/support/describe-check.ts';
import { anywhere, firewall, firewallSituations, tcp } from './firewall-situations.ts';

const situations = firewallSituations(22);

describeCheck(firewallNotOpen, {
  ...situations,
  pass: {
    ...situations.pass,
    'many ports from anywhere, far from all': firewall({ sources: anywhere, entries: tcp(8000, 9000) }),
  },
  fail: {
    ...situations.fail,
    'two entries that make a whole': [
      firewall({ sources: anywhere, entries: [...tcp(0, 32767), ...tcp(32768, 65535)] }),
      ['rule/0:0.0.0.0/0', 'rule/1:0.0.0.0/0'],
    ],
  },
});
