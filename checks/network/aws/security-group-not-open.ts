import { exposureOf, ruleInWords } from '#model/aws/exposure.ts';
import type { PortSpan } from '#model/aws/network.ts';
import { defineCheck } from '#model/check.ts';
import { fail, pass, undecidable } from '#model/verdict.ts';

/** 1-65534 and 1024-65535 are every port in all but name. */
const mostPorts = 60_000;

const count = (spans: readonly PortSpan[]): number =>
  spans.reduce((sum, { from, to }) => sum + to - from + 1, 0);

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
  evaluate({ ingress }) {
    const exposures = (['tcp', 'udp'] as const).map((transport) => exposureOf(ingress, transport));
    const wide = exposures.filter(({ spans }) => count(spans) > mostPorts);
    if (wide.length > 0) {
      const open = ingress.filter((rule) => wide.some(({ rules }) => rules.includes(rule)));
      return fail(
        open.map((rule) => ({
          path: `ingress/${rule.id}`,
          found: ruleInWords(rule),
          expected: 'single ports, or a source of your own',
        })),
      );
    }
    // A prefix list matters only where it would open that much.
    const undecided = exposures.flatMap((exposure) => exposure.undecided);
    return undecided.some((rule) => rule.ports === 'all' || count([rule.ports]) > mostPorts)
      ? undecidable('a rule admits a prefix list, whose addresses are not part of the group')
      : pass;
  },
});
