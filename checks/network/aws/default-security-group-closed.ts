import { ruleInWords } from '#model/aws/exposure.ts';
import { defineCheck } from '#model/check.ts';
import { failIfAny, notApplicable } from '#model/verdict.ts';

export const defaultSecurityGroupClosed = defineCheck({
  id: 'network.aws.default-security-group-closed',
  title: 'Default security group admits no traffic',
  finding: '{name} is a default group that admits traffic',
  consequence: 'Whatever is started without naming a group can talk to everything else started that way.',
  severity: 'medium',
  on: 'AWS::EC2::SecurityGroup',
  reads: ['ingress', 'egress', 'placement'],
  controls: { 'cis-aws-3.0': ['5.4'], 'cis-aws-5.0': ['5.5'], practice: ['NET-1', 'CLD-1'] },
  remediation:
    'Give what uses it a group of its own, then remove all rules of the default group; the group itself can not be deleted. Verify: aws ec2 describe-security-groups shows no rules.',
  sources: ['https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html'],
  evaluate({ ingress, egress, placement }) {
    // The name is reserved: no other group of a VPC can have it.
    if (placement.groupName !== 'default') return notApplicable('not the default group of its VPC');
    return failIfAny([
      ...ingress.map((rule) => ({
        path: `ingress/${rule.id}`,
        found: ruleInWords(rule),
        expected: 'no rule',
      })),
      ...egress.map((rule) => ({
        path: `egress/${rule.id}`,
        found: ruleInWords(rule, 'to'),
        expected: 'no rule',
      })),
    ]);
  },
});
