import { defineCheck } from '#model/check.ts';
import { adminPorts } from '#model/gcp/admin-ports.ts';
import { judgeRule } from '#model/gcp/exposure.ts';

export const firewallAdminPortsPrivate = defineCheck({
  id: 'network.gcp.firewall-admin-ports-private',
  title: 'Firewall rule keeps administration ports off the internet',
  finding: '{name} is a rule that lets the internet reach administration ports',
  consequence: 'Anyone can try passwords, stolen keys and the next flaw of the login service.',
  severity: 'high',
  on: 'compute.googleapis.com/Firewall',
  reads: ['rule'],
  mayRead: ['refusals'],
  controls: { 'cis-gcp-3.0': ['3.6', '3.7'], practice: ['NET-2', 'CLD-1'] },
  remediation:
    'Limit the source to your VPN, or to 35.235.240.0/20 and reach machines through Identity-Aware Proxy. Verify: gcloud compute firewall-rules describe.',
  sources: [
    'https://cloud.google.com/firewall/docs/firewalls',
    'https://cloud.google.com/iap/docs/using-tcp-forwarding',
  ],
  evaluate: ({ rule, refusals }) => judgeRule(rule, refusals, adminPorts),
});
