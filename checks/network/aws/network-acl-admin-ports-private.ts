import type { NetworkAclEntry } from '#model/aws/network.ts';
import { defineCheck } from '#model/check.ts';
import { internetShare, parseCidr, publicSpace, setsMeet } from '#model/cidr.ts';
import { aclAdmits } from '#model/ports.ts';
import { failIfAny, notApplicable, undecidable } from '#model/verdict.ts';

const adminPorts = [22, 3389];

/** Numbers of the entries that let the internet reach an administration port; the first entry that fits decides. */
const opening = (entries: readonly NetworkAclEntry[]): ReadonlySet<number> => {
  const numbers = new Set<number>();
  for (const port of adminPorts) {
    for (const family of [4, 6] as const) {
      const { allowed, by } = aclAdmits(entries, port, 'tcp', family);
      const { width } = internetShare(allowed);
      if (width === 'all' || width === 'wide') for (const number of by) numbers.add(number);
    }
  }
  return numbers;
};

const isPublic = (cidr: string): boolean => {
  const range = parseCidr(cidr);
  return range !== undefined && setsMeet([range], publicSpace);
};

export const networkAclAdminPortsPrivate = defineCheck({
  id: 'network.aws.network-acl-admin-ports-private',
  title: 'Network ACL keeps administration ports off the internet',
  finding: '{name} admits SSH or RDP from the internet',
  consequence: 'A mistake in one security group is then enough to open a login to everyone.',
  severity: 'medium',
  on: 'AWS::EC2::NetworkAcl',
  reads: ['entries', 'associations'],
  controls: { 'cis-aws-3.0': ['5.1'], 'cis-aws-5.0': ['5.2'], practice: ['NET-1', 'NET-2', 'CLD-1'] },
  remediation:
    'Put a deny for tcp 22 and 3389 from 0.0.0.0/0 and ::/0 before the entry that allows them, after an allow for your own ranges. Verify: aws ec2 describe-network-acls, lowest number first.',
  sources: ['https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html'],
  evaluate({ entries, associations }) {
    if (associations.subnets.length === 0) return notApplicable('no subnet uses it');
    if (entries.some((entry) => parseCidr(entry.cidr) === undefined)) {
      return undecidable('an entry names a range that can not be read');
    }
    const numbers = opening(entries);
    return failIfAny(
      entries
        .filter((entry) => !entry.egress && entry.allow && numbers.has(entry.number) && isPublic(entry.cidr))
        .map((entry) => ({
          path: `entries/ingress/${entry.number}`,
          found: `allows ${entry.protocol} from ${entry.cidr}`,
          expected: 'tcp 22 and 3389 denied before it',
        })),
    );
  },
});
