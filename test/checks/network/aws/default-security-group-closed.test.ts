import { defaultSecurityGroupClosed } from '#checks/network/aws/default-security-group-closed.ts';
import type { SecurityGroupRule } from '#model/aws/network.ts';
import { known } from '#model/reading.ts';
import { rule } from '#test/support/builders/aws-network.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const group = (
  groupName: string,
  ingress: readonly SecurityGroupRule[],
  egress: readonly SecurityGroupRule[],
) =>
  resource(
    'AWS::EC2::SecurityGroup',
    {
      ingress: known(ingress),
      egress: known(egress),
      placement: known({ vpc: 'vpc-0111', groupName, description: '' }),
    },
    { name: groupName },
  );

const itself = rule({ type: 'group', group: 'sg-0111', account: '111122223333', peering: 'none' }, 'all');
const anywhere = rule('0.0.0.0/0', 'all');

describeCheck(defaultSecurityGroupClosed, {
  pass: { 'no rules in any direction': group('default', [], []) },
  fail: {
    'as AWS makes it': [group('default', [itself], [anywhere]), ['ingress/0:group', 'egress/0:0.0.0.0/0']],
    'outbound only': [group('default', [], [anywhere]), ['egress/0:0.0.0.0/0']],
  },
  notApplicable: { 'a group with a name like it': group('default-web', [itself], [anywhere]) },
});
