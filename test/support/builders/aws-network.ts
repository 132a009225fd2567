import type { NetworkAclEntry, PortSpan, Route, SecurityGroupRule } from '#model/aws/network.ts';
import type { Kind, ResourceMap } from '#model/kinds.ts';

type NetworkKind = Exclude<
  Extract<Kind, `AWS::EC2::${string}` | `AWS::ElasticLoadBalancingV2::${string}`>,
  'AWS::EC2::FlowLog' | 'AWS::EC2::Volume'
>;

const vpc = 'vpc-0bbb111122223333b';
const subnet = 'subnet-0ddd111122223333d';
const group = 'sg-0aaa111122223333a';

const span = (ports: number | readonly [number, number] | 'all'): PortSpan | 'all' => {
  if (ports === 'all') return 'all';
  if (typeof ports === 'number') return { from: ports, to: ports };
  return { from: ports[0], to: ports[1] };
};

/** A rule of a security group; `ports` takes one port, a span, or `all`. */
export const rule = (
  peer: string | SecurityGroupRule['peer'],
  ports: number | readonly [number, number] | 'all' = 22,
  overrides: Partial<SecurityGroupRule> = {},
): SecurityGroupRule => ({
  id: `0:${typeof peer === 'string' ? peer : peer.type}`,
  protocol: ports === 'all' ? 'all' : 'tcp',
  ports: span(ports),
  peer: typeof peer === 'string' ? { type: 'cidr', cidr: peer } : peer,
  description: '',
  ...overrides,
});

/** An entry of a network ACL, inbound unless it says otherwise. */
export const entry = (
  number: number,
  allow: boolean,
  cidr: string,
  ports: number | readonly [number, number] | 'all' = 'all',
  overrides: Partial<NetworkAclEntry> = {},
): NetworkAclEntry => ({
  number,
  egress: false,
  protocol: ports === 'all' ? 'all' : 'tcp',
  allow,
  cidr,
  ports: span(ports),
  ...overrides,
});

/** The `*` entries that close every network ACL. */
export const closing: readonly NetworkAclEntry[] = [
  entry(32767, false, '0.0.0.0/0'),
  entry(32768, false, '::/0'),
];

export const route = (destination: string, target: string, active = true): Route => ({
  destination,
  target,
  active,
});

export const healthyNetwork: { readonly [K in NetworkKind]: ResourceMap[K] } = {
  'AWS::EC2::SecurityGroup': {
    ingress: [rule('10.0.0.0/8', 443)],
    egress: [rule('0.0.0.0/0', 'all')],
    placement: { vpc, groupName: 'app', description: 'app servers' },
  },
  'AWS::EC2::NetworkAcl': {
    entries: [entry(100, true, '10.0.0.0/8'), ...closing],
    associations: { vpc, isDefault: false, subnets: [subnet] },
  },
  'AWS::EC2::RouteTable': {
    routes: [route('10.0.0.0/16', 'local'), route('0.0.0.0/0', 'nat-0111')],
    associations: { vpc, main: false, subnets: [subnet] },
  },
  'AWS::EC2::VPC': {
    settings: { cidrs: ['10.0.0.0/16'], isDefault: false },
    flowLogs: [{ id: 'fl-1', resource: vpc, traffic: 'ALL', active: true, destination: 's3' }],
  },
  'AWS::EC2::Subnet': {
    settings: {
      vpc,
      cidrs: ['10.0.1.0/24'],
      zone: 'eu-west-1a',
      assignsPublicIp: false,
      assignsIpv6: false,
    },
  },
  'AWS::EC2::NetworkInterface': {
    settings: {
      type: 'interface',
      vpc,
      subnet,
      privateIps: ['10.0.1.7'],
      publicIp: 'none',
      groups: [group],
      instance: 'i-0111',
      sourceDestCheck: true,
    },
  },
  'AWS::EC2::Instance': {
    network: { vpc, subnet, privateIp: '10.0.1.7', publicIp: 'none', groups: [group] },
    metadata: { endpoint: 'enabled', tokens: 'required', hopLimit: 1 },
    settings: { state: 'running', image: 'ami-0111', profile: 'none', volumes: ['vol-0111'] },
  },
  'AWS::EC2::InternetGateway': { attachments: [vpc] },
  'AWS::EC2::NatGateway': {
    settings: {
      vpc,
      subnet,
      connectivity: 'public',
      publicIps: ['203.0.113.9'],
      state: 'available',
    },
  },
  'AWS::EC2::VPCPeeringConnection': {
    settings: {
      status: 'active',
      requester: { vpc, account: '111122223333', region: 'eu-west-1', cidrs: ['10.0.0.0/16'] },
      accepter: { vpc: 'vpc-0ccc', account: '111122223333', region: 'eu-west-1', cidrs: ['10.9.0.0/16'] },
    },
  },
  'AWS::EC2::VPCEndpoint': {
    policy: 'none',
    settings: {
      type: 'Gateway',
      service: 'com.amazonaws.eu-west-1.s3',
      vpc,
      subnets: [],
      groups: [],
      routeTables: ['rtb-0111'],
    },
  },
  'AWS::EC2::TransitGateway': {
    settings: { autoAcceptsSharedAttachments: false, defaultRouteTableAssociation: 'enable' },
  },
  'AWS::EC2::EIP': {
    settings: { publicIp: '203.0.113.9', instance: 'i-0111', networkInterface: 'eni-0111' },
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    settings: { type: 'application', internetFacing: false, vpc, subnets: [subnet], groups: [group] },
  },
  'AWS::ElasticLoadBalancingV2::Listener': {
    settings: {
      port: 443,
      protocol: 'HTTPS',
      policy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      certificates: ['arn:aws:acm:eu-west-1:111122223333:certificate/1111'],
      actions: ['forward'],
      loadBalancer: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/1111',
    },
  },
};
