import { securityGroupNotOpen } from '#checks/network/aws/security-group-not-open.ts';
import { rule } from '#test/support/builders/aws-network.ts';
import { ingressGroup } from '#test/support/builders/groups.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const list = { type: 'prefix-list', prefixList: 'pl-0111' } as const;

describeCheck(securityGroupNotOpen, {
  pass: {
    'one port from anywhere': ingressGroup(rule('0.0.0.0/0', 443)),
    'every port from a private range': ingressGroup(rule('10.0.0.0/8', 'all')),
    'every port from two public ranges': ingressGroup(
      rule('198.51.100.0/24', 'all'),
      rule('203.0.113.0/24', 'all'),
    ),
    'many ports, far from all': ingressGroup(rule('0.0.0.0/0', [8000, 9000])),
    'one port from a prefix list': ingressGroup(rule(list, 443)),
    'one span from anywhere, written twice': ingressGroup(
      rule('0.0.0.0/0', [1, 40000], { id: 'a' }),
      rule('0.0.0.0/0', [1, 40000], { id: 'b' }),
    ),
  },
  fail: {
    'every protocol from anywhere': [ingressGroup(rule('0.0.0.0/0', 'all')), ['ingress/0:0.0.0.0/0']],
    'every tcp port from anywhere': [ingressGroup(rule('::/0', [0, 65535])), ['ingress/0:::/0']],
    'every udp port from anywhere': [
      ingressGroup(rule('0.0.0.0/0', 'all', { protocol: 'udp' })),
      ['ingress/0:0.0.0.0/0'],
    ],
    'all but the last port': [ingressGroup(rule('0.0.0.0/0', [1, 65534])), ['ingress/0:0.0.0.0/0']],
    'in two halves of the ports': [
      ingressGroup(
        rule('0.0.0.0/0', [0, 32767], { id: 'a' }),
        rule('0.0.0.0/0', [32768, 65535], { id: 'b' }),
      ),
      ['ingress/a', 'ingress/b'],
    ],
    'in two halves of the addresses': [
      ingressGroup(rule('0.0.0.0/1', 'all'), rule('128.0.0.0/1', 'all')),
      ['ingress/0:0.0.0.0/1', 'ingress/0:128.0.0.0/1'],
    ],
  },
  unknown: { 'every port from a prefix list': ingressGroup(rule(list, 'all')) },
});
