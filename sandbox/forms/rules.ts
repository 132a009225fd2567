/** One-line forms of rules and routes: `tcp 22 from 0.0.0.0/0`, `100 in allow tcp 443 from ::/0`, `0.0.0.0/0 via igw:main`. */
import * as z from 'zod';
import type { JsonObject } from '#sandbox/estate/estate.ts';
import { type Place, refer } from './form.ts';

const portText = /^(-?\d+)(?:-(\d+))?$/;
const protocols: Readonly<Record<string, string>> = {
  tcp: '6',
  udp: '17',
  icmp: '1',
  icmpv6: '58',
  all: '-1',
};

const peerText = '(?:[\\d.]+/\\d{1,2}|[0-9a-f:]+/\\d{1,3}|sg:\\S+?|sg-[0-9a-f]+|pl-[0-9a-f]+)';
const ruleText = new RegExp(
  `^(tcp|udp|icmp|icmpv6|all|\\d{1,3})(?: (-?\\d+(?:-\\d+)?))? (?:from|to) (${peerText}(?:, ?${peerText})*)(?: # (.*))?$`,
);
const aclText =
  /^(\d+) (in|out) (allow|deny) (tcp|udp|icmp|icmpv6|all|\d{1,3})(?: (-?\d+(?:-\d+)?))? (?:from|to) (\S+)$/;
const routeText = /^(\S+) via (\S+)( blackhole)?$/;

export const ruleLines = z.array(
  z
    .string()
    .regex(ruleText, 'expected `<protocol> [<port>[-<port>]] from <cidr, sg:name or pl-id> [# description]`'),
);
export const aclLines = z.array(
  z
    .string()
    .regex(aclText, 'expected `<number> in|out allow|deny <protocol> [<port>[-<port>]] from|to <cidr>`'),
);
export const routeLines = z.array(
  z.string().regex(routeText, 'expected `<destination> via <target> [blackhole]`'),
);

const ports = (text: string | undefined): { from: number; to: number } | undefined => {
  const match = portText.exec(text ?? '');
  if (match === null) return undefined;
  const from = Number(match[1]);
  return { from, to: match[2] === undefined ? from : Number(match[2]) };
};

/** Security group permissions; ICMP has its type in `fromPort` and its code (any: -1) in `toPort`. */
export const permissions = (lines: readonly string[], place: Place): JsonObject[] =>
  lines.map((line) => {
    const [, protocol = '', portsText, peers = '', description] = ruleText.exec(line) ?? [];
    const span = ports(portsText);
    const all = peers.split(/, ?/);
    const described = description === undefined ? {} : { description };
    const ipv4 = all.filter((peer) => /^[\d.]+\/\d+$/.test(peer));
    const ipv6 = all.filter((peer) => peer.includes(':') && !peer.startsWith('sg:'));
    const groups = all.filter((peer) => peer.startsWith('sg:') || peer.startsWith('sg-'));
    const lists = all.filter((peer) => peer.startsWith('pl-'));
    return {
      ipProtocol: protocol === 'all' ? '-1' : protocol,
      ...(span === undefined
        ? {}
        : { fromPort: span.from, toPort: protocol.startsWith('icmp') ? -1 : span.to }),
      ipRanges: ipv4,
      ipv4Ranges: ipv4.map((cidrIp) => ({ cidrIp, ...described })),
      ipv6Ranges: ipv6.map((cidrIpv6) => ({ cidrIpv6, ...described })),
      prefixListIds: lists.map((prefixListId) => ({ prefixListId, ...described })),
      userIdGroupPairs: groups.map((group) => ({
        groupId: refer('AWS::EC2::SecurityGroup', group.replace(/^sg:/, ''), place),
        userId: place.account,
        ...described,
      })),
    };
  });

/** Entries of a network ACL; the closing `*` entries are added. */
export const aclEntries = (lines: readonly string[]): JsonObject[] => {
  const entries = lines.map((line): JsonObject => {
    const [, number, direction, ruleAction, protocol = '', portsText, cidr = ''] = aclText.exec(line) ?? [];
    const span = ports(portsText);
    return {
      ruleNumber: Number(number),
      egress: direction === 'out',
      protocol: protocols[protocol] ?? protocol,
      ruleAction,
      ...(cidr.includes(':') ? { ipv6CidrBlock: cidr } : { cidrBlock: cidr }),
      ...(span === undefined ? {} : { portRange: span }),
    };
  });
  for (const egress of [false, true]) {
    entries.push({ ruleNumber: 32767, egress, protocol: '-1', ruleAction: 'deny', cidrBlock: '0.0.0.0/0' });
  }
  return entries;
};

const targetKinds: Readonly<Record<string, readonly [kind: string, field: string]>> = {
  igw: ['AWS::EC2::InternetGateway', 'gatewayId'],
  nat: ['AWS::EC2::NatGateway', 'natGatewayId'],
  pcx: ['AWS::EC2::VPCPeeringConnection', 'vpcPeeringConnectionId'],
  tgw: ['AWS::EC2::TransitGateway', 'transitGatewayId'],
  eni: ['AWS::EC2::NetworkInterface', 'networkInterfaceId'],
  vpce: ['AWS::EC2::VPCEndpoint', 'gatewayId'],
};

export const routes = (lines: readonly string[], place: Place): JsonObject[] =>
  lines.map((line) => {
    const [, destination = '', via = '', blackhole] = routeText.exec(line) ?? [];
    const [scheme = '', name = ''] = via.split(':', 2);
    const known = targetKinds[scheme] ?? targetKinds[via.split('-')[0] ?? ''];
    const field = known?.[1] ?? 'gatewayId';
    const target = name === '' || known === undefined ? via : refer(known[0], name, place);
    return {
      ...(destination.startsWith('pl-')
        ? { destinationPrefixListId: destination }
        : destination.includes(':')
          ? { destinationIpv6CidrBlock: destination }
          : { destinationCidrBlock: destination }),
      [field]: target,
      origin: via === 'local' ? 'CreateRouteTable' : 'CreateRoute',
      state: blackhole === undefined ? 'active' : 'blackhole',
    };
  });
