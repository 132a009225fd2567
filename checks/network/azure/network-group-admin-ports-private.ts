import { judgeInbound } from '#model/azure/exposure.ts';
import { defineCheck } from '#model/check.ts';
import { span } from '#model/ports.ts';

const adminPorts = {
  /** SSH, RDP, and WinRM with and without TLS. */
  tcp: [22, 3389, 5985, 5986].map(span),
  /** RDP runs over UDP as well. */
  udp: [3389].map(span),
  expected: 'no administration port, or a source of your own',
};

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
  evaluate: ({ rules }) => judgeInbound(rules, adminPorts),
});
