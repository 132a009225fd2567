import type { Peer, PortSpan, SecurityGroupRule } from '#model/aws/network.ts';
import { Node, part, problem } from '#sources/fields.ts';
import type { Normaliser } from './normaliser.ts';

export const securityGroup: Normaliser<'AWS::EC2::SecurityGroup'> = ({ configuration, identity }) => ({
  ingress: part(() => rules(configuration, 'ipPermissions', identity.account)),
  egress: part(() => rules(configuration, 'ipPermissionsEgress', identity.account)),
  placement: part(() => ({
    // Groups of EC2-Classic had no VPC.
    vpc: configuration.textOr('none', 'vpcId'),
    groupName: configuration.text('groupName'),
    description: configuration.textOr('', 'description'),
  })),
});

const rules = (configuration: Node, name: string, account: string): SecurityGroupRule[] =>
  configuration.nodes(name).flatMap((permission, index) => {
    const protocol = protocolOf(permission.word('ipProtocol'), permission.at('ipProtocol'));
    const ports = portsOf(permission, protocol);
    return peersOf(permission, account).map(({ peer, key, description }) => ({
      id: `${index}:${key}`,
      protocol,
      ports,
      peer,
      description,
    }));
  });

const names: ReadonlyMap<string, string> = new Map([
  ['-1', 'all'],
  ['6', 'tcp'],
  ['17', 'udp'],
  ['1', 'icmp'],
  ['58', 'icmpv6'],
]);

/** EC2 keeps names for the common protocols and IANA numbers for the rest. */
export const protocolOf = (text: string, path: string): string => {
  const name = names.get(text) ?? text.toLowerCase();
  if (/^(?:all|tcp|udp|icmp|icmpv6|\d{1,3})$/.test(name)) return name;
  return problem(`${path} is no protocol`);
};

const portsOf = (permission: Node, protocol: string): PortSpan | 'all' => {
  if (protocol === 'all') return 'all';
  const from = permission.raw('fromPort');
  const to = permission.raw('toPort');
  // EC2 gives no ports for protocols that have none, and none for TCP when all of them are meant.
  if (from === undefined && to === undefined) return 'all';
  const span = { from: permission.int('fromPort'), to: permission.int('toPort') };
  if (protocol === 'icmp' || protocol === 'icmpv6') {
    // Type and code, -1 for any.
    if (span.from < -1 || span.from > 255 || span.to < -1 || span.to > 255) {
      return problem(`${permission.path}: no such ICMP type or code`);
    }
    return span.from === -1 ? 'all' : span;
  }
  if (span.from === -1 && span.to === -1) return 'all';
  if (span.from < 0 || span.to > 65_535 || span.from > span.to) {
    return problem(`${permission.path}: ports ${span.from} to ${span.to} are no range`);
  }
  return span;
};

interface FoundPeer {
  readonly peer: Peer;
  readonly key: string;
  readonly description: string;
}

const peersOf = (permission: Node, account: string): readonly FoundPeer[] => {
  const found: FoundPeer[] = [];
  const cidr = (text: string, description: string): void => {
    found.push({ peer: { type: 'cidr', cidr: text }, key: text, description });
  };
  // `ipRanges` repeats `ipv4Ranges` without descriptions; items before 2017 have only the former.
  if (permission.has('ipv4Ranges')) {
    for (const range of permission.nodesOr('ipv4Ranges')) cidr(range.text('cidrIp'), described(range));
    // What only the older list has must not be lost.
    for (const text of plainRanges(permission)) {
      if (!found.some((one) => one.key === text)) cidr(text, '');
    }
  } else {
    for (const text of plainRanges(permission)) cidr(text, '');
  }
  for (const range of permission.nodesOr('ipv6Ranges')) cidr(range.text('cidrIpv6'), described(range));
  for (const entry of permission.listOr('prefixListIds') ?? []) {
    if (typeof entry === 'string') {
      found.push({ peer: { type: 'prefix-list', prefixList: entry }, key: entry, description: '' });
      continue;
    }
    const node = listEntry(permission, entry, 'prefixListIds');
    const prefixList = node.text('prefixListId');
    found.push({ peer: { type: 'prefix-list', prefixList }, key: prefixList, description: described(node) });
  }
  for (const pair of permission.nodesOr('userIdGroupPairs')) {
    // A group of EC2-Classic may have a name only.
    const group = pair.textOr('', 'groupId') || pair.text('groupName');
    found.push({
      peer: {
        type: 'group',
        group,
        account: pair.textOr(account, 'userId'),
        peering: pair.textOr('none', 'vpcPeeringConnectionId'),
      },
      key: group,
      description: described(pair),
    });
  }
  // Each permission is for somebody: for whom, in a form that is not known here, may be everybody.
  return found.length === 0 ? problem(`${permission.path} names no source`) : found;
};

const described = (node: Node): string => node.textOr('', 'description');

/** Strings, or objects with `cidrIp` in some recordings. */
const plainRanges = (permission: Node): readonly string[] =>
  (permission.listOr('ipRanges') ?? []).map((entry) =>
    typeof entry === 'string' ? entry : listEntry(permission, entry, 'ipRanges').text('cidrIp', 'CidrIp'),
  );

const listEntry = (permission: Node, entry: unknown, name: string): Node =>
  typeof entry === 'object' && entry !== null && !Array.isArray(entry)
    ? new Node(entry as Record<string, unknown>, permission.at(name))
    : problem(`${permission.at(name)} holds something that is no object`);
