import { judgeInbound } from '#model/azure/exposure.ts';
import type { NsgRule } from '#model/azure/network.ts';
import { defineCheck } from '#model/check.ts';
import { countPorts, everyPort } from '#model/ports.ts';

/** More ports than any service needs: what is as wide as this was never thought about. */
const wide = 1024;

const portsOf = ({ ports }: NsgRule): number =>
  countPorts(ports.map((span) => (span === 'all' ? everyPort : span)));

export const networkGroupNotOpen = defineCheck({
  id: 'network.azure.network-group-not-open',
  title: 'Network security group opens few ports to the internet',
  finding: '{name} opens more than 1,024 ports to the internet',
  consequence: 'Everything that listens behind it, now or later, can be reached from anywhere.',
  severity: 'critical',
  on: 'microsoft.network/networksecuritygroups',
  reads: ['rules'],
  controls: { practice: ['NET-1', 'NET-2'] },
  remediation:
    'Replace the rule by one for each port that serves the internet, and let the default rules refuse the rest: az network nsg rule update --destination-port-ranges 443. Verify: az network nsg rule list.',
  sources: ['https://learn.microsoft.com/azure/virtual-network/network-security-group-how-it-works'],
  evaluate: ({ rules }) =>
    judgeInbound(
      rules,
      {
        isTooMuch: (open) => countPorts(open) > wide,
        isDoubtful: (undecided) => undecided.reduce((sum, rule) => sum + portsOf(rule), 0) > wide,
        expected: 'the ports that serve the internet',
      },
      'rules admit service tags on many ports, and their addresses are not part of the group',
    ),
});
