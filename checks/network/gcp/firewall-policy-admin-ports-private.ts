import { defineCheck } from '#model/check.ts';
import { adminPorts } from '#model/gcp/admin-ports.ts';
import { judgePolicy } from '#model/gcp/policy-exposure.ts';

export const firewallPolicyAdminPortsPrivate = defineCheck({
  id: 'network.gcp.firewall-policy-admin-ports-private',
  title: 'Firewall policy keeps administration ports off the internet',
  finding: '{name} is a policy that lets the internet reach administration ports',
  consequence:
    'Anyone can try passwords and stolen keys on every machine below, and no rule of a network can forbid it.',
  severity: 'high',
  on: 'compute.googleapis.com/FirewallPolicy',
  reads: ['rules'],
  controls: { 'cis-gcp-3.0': ['3.6', '3.7'], practice: ['NET-2', 'CLD-1'] },
  remediation:
    'Limit the source of the rule, or turn its action into goto_next with gcloud compute firewall-policies rules update, so that each network decides. Verify: gcloud compute firewall-policies describe.',
  sources: [
    'https://cloud.google.com/firewall/docs/firewall-policies-overview',
    'https://cloud.google.com/firewall/docs/firewall-policies-rule-details',
  ],
  evaluate: ({ rules }) => judgePolicy(rules, adminPorts),
});
