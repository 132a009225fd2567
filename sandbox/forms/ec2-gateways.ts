/** What connects networks: gateways, peerings, endpoints, prefix lists, addresses. */
import * as z from 'zod';
import { defineForm, ec2Arn, flag, refer, referAll, related, text, texts } from './form.ts';
import { hexOf, idOf, privateAddress, publicAddress } from './ids.ts';
import { policyDocument, policyShape, policyText } from './policies.ts';

const vpcKind = 'AWS::EC2::VPC';

const internetGateway = defineForm(
  'AWS::EC2::InternetGateway',
  { vpc: text('none') },
  (name, short, place) => {
    const id = idOf('AWS::EC2::InternetGateway', name, place);
    const vpcs = short.vpc === 'none' ? [] : [refer(vpcKind, short.vpc, place)];
    return {
      id,
      arn: ec2Arn('internet-gateway', id, place),
      zone: 'Multiple Availability Zones',
      configuration: {
        internetGatewayId: id,
        ownerId: place.account,
        attachments: vpcs.map((vpcId) => ({ vpcId, state: 'available' })),
      },
      relationships: related(vpcKind, vpcs, 'Is attached to Vpc'),
    };
  },
);

const natGateway = defineForm(
  'AWS::EC2::NatGateway',
  { vpc: z.string(), subnet: z.string(), private: flag(false), state: text('available') },
  (name, short, place) => {
    const id = idOf('AWS::EC2::NatGateway', name, place);
    return {
      id,
      arn: ec2Arn('natgateway', id, place),
      configuration: {
        natGatewayId: id,
        vpcId: refer(vpcKind, short.vpc, place),
        subnetId: refer('AWS::EC2::Subnet', short.subnet, place),
        state: short.state,
        createTime: new Date(place.createdAt).getTime(),
        connectivityType: short.private ? 'private' : 'public',
        natGatewayAddresses: [
          {
            networkInterfaceId: `eni-${hexOf(`${id}/eni`, 17)}`,
            privateIp: privateAddress(id),
            ...(short.private
              ? {}
              : { publicIp: publicAddress(id), allocationId: `eipalloc-${hexOf(`${id}/eip`, 17)}` }),
          },
        ],
      },
    };
  },
);

const sideShape = z.strictObject({
  vpc: z.string(),
  account: z
    .string()
    .regex(/^\d{12}$/)
    .optional(),
  region: z.string().optional(),
  cidr: z.string(),
});

const peering = defineForm(
  'AWS::EC2::VPCPeeringConnection',
  { requester: sideShape, accepter: sideShape, status: text('active') },
  (name, short, place) => {
    const id = idOf('AWS::EC2::VPCPeeringConnection', name, place);
    const side = (one: z.output<typeof sideShape>) => {
      const at = { ...place, account: one.account ?? place.account, region: one.region ?? place.region };
      return {
        vpcId: refer(vpcKind, one.vpc, at),
        ownerId: at.account,
        region: at.region,
        cidrBlock: one.cidr,
        cidrBlockSet: [{ cidrBlock: one.cidr }],
        ipv6CidrBlockSet: [],
      };
    };
    return {
      id,
      arn: ec2Arn('vpc-peering-connection', id, place),
      configuration: {
        vpcPeeringConnectionId: id,
        requesterVpcInfo: side(short.requester),
        accepterVpcInfo: side(short.accepter),
        status: { code: short.status, message: short.status },
      },
    };
  },
);

const endpoint = defineForm(
  'AWS::EC2::VPCEndpoint',
  {
    vpc: z.string(),
    service: text('s3'),
    type: z.enum(['Gateway', 'Interface']).default('Gateway'),
    subnets: texts(),
    groups: texts(),
    routeTables: texts(),
    policy: policyShape.default('own'),
  },
  (name, short, place) => {
    const id = idOf('AWS::EC2::VPCEndpoint', name, place);
    const target = { service: short.service, actions: [`${short.service}:*`], resource: '*' };
    return {
      id,
      arn: ec2Arn('vpc-endpoint', id, place),
      zone: 'Multiple Availability Zones',
      configuration: {
        vpcEndpointId: id,
        vpcEndpointType: short.type,
        vpcId: refer(vpcKind, short.vpc, place),
        ownerId: place.account,
        serviceName: `com.amazonaws.${place.region}.${short.service}`,
        state: { value: 'available' },
        subnetIds: referAll('AWS::EC2::Subnet', short.subnets, place),
        groups: referAll('AWS::EC2::SecurityGroup', short.groups, place).map((groupId) => ({ groupId })),
        routeTableIds: referAll('AWS::EC2::RouteTable', short.routeTables, place),
        privateDnsEnabled: short.type === 'Interface',
        policyDocument: policyText(policyDocument(short.policy, target, place)),
      },
    };
  },
);

const transitGateway = defineForm(
  'AWS::EC2::TransitGateway',
  { autoAccept: flag(false), defaultAssociation: flag(true) },
  (name, short, place) => {
    const id = idOf('AWS::EC2::TransitGateway', name, place);
    const table = `tgw-rtb-${hexOf(id, 17)}`;
    return {
      id,
      arn: ec2Arn('transit-gateway', id, place),
      configuration: {
        Id: id,
        AmazonSideAsn: 64512,
        AutoAcceptSharedAttachments: short.autoAccept ? 'enable' : 'disable',
        DefaultRouteTableAssociation: short.defaultAssociation ? 'enable' : 'disable',
        AssociationDefaultRouteTableId: table,
        DefaultRouteTablePropagation: 'enable',
        PropagationDefaultRouteTableId: table,
        DnsSupport: 'enable',
        VpnEcmpSupport: 'enable',
      },
    };
  },
);

const elasticIp = defineForm(
  'AWS::EC2::EIP',
  { instance: z.string().optional(), networkInterface: z.string().optional() },
  (name, short, place) => {
    const id = idOf('AWS::EC2::EIP', name, place);
    const { instance, networkInterface } = short;
    return {
      id,
      arn: ec2Arn('eip-allocation', id, place),
      configuration: {
        allocationId: id,
        publicIp: publicAddress(id),
        domain: 'vpc',
        ...(instance === undefined ? {} : { instanceId: refer('AWS::EC2::Instance', instance, place) }),
        ...(networkInterface === undefined
          ? {}
          : { networkInterfaceId: refer('AWS::EC2::NetworkInterface', networkInterface, place) }),
      },
    };
  },
);

const prefixList = defineForm('AWS::EC2::PrefixList', { entries: texts() }, (name, short, place) => {
  const id = idOf('AWS::EC2::PrefixList', name, place);
  return {
    id,
    name,
    arn: ec2Arn('prefix-list', id, place),
    configuration: {
      PrefixListId: id,
      PrefixListName: name,
      OwnerId: place.account,
      AddressFamily: 'IPv4',
      MaxEntries: 20,
      Version: '1',
      Entries: short.entries.map((Cidr) => ({ Cidr })),
    },
  };
});

export const gatewayForms = [
  internetGateway,
  natGateway,
  peering,
  endpoint,
  transitGateway,
  elasticIp,
  prefixList,
];
