import { networkGroupAdminPortsPrivate } from '#checks/network/azure/network-group-admin-ports-private.ts';
import { nsgRule } from '#test/support/builders/azure.ts';
import { networkGroup } from '#test/support/builders/groups.ts';
import { describeCheck } from '#test/support/describe-check.ts';

describeCheck(networkGroupAdminPortsPrivate, {
  pass: {
    'the ranges of one service in one region': networkGroup(nsgRule(100, 'Storage.WestEurope', 3389)),
    'no rule of its own': networkGroup(),
    'https from anywhere': networkGroup(nsgRule(300, 'Internet', 443)),
    'ssh from an office': networkGroup(nsgRule(200, '198.51.100.0/24', 22), nsgRule(210, '203.0.113.7', 22)),
    'ports on both sides of ssh': networkGroup(nsgRule(200, '*', [1, 21]), nsgRule(210, '*', [23, 80])),
    'ssh from the own network': networkGroup(nsgRule(200, 'virtualnetwork', 22)),
    'a refusal that comes before': networkGroup(
      nsgRule(100, '*', 22, { allow: false, protocol: 'all' }),
      nsgRule(200, 'Internet', 22),
    ),
    'udp 22, which is no ssh': networkGroup(nsgRule(200, '*', 22, { protocol: 'udp' })),
    'ssh to the outside': networkGroup(nsgRule(200, '*', 22, { direction: 'outbound' })),
    'ssh from a group of own interfaces': networkGroup(
      nsgRule(200, '*', 22, { sources: [], sourceGroups: ['/asg'] }),
    ),
    'one half of the internet refused, the other never admitted': networkGroup(
      nsgRule(100, '0.0.0.0/1', 22, { allow: false }),
      nsgRule(200, '0.0.0.0/1', 22),
    ),
  },
  fail: {
    'ssh from the tag Internet': [networkGroup(nsgRule(100, 'Internet', 22)), ['rules/r100']],
    'the tag in small letters': [networkGroup(nsgRule(100, 'internet', 22)), ['rules/r100']],
    'a range that holds it': [networkGroup(nsgRule(130, '0.0.0.0/0', [20, 25])), ['rules/r130']],
    'every port and protocol': [networkGroup(nsgRule(300, '*', 'all', { protocol: 'all' })), ['rules/r300']],
    'remote desktop over udp from any address with /0': [
      networkGroup(nsgRule(150, '10.20.30.40/0', 3389, { protocol: 'udp' })),
      ['rules/r150'],
    ],
    'IPv6 alone': [networkGroup(nsgRule(150, '::/0', 22)), ['rules/r150']],
    'two halves': [
      networkGroup(nsgRule(150, '0.0.0.0/1', 22), nsgRule(160, '128.0.0.0/1', 22)),
      ['rules/r150', 'rules/r160'],
    ],
    'a refusal of the ranges of one service': [
      networkGroup(nsgRule(100, 'Storage', 22, { allow: false }), nsgRule(200, '*', 22)),
      ['rules/r200'],
    ],
    'a refusal that comes too late': [
      networkGroup(nsgRule(100, '*', 22), nsgRule(200, '*', 22, { allow: false })),
      ['rules/r100'],
    ],
    'a refusal of another protocol': [
      networkGroup(nsgRule(100, '*', 22, { allow: false, protocol: 'udp' }), nsgRule(200, '*', 22)),
      ['rules/r200'],
    ],
    'a refusal for one destination only': [
      networkGroup(
        nsgRule(100, '*', 22, { allow: false, destinations: ['10.0.0.4'] }),
        nsgRule(200, '*', 22),
      ),
      ['rules/r200'],
    ],
  },
  unknown: {
    'machines of every customer of Azure, whose addresses are not here': networkGroup(
      nsgRule(100, 'AzureCloud', 22),
    ),
    'a word that nobody knows': networkGroup(nsgRule(100, 'Somewhere', 3389)),
  },
});
