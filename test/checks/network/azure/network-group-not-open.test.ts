import { networkGroupNotOpen } from '#checks/network/azure/network-group-not-open.ts';
import { nsgRule } from '#test/support/builders/azure.ts';
import { networkGroup } from '#test/support/builders/groups.ts';
import { describeCheck } from '#test/support/describe-check.ts';

describeCheck(networkGroupNotOpen, {
  pass: {
    'web ports': networkGroup(nsgRule(300, 'Internet', 80), nsgRule(310, 'Internet', 443)),
    '1,024 ports': networkGroup(nsgRule(300, '*', [2000, 3023])),
    'every port from the own network': networkGroup(nsgRule(300, 'VirtualNetwork', 'all')),
    'every port refused first': networkGroup(
      nsgRule(100, '*', 'all', { allow: false, protocol: 'all' }),
      nsgRule(300, '*', 'all', { protocol: 'all' }),
    ),
    'one port from a service tag': networkGroup(nsgRule(300, 'AzureFrontDoor.Backend', 443)),
  },
  fail: {
    '1,025 ports': [networkGroup(nsgRule(300, '*', [2000, 3024])), ['rules/r300']],
    'every port, although outbound is refused': [
      networkGroup(
        nsgRule(300, '*', 'all', { protocol: 'all' }),
        nsgRule(4096, '*', 'all', { direction: 'outbound', allow: false, protocol: 'all' }),
      ),
      ['rules/r300'],
    ],
    'two rules that add up': [
      networkGroup(nsgRule(300, '*', [1000, 1600]), nsgRule(310, '*', [3000, 3600])),
      ['rules/r300', 'rules/r310'],
    ],
  },
  unknown: { 'every port from a service tag': networkGroup(nsgRule(300, 'AzureCloud', 'all')) },
});
