import { defineCheck } from '#model/check.ts';
import { judgeRule } from '#model/gcp/exposure.ts';
import { span } from '#model/ports.ts';

const adminPorts = {
  /** SSH, RDP, WinRM, VNC, telnet. */
  tcp: [22, 23, 3389, 5900, 5985, 5986].map(span),
  /** RDP runs over UDP as well. */
  udp: [3389].map(span),
  expected: 'no administration port, or a source of your own',
};

export const firewallAdminPortsPrivate = defineCheck({
  id: 'network.gcp.firewall-admin-ports-private',
  title: 'Firewall rule keeps administration ports off the internet',
  finding: '{name} is a rule that lets the internet reach administration ports',
  consequence: 'Anyone can try passwords, stolen keys and the next flaw of the login service.',
  severity: 'high',
  on: 'compute.googleapis.com/Firewall',
  reads: ['rule'],
  controls: { 'cis-gcp-3.0': ['3.6', '3.7'], practice: ['NET-2', 'CLD-1'] },
  remediation:
    'Limit the source to your VPN, or to 35.235.240.0/20 and reach machines through Identity-Aware Proxy. Verify: gcloud compute firewall-rules describe.',
  sources: [
    'https://cloud.google.com/firewall/docs/firewalls',
    'https://cloud.google.com/iap/docs/using-tcp-forwarding',
  ],
  evaluate: ({ rule }) => judgeRule(rule, adminPorts),
});
