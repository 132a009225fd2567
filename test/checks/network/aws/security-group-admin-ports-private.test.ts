import { securityGroupAdminPortsPrivate } from '#checks/network/aws/security-group-admin-ports-private.ts';
import type { SecurityGroupRule } from '#model/aws/network.ts';
import { known } from '#model/reading.ts';
import { rule } from '#test/support/builders/aws-network.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const group = (...ingress: readonly SecurityGroupRule[]) =>
  resource('AWS::EC2::SecurityGroup', { ingress: known(ingress) }, { name: 'bastion' });

const clients = { type: 'group', group: 'sg-0b2', account: '111122223333', peering: 'none' } as const;
const list = { type: 'prefix-list', prefixList: 'pl-0111' } as const;

describeCheck(securityGroupAdminPortsPrivate, {
  pass: {
    'no rules': group(),
    'ssh from a private range': group(rule('10.0.0.0/8')),
    'ssh from an office': group(rule('198.51.100.0/24'), rule('203.0.113.0/24')),
    'https from anywhere': group(rule('0.0.0.0/0', 443), rule('::/0', 443)),
    'ports on both sides of ssh from anywhere': group(
      rule('0.0.0.0/0', [1, 21]),
      rule('0.0.0.0/0', [23, 80]),
    ),
    'GRE from anywhere, which has no ports': group(rule('0.0.0.0/0', 'all', { protocol: '47' })),
    'ping from anywhere': group(rule('0.0.0.0/0', [22, 22], { protocol: 'icmp' })),
    'udp 22 from anywhere, which is no ssh': group(rule('0.0.0.0/0', 22, { protocol: 'udp' })),
    'ssh from a group': group(rule(clients)),
    'a private range on ssh beside half of the internet on https': group(
      rule('10.0.0.0/9', 22),
      rule('128.0.0.0/1', 443),
    ),
    'https from a prefix list': group(rule(list, 443)),
  },
  fail: {
    'ssh from any IPv4 address': [group(rule('0.0.0.0/0')), ['ingress/0:0.0.0.0/0']],
    'ssh from any IPv6 address': [group(rule('::/0')), ['ingress/0:::/0']],
    'two halves of the address space': [
      group(rule('0.0.0.0/1'), rule('128.0.0.0/1')),
      ['ingress/0:0.0.0.0/1', 'ingress/0:128.0.0.0/1'],
    ],
    'every port of every protocol, none named': [group(rule('0.0.0.0/0', 'all')), ['ingress/0:0.0.0.0/0']],
    'a span that does not name the port': [group(rule('0.0.0.0/0', [20, 3400])), ['ingress/0:0.0.0.0/0']],
    'anyone beside a group in the same permission': [
      group(rule(clients), rule('0.0.0.0/0')),
      ['ingress/0:0.0.0.0/0'],
    ],
    'rdp over udp': [group(rule('0.0.0.0/0', 3389, { protocol: 'udp' })), ['ingress/0:0.0.0.0/0']],
    'anyone beside a prefix list': [group(rule(list), rule('::/0')), ['ingress/0:::/0']],
  },
  unknown: {
    'ssh from a prefix list': group(rule(list)),
    'ssh from a range that can not be read': group(rule('0.0.0.0/zero')),
  },
});
