import { networkAclAdminPortsPrivate } from '#checks/network/aws/network-acl-admin-ports-private.ts';
import type { NetworkAclEntry } from '#model/aws/network.ts';
import { known } from '#model/reading.ts';
import { closing, entry } from '#test/support/builders/aws-network.ts';
import { resource } from '#test/support/builders/resource.ts';
import { describeCheck } from '#test/support/describe-check.ts';

const acl = (entries: readonly NetworkAclEntry[], subnets: readonly string[] = ['subnet-a']) =>
  resource(
    'AWS::EC2::NetworkAcl',
    {
      entries: known([...entries, ...closing]),
      associations: known({ vpc: 'vpc-0111', isDefault: false, subnets }),
    },
    { name: 'acl-0ccc' },
  );

const outbound = entry(100, true, '0.0.0.0/0', 'all', { egress: true });
const noSsh = entry(100, false, '0.0.0.0/0', 22);
const noRdp = entry(110, false, '0.0.0.0/0', 3389);
const everything = entry(200, true, '0.0.0.0/0');

describeCheck(networkAclAdminPortsPrivate, {
  pass: {
    'nothing allowed': acl([]),
    'https from anywhere': acl([entry(100, true, '0.0.0.0/0', 443), outbound]),
    'ssh and rdp denied before everything is allowed': acl([noSsh, noRdp, everything]),
    'the same, listed out of order': acl([everything, noRdp, noSsh]),
    'ssh from an office, denied to others, then everything': acl([
      entry(90, true, '198.51.100.0/24', 22),
      noSsh,
      noRdp,
      everything,
    ]),
    'udp from anywhere': acl([entry(100, true, '0.0.0.0/0', [1, 65535], { protocol: 'udp' })]),
  },
  fail: {
    'as AWS makes the default one': [acl([entry(100, true, '0.0.0.0/0')]), ['entries/ingress/100']],
    'ssh denied too late': [
      acl([entry(50, true, '0.0.0.0/0', 22), noSsh, noRdp, everything]),
      ['entries/ingress/50'],
    ],
    'ssh denied, rdp forgotten': [acl([noSsh, everything]), ['entries/ingress/200']],
    'denied for IPv4 only': [acl([noSsh, noRdp, entry(201, true, '::/0')]), ['entries/ingress/201']],
    'denied for one half of the internet only': [
      acl([entry(100, false, '0.0.0.0/1', 22), noRdp, everything]),
      ['entries/ingress/200'],
    ],
  },
  unknown: { 'an entry that can not be read': acl([entry(100, true, 'anywhere')]) },
  notApplicable: { 'no subnet uses it': acl([everything], []) },
});
