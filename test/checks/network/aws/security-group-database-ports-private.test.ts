import { securityGroupDatabasePortsPrivate } from '#checks/network/aws/security-group-database-ports-private.ts';
import { rule } from '#test/support/builders/aws-network.ts';
import { ingressGroup } from '#test/support/builders/groups.ts';
import { describeCheck } from '#test/support/describe-check.ts';

describeCheck(securityGroupDatabasePortsPrivate, {
  pass: {
    'PostgreSQL from the VPC': ingressGroup(rule('10.20.0.0/16', 5432)),
    'https from anywhere': ingressGroup(rule('0.0.0.0/0', 443)),
    'ssh from anywhere, which another check reports': ingressGroup(rule('0.0.0.0/0', 22)),
    'the ports around PostgreSQL from anywhere': ingressGroup(
      rule('0.0.0.0/0', [5400, 5431]),
      rule('0.0.0.0/0', [5433, 5438]),
    ),
  },
  fail: {
    'PostgreSQL from anywhere': [ingressGroup(rule('0.0.0.0/0', 5432)), ['ingress/0:0.0.0.0/0']],
    'Redis from any IPv6 address': [ingressGroup(rule('::/0', 6379)), ['ingress/0:::/0']],
    'memcached over udp': [
      ingressGroup(rule('0.0.0.0/0', 11211, { protocol: 'udp' })),
      ['ingress/0:0.0.0.0/0'],
    ],
    'every port': [ingressGroup(rule('0.0.0.0/0', 'all')), ['ingress/0:0.0.0.0/0']],
    'a wide span': [ingressGroup(rule('0.0.0.0/0', [1024, 65535])), ['ingress/0:0.0.0.0/0']],
  },
  unknown: {
    'MySQL from a prefix list': ingressGroup(rule({ type: 'prefix-list', prefixList: 'pl-0111' }, 3306)),
  },
});
