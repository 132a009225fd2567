import { peeringRoutesNarrow } from '#checks/network/aws/peering-routes-narrow.ts';
import type { Route } from '#model/aws/network.ts';
import { known } from '#model/reading.ts';
import { route } from '#test/support/builders/aws-network.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const table = (...routes: readonly Route[]) =>
  resource('AWS::EC2::RouteTable', { routes: known([route('10.1.0.0/16', 'local'), ...routes]) });

describeCheck(peeringRoutesNarrow, {
  pass: {
    'no peering': table(),
    'a subnet of the peer, beside a default route to a NAT gateway': table(
      route('0.0.0.0/0', 'nat-0111'),
      route('10.9.0.0/24', 'pcx-0111'),
    ),
    'as wide as a VPC can be': table(route('10.9.0.0/16', 'pcx-0111')),
    'a wide route whose peering is gone': table(route('0.0.0.0/0', 'pcx-0111', false)),
    'the IPv6 range of a VPC': table(route('2600:1f14:abcd:ef00::/56', 'pcx-0111')),
  },
  fail: {
    'everything, in the last route': [
      table(route('10.9.0.0/24', 'pcx-0111'), route('0.0.0.0/0', 'pcx-0111')),
      ['routes/0.0.0.0/0'],
    ],
    'wider than a VPC by one bit': [table(route('10.8.0.0/15', 'pcx-0111')), ['routes/10.8.0.0/15']],
    'all of IPv6': [table(route('::/0', 'pcx-0111')), ['routes/::/0']],
    'wide beside a prefix list': [
      table(route('pl-0111', 'pcx-0111'), route('10.0.0.0/8', 'pcx-0111')),
      ['routes/10.0.0.0/8'],
    ],
  },
  unknown: { 'a prefix list': table(route('pl-0111', 'pcx-0111')) },
});
