import { judgeIngress } from '#model/aws/exposure.ts';
import { defineCheck } from '#model/check.ts';
import { span } from '#model/ports.ts';

const adminPorts = {
  /** SSH, RDP, and WinRM with and without TLS. */
  tcp: [22, 3389, 5985, 5986].map(span),
  /** RDP runs over UDP as well. */
  udp: [3389].map(span),
  expected: 'no administration port, or a source of your own',
};

export const securityGroupAdminPortsPrivate = defineCheck({
  id: 'network.aws.security-group-admin-ports-private',
  title: 'Security group keeps administration ports off the internet',
  finding: '{name} opens administration ports to the internet',
  consequence: 'Anyone can try passwords, stolen keys and the next flaw of the login service.',
  severity: 'high',
  on: 'AWS::EC2::SecurityGroup',
  reads: ['ingress'],
  controls: { 'cis-aws-3.0': ['5.2', '5.3'], 'cis-aws-5.0': ['5.3', '5.4'], practice: ['NET-2', 'CLD-1'] },
  remediation:
    'Limit the source to the range of your VPN or bastion, or reach hosts through Session Manager and remove the rule with aws ec2 revoke-security-group-ingress. Verify: aws ec2 describe-security-group-rules.',
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html',
  ],
  evaluate: ({ ingress }) => judgeIngress(ingress, adminPorts),
});
