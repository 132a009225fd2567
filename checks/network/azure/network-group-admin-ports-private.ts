import { nsgExposure, nsgRuleInWords } from '#model/azure/exposure.ts';
import { defineCheck } from '#model/check.ts';
import { fail, pass, undecidable } from '#model/verdict.ts';

/** SSH, RDP, and WinRM with and without TLS. */
const tcpPorts = [22, 3389, 5985, 5986].map((port) => ({ from: port, to: port }));
/** RDP runs over UDP as well. */
const udpPorts = [3389].map((port) => ({ from: port, to: port }));

export const networkGroupAdminPortsPrivate = defineCheck({
  id: 'network.azure.network-group-admin-ports-private',
  title: 'Network security group keeps administration ports off the internet',
  finding: '{name} lets the internet reach administration ports',
  consequence:
    'Anyone can try passwords, stolen keys and the next flaw of the login service on the machines behind it.',
  severity: 'high',
  on: 'microsoft.network/networksecuritygroups',
  reads: ['rules'],
  controls: { 'cis-azure-3.0': ['7.1', '7.2'], practice: ['NET-2', 'CLD-1'] },
  remediation:
    'Reach machines through Azure Bastion or a VPN, and limit or remove the rule: az network nsg rule update --source-address-prefixes YOUR-RANGE. Verify: az network nsg rule list.',
  sources: [
    'https://learn.microsoft.com/azure/virtual-network/network-security-group-how-it-works',
    'https://learn.microsoft.com/azure/virtual-network/service-tags-overview',
  ],
  evaluate({ rules }) {
    const tcp = nsgExposure(rules, 'tcp', tcpPorts);
    const udp = nsgExposure(rules, 'udp', udpPorts);
    const open = rules.filter((rule) => tcp.rules.includes(rule) || udp.rules.includes(rule));
    if (open.length > 0) {
      return fail(
        open.map((rule) => ({
          path: `rules/${rule.name}`,
          found: nsgRuleInWords(rule),
          expected: 'no administration port, or a source of your own',
        })),
      );
    }
    return tcp.undecided.length + udp.undecided.length > 0
      ? undecidable('a rule admits a service tag, whose addresses are not part of the group')
      : pass;
  },
});
