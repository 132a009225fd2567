import { judgeIngress } from '#model/aws/exposure.ts';
import { defineCheck } from '#model/check.ts';
import { countPorts } from '#model/ports.ts';

/** 1-65534 and 1024-65535 are every port in all but name. */
const mostPorts = 60_000;

export const securityGroupNotOpen = defineCheck({
  id: 'network.aws.security-group-not-open',
  title: 'Security group does not open every port to the internet',
  finding: '{name} opens every port to the internet',
  consequence: 'Whatever listens on a host behind it, meant for others or not, can be reached by anyone.',
  severity: 'critical',
  on: 'AWS::EC2::SecurityGroup',
  reads: ['ingress'],
  controls: { practice: ['NET-1', 'NET-2'] },
  remediation:
    'Add a rule for each port that is meant to be public, then remove the wide one with aws ec2 revoke-security-group-ingress. Verify: aws ec2 describe-security-group-rules.',
  sources: ['https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html'],
  evaluate: ({ ingress }) =>
    judgeIngress(ingress, {
      isTooMuch: (open) => countPorts(open) > mostPorts,
      // A prefix list matters only where it would open that much.
      isDoubtful: (rules) => rules.some(({ ports }) => ports === 'all' || countPorts([ports]) > mostPorts),
      expected: 'single ports, or a source of your own',
    }),
});
