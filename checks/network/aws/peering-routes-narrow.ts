import { defineCheck } from '#model/check.ts';
import type { Family } from '#model/cidr.ts';
import { parseCidr } from '#model/cidr.ts';
import { fail, pass, undecidable } from '#model/verdict.ts';

/** The largest range that a VPC can have: /16 of IPv4, /44 of IPv6. A wider route reaches for more than the peer. */
const largest: Readonly<Record<Family, bigint>> = { 4: 1n << 16n, 6: 1n << 84n };

export const peeringRoutesNarrow = defineCheck({
  id: 'network.aws.peering-routes-narrow',
  title: 'Routes into a peering are no wider than a VPC',
  finding: '{name} routes more than a VPC into a peering',
  consequence: 'Traffic that was meant for elsewhere, or for nobody, ends in somebody else’s network.',
  severity: 'medium',
  on: 'AWS::EC2::RouteTable',
  reads: ['routes'],
  controls: { 'cis-aws-3.0': ['5.5'], 'cis-aws-5.0': ['5.6'], practice: ['NET-1', 'CLD-1'] },
  remediation:
    'Replace the route by one for each subnet of the peer that is needed: aws ec2 create-route, then delete-route for the wide one. Verify: aws ec2 describe-route-tables.',
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html',
  ],
  evaluate({ routes }) {
    // A route whose peering is gone carries nothing.
    const peering = routes.filter((route) => route.active && route.target.startsWith('pcx-'));
    const wide = peering.filter((route) => {
      const range = parseCidr(route.destination);
      return range !== undefined && range.last - range.first + 1n > largest[range.family];
    });
    if (wide.length > 0) {
      return fail(
        wide.map((route) => ({
          path: `routes/${route.destination}`,
          found: `to ${route.target}`,
          expected: 'at most /16 (IPv4) or /44 (IPv6)',
        })),
      );
    }
    return peering.some((route) => parseCidr(route.destination) === undefined)
      ? undecidable('a route names a prefix list, whose addresses are not part of the table')
      : pass;
  },
});
