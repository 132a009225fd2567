/** NACLs, route tables, VPCs, subnets, gateways: field names as AWS Config spells them for each kind. */
import type { NetworkAclEntry, PeeringSide, PortSpan, Route } from '#model/aws/network.ts';
import { unread } from '#model/reading.ts';
import type { Node } from '#sources/fields.ts';
import { notRead, part, policyOf, problem } from '#sources/fields.ts';
import type { Normaliser } from './normaliser.ts';
import { protocolOf } from './security-group.ts';

export const networkAcl: Normaliser<'AWS::EC2::NetworkAcl'> = ({ configuration }) => ({
  entries: part(() => configuration.nodes('entries').map(aclEntry)),
  associations: part(() => ({
    vpc: configuration.text('vpcId'),
    isDefault: configuration.flag('isDefault'),
    subnets: configuration.nodes('associations').map((one) => one.text('subnetId')),
  })),
});

const aclEntry = (entry: Node): NetworkAclEntry => {
  const action = entry.text('ruleAction');
  if (action !== 'allow' && action !== 'deny')
    return problem(`${entry.at('ruleAction')} is neither allow nor deny`);
  const protocol = protocolOf(entry.text('protocol'), entry.at('protocol'));
  return {
    number: entry.int('ruleNumber'),
    egress: entry.flag('egress'),
    protocol,
    allow: action === 'allow',
    cidr: entry.text('cidrBlock', 'ipv6CidrBlock'),
    ports: aclPorts(entry, protocol),
  };
};

/** TCP and UDP entries name ports, ICMP ones type and code (-1 is any); the others have neither. */
const aclPorts = (entry: Node, protocol: string): PortSpan | 'all' => {
  if (protocol === 'icmp' || protocol === 'icmpv6') {
    const icmp = entry.nodeOr('icmpTypeCode');
    if (icmp === undefined) return 'all';
    const span = { from: icmp.int('type'), to: icmp.int('code') };
    return span.from === -1 ? 'all' : span;
  }
  const range = entry.nodeOr('portRange');
  if (range === undefined) return 'all';
  const span = { from: range.int('from'), to: range.int('to') };
  if (span.from < 0 || span.to > 65_535 || span.from > span.to) return problem(`${range.path} is no range`);
  return span;
};

export const routeTable: Normaliser<'AWS::EC2::RouteTable'> = ({ configuration }) => ({
  routes: part(() => configuration.nodes('routes').map(route)),
  associations: part(() => {
    const associations = configuration.nodes('associations');
    return {
      vpc: configuration.text('vpcId'),
      main: associations.some((one) => one.flagOr(false, 'main')),
      // The main association names no subnet, one with a gateway neither.
      subnets: associations.flatMap((one) => {
        const subnet = one.textOr('', 'subnetId');
        return subnet === '' ? [] : [subnet];
      }),
    };
  }),
});

/** A route has exactly one of them. */
const targets = [
  'gatewayId',
  'natGatewayId',
  'transitGatewayId',
  'vpcPeeringConnectionId',
  'egressOnlyInternetGatewayId',
  'networkInterfaceId',
  'instanceId',
  'localGatewayId',
  'carrierGatewayId',
  'coreNetworkArn',
  'odbNetworkArn',
  'vpcEndpointId',
];

/** Source: EC2 API Reference, Route. */
const routeStates = new Set(['active', 'blackhole', 'filtered']);

const route = (node: Node): Route => {
  const destination = node.text(
    'destinationCidrBlock',
    'destinationIpv6CidrBlock',
    'destinationPrefixListId',
  );
  const state = node.word('state');
  // A blackhole may have lost its target.
  const target = state === 'blackhole' ? node.textOr('none', ...targets) : node.text(...targets);
  // One that is not known may carry traffic, and may not.
  if (!routeStates.has(state)) return problem(`${node.at('state')} is no state of a route`);
  return { destination, target, active: state === 'active' };
};

export const vpc: Normaliser<'AWS::EC2::VPC'> = ({ configuration }) => ({
  settings: part(() => ({
    cidrs: addressBlocks(configuration),
    isDefault: configuration.flag('isDefault'),
  })),
  flowLogs: unread('unsupported', undefined, 'flow logs are joined in from their own items'),
});

/** Blocks that are on their way out no longer count; the first one stands outside the set in older items. */
const addressBlocks = (configuration: Node): string[] => {
  const cidrs = new Set<string>();
  const first = configuration.textOr('', 'cidrBlock');
  if (first !== '') cidrs.add(first);
  for (const block of associated(configuration, 'cidrBlockAssociationSet', 'cidrBlockState')) {
    cidrs.add(block.text('cidrBlock'));
  }
  for (const block of associated(configuration, 'ipv6CidrBlockAssociationSet', 'ipv6CidrBlockState')) {
    cidrs.add(block.text('ipv6CidrBlock'));
  }
  // A VPC or subnet has one block at least: IPv6-only subnets have it in the set.
  return cidrs.size === 0 ? problem(`${configuration.at('cidrBlock')} is not there`) : [...cidrs];
};

const associated = (configuration: Node, set: string, stateName: string): readonly Node[] =>
  configuration.nodesOr(set).filter((block) => {
    const state = block.nodeOr(stateName);
    return state === undefined || !/^(?:dis|fail)/.test(state.word('state'));
  });

export const subnet: Normaliser<'AWS::EC2::Subnet'> = ({ configuration, identity }) => ({
  settings: part(() => ({
    vpc: configuration.text('vpcId'),
    cidrs: addressBlocks(configuration),
    zone: configuration.textOr(identity.region, 'availabilityZone'),
    assignsPublicIp: configuration.flag('mapPublicIpOnLaunch'),
    // Items from before IPv6 in VPCs (December 2016) lack it.
    assignsIpv6: configuration.flagOr(false, 'assignIpv6AddressOnCreation'),
  })),
});

export const internetGateway: Normaliser<'AWS::EC2::InternetGateway'> = ({ configuration }) => ({
  attachments: part(() => configuration.nodes('attachments').map((one) => one.text('vpcId'))),
});

export const natGateway: Normaliser<'AWS::EC2::NatGateway'> = ({ configuration }) => ({
  settings: part(() => ({
    vpc: configuration.text('vpcId'),
    subnet: configuration.textOr('none', 'subnetId'),
    // Private NAT gateways came later (2021): older items are all public.
    connectivity: configuration.textOr('public', 'connectivityType'),
    publicIps: configuration.nodes('natGatewayAddresses').flatMap((address) => {
      const ip = address.textOr('', 'publicIp');
      return ip === '' ? [] : [ip];
    }),
    state: configuration.word('state'),
  })),
});

export const vpcPeering: Normaliser<'AWS::EC2::VPCPeeringConnection'> = ({ configuration, identity }) => ({
  settings: part(() => ({
    status: configuration.word('status'),
    requester: side(configuration.node('requesterVpcInfo'), identity.region),
    accepter: side(configuration.node('accepterVpcInfo'), identity.region),
  })),
});

/** The other side of a peering that is not accepted yet shows no ranges. */
const side = (node: Node, region: string): PeeringSide => {
  const cidrs = new Set<string>();
  const first = node.textOr('', 'cidrBlock');
  if (first !== '') cidrs.add(first);
  for (const block of node.nodesOr('cidrBlockSet')) cidrs.add(block.text('cidrBlock'));
  for (const block of node.nodesOr('ipv6CidrBlockSet')) cidrs.add(block.text('ipv6CidrBlock'));
  return {
    vpc: node.text('vpcId'),
    account: node.text('ownerId'),
    // Peerings between regions came in 2017; older items name none.
    region: node.textOr(region, 'region'),
    cidrs: [...cidrs],
  };
};

export const vpcEndpoint: Normaliser<'AWS::EC2::VPCEndpoint'> = ({ configuration }) => ({
  policy: part(() => {
    const type = configuration.word('vpcEndpointType');
    const document = configuration.raw('policyDocument');
    if (document !== undefined && document !== '') return policyOf(document, 'configuration.policyDocument');
    // Gateway load balancer endpoints take no policy; every other one has one, the default at least.
    if (type === 'GatewayLoadBalancer') return 'none';
    return notRead(unread('not-recorded', 'ec2:DescribeVpcEndpoints', 'the item carries no policy document'));
  }),
  settings: part(() => ({
    type: configuration.word('vpcEndpointType'),
    service: configuration.text('serviceName'),
    vpc: configuration.text('vpcId'),
    subnets: configuration.textsOr('subnetIds'),
    groups: configuration.nodesOr('groups').map((group) => group.text('groupId')),
    routeTables: configuration.textsOr('routeTableIds'),
  })),
});

export const transitGateway: Normaliser<'AWS::EC2::TransitGateway'> = ({ configuration }) => ({
  settings: part(() => ({
    autoAcceptsSharedAttachments: enabled(configuration, 'AutoAcceptSharedAttachments'),
    defaultRouteTableAssociation: configuration.text('DefaultRouteTableAssociation'),
  })),
});

const enabled = (configuration: Node, name: string): boolean => {
  const word = configuration.text(name);
  if (word === 'enable' || word === 'disable') return word === 'enable';
  return problem(`${configuration.at(name)} is neither enable nor disable`);
};

export const elasticIp: Normaliser<'AWS::EC2::EIP'> = ({ configuration }) => ({
  settings: part(() => ({
    publicIp: configuration.text('publicIp'),
    instance: configuration.textOr('none', 'instanceId'),
    networkInterface: configuration.textOr('none', 'networkInterfaceId'),
  })),
});

export const flowLog: Normaliser<'AWS::EC2::FlowLog'> = ({ configuration }) => ({
  settings: part(() => ({
    resource: configuration.text('resourceId'),
    traffic: configuration.textOr('ALL', 'trafficType'),
    // EC2 calls every flow log that exists active; whether its records arrive anywhere is the other field, which one that
    // is new may lack. Source: Amazon EC2 API Reference, FlowLog.
    active:
      configuration.word('flowLogStatus') === 'ACTIVE' &&
      (configuration.raw('deliverLogsStatus') === undefined ||
        configuration.word('deliverLogsStatus') === 'SUCCESS'),
    destination: configuration.textOr('cloud-watch-logs', 'logDestinationType'),
  })),
});
