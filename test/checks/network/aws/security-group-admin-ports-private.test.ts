import { securityGroupAdminPortsPrivate } from '#checks/network/aws/security-group-admin-ports-private.ts';
import { rule } from '#test/support/builders/aws-network.ts';
import { ingressGroup } from '#test/support/builders/groups.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const clients = { type: 'group', group: 'sg-0b2', account: '111122223333', peering: 'none' } as const;
const list = { type: 'prefix-list', prefixList: 'pl-0111' } as const;

describeCheck(securityGroupAdminPortsPrivate, {
  pass: {
    'no rules': ingressGroup(),
    'ssh from a private range': ingressGroup(rule('10.0.0.0/8')),
    'ssh from an office': ingressGroup(rule('198.51.100.0/24'), rule('203.0.113.0/24')),
    'https from anywhere': ingressGroup(rule('0.0.0.0/0', 443), rule('::/0', 443)),
    'ports on both sides of ssh from anywhere': ingressGroup(
      rule('0.0.0.0/0', [1, 21]),
      rule('0.0.0.0/0', [23, 80]),
    ),
    'GRE from anywhere, which has no ports': ingressGroup(rule('0.0.0.0/0', 'all', { protocol: '47' })),
    'ping from anywhere': ingressGroup(rule('0.0.0.0/0', [22, 22], { protocol: 'icmp' })),
    'udp 22 from anywhere, which is no ssh': ingressGroup(rule('0.0.0.0/0', 22, { protocol: 'udp' })),
    'ssh from a group': ingressGroup(rule(clients)),
    'a private range on ssh beside half of the internet on https': ingressGroup(
      rule('10.0.0.0/9', 22),
      rule('128.0.0.0/1', 443),
    ),
    'https from a prefix list': ingressGroup(rule(list, 443)),
  },
  fail: {
    'ssh from any IPv4 address': [ingressGroup(rule('0.0.0.0/0')), ['ingress/0:0.0.0.0/0']],
    'ssh from any IPv6 address': [ingressGroup(rule('::/0')), ['ingress/0:::/0']],
    'two halves of the address space': [
      ingressGroup(rule('0.0.0.0/1'), rule('128.0.0.0/1')),
      ['ingress/0:0.0.0.0/1', 'ingress/0:128.0.0.0/1'],
    ],
    'every port of every protocol, none named': [
      ingressGroup(rule('0.0.0.0/0', 'all')),
      ['ingress/0:0.0.0.0/0'],
    ],
    'a span that does not name the port': [
      ingressGroup(rule('0.0.0.0/0', [20, 3400])),
      ['ingress/0:0.0.0.0/0'],
    ],
    'anyone beside a group in the same permission': [
      ingressGroup(rule(clients), rule('0.0.0.0/0')),
      ['ingress/0:0.0.0.0/0'],
    ],
    'rdp over udp': [ingressGroup(rule('0.0.0.0/0', 3389, { protocol: 'udp' })), ['ingress/0:0.0.0.0/0']],
    'anyone beside a prefix list': [ingressGroup(rule(list), rule('::/0')), ['ingress/0:::/0']],
  },
  unknown: {
    'ssh from a prefix list': ingressGroup(rule(list)),
    'ssh from a range that can not be read': ingressGroup(rule('0.0.0.0/zero')),
  },
});
