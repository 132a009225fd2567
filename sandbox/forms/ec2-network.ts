/** VPC, subnet, security group, network ACL, route table, flow log. */
import * as z from 'zod';
import { defineForm, ec2Arn, flag, refer, referAll, related, text, texts, zoneOf } from './form.ts';
import { hexOf, idOf } from './ids.ts';
import { aclEntries, aclLines, permissions, routeLines, routes, ruleLines } from './rules.ts';

const vpcKind = 'AWS::EC2::VPC';
const subnetKind = 'AWS::EC2::Subnet';

const vpc = defineForm(
  vpcKind,
  { cidr: text('10.0.0.0/16'), cidrs: texts(), default: flag(false) },
  (name, short, place) => {
    const id = idOf(vpcKind, name, place);
    return {
      id,
      arn: ec2Arn('vpc', id, place),
      zone: 'Multiple Availability Zones',
      configuration: {
        vpcId: id,
        ownerId: place.account,
        state: 'available',
        cidrBlock: short.cidr,
        cidrBlockAssociationSet: [short.cidr, ...short.cidrs].map((cidrBlock) => ({
          associationId: `vpc-cidr-assoc-${hexOf(id + cidrBlock, 17)}`,
          cidrBlock,
          cidrBlockState: { state: 'associated' },
        })),
        ipv6CidrBlockAssociationSet: [],
        dhcpOptionsId: `dopt-${hexOf(id, 17)}`,
        instanceTenancy: 'default',
        isDefault: short.default,
      },
    };
  },
);

const subnet = defineForm(
  subnetKind,
  {
    vpc: z.string(),
    cidr: text('10.0.0.0/24'),
    ipv6: z.string().optional(),
    zone: text('a'),
    publicIp: flag(false),
    publicIpv6: flag(false),
  },
  (name, short, place) => {
    const id = idOf(subnetKind, name, place);
    const vpcId = refer(vpcKind, short.vpc, place);
    const zone = zoneOf(short.zone, place);
    return {
      id,
      arn: ec2Arn('subnet', id, place),
      zone,
      configuration: {
        subnetId: id,
        subnetArn: ec2Arn('subnet', id, place),
        vpcId,
        ownerId: place.account,
        state: 'available',
        cidrBlock: short.cidr,
        availableIpAddressCount: 200,
        ipv6CidrBlockAssociationSet:
          short.ipv6 === undefined
            ? []
            : [{ ipv6CidrBlock: short.ipv6, ipv6CidrBlockState: { state: 'associated' } }],
        availabilityZone: zone,
        defaultForAz: false,
        mapPublicIpOnLaunch: short.publicIp,
        assignIpv6AddressOnCreation: short.publicIpv6,
      },
      relationships: related(vpcKind, [vpcId], 'Is contained in Vpc'),
    };
  },
);

const group = defineForm(
  'AWS::EC2::SecurityGroup',
  {
    vpc: z.string(),
    groupName: z.string().optional(),
    description: text('Managed by the platform team'),
    ingress: ruleLines.default(() => []),
    egress: ruleLines.default(() => ['all to 0.0.0.0/0']),
  },
  (name, short, place) => {
    const id = idOf('AWS::EC2::SecurityGroup', name, place);
    const vpcId = refer(vpcKind, short.vpc, place);
    return {
      id,
      name: short.groupName ?? name,
      arn: ec2Arn('security-group', id, place),
      configuration: {
        groupId: id,
        groupName: short.groupName ?? name,
        description: short.description,
        vpcId,
        ownerId: place.account,
        ipPermissions: permissions(short.ingress, place),
        ipPermissionsEgress: permissions(short.egress, place),
      },
      relationships: related(vpcKind, [vpcId], 'Is contained in Vpc'),
    };
  },
);

const acl = defineForm(
  'AWS::EC2::NetworkAcl',
  {
    vpc: z.string(),
    default: flag(false),
    subnets: texts(),
    entries: aclLines.default(() => ['100 in allow all from 10.0.0.0/8', '100 out allow all to 0.0.0.0/0']),
  },
  (name, short, place) => {
    const id = idOf('AWS::EC2::NetworkAcl', name, place);
    const vpcId = refer(vpcKind, short.vpc, place);
    const subnets = referAll(subnetKind, short.subnets, place);
    return {
      id,
      arn: ec2Arn('network-acl', id, place),
      zone: 'Multiple Availability Zones',
      configuration: {
        networkAclId: id,
        vpcId,
        ownerId: place.account,
        isDefault: short.default,
        associations: subnets.map((subnetId) => ({
          networkAclAssociationId: `aclassoc-${hexOf(id + subnetId, 17)}`,
          networkAclId: id,
          subnetId,
        })),
        entries: aclEntries(short.entries),
      },
      relationships: related(subnetKind, subnets, 'Is attached to Subnet'),
    };
  },
);

const table = defineForm(
  'AWS::EC2::RouteTable',
  {
    vpc: z.string(),
    main: flag(false),
    subnets: texts(),
    cidr: text('10.0.0.0/16'),
    routes: routeLines.default(() => []),
  },
  (name, short, place) => {
    const id = idOf('AWS::EC2::RouteTable', name, place);
    const vpcId = refer(vpcKind, short.vpc, place);
    const subnets = referAll(subnetKind, short.subnets, place);
    const association = (subnetId: string | undefined) => ({
      main: subnetId === undefined,
      routeTableId: id,
      routeTableAssociationId: `rtbassoc-${hexOf(id + (subnetId ?? 'main'), 17)}`,
      ...(subnetId === undefined ? {} : { subnetId }),
      associationState: { state: 'associated' },
    });
    return {
      id,
      arn: ec2Arn('route-table', id, place),
      configuration: {
        routeTableId: id,
        vpcId,
        ownerId: place.account,
        associations: [...(short.main ? [association(undefined)] : []), ...subnets.map(association)],
        propagatingVgws: [],
        routes: routes([`${short.cidr} via local`, ...short.routes], place),
      },
      relationships: related(vpcKind, [vpcId], 'Is contained in Vpc'),
    };
  },
);

const flowLog = defineForm(
  'AWS::EC2::FlowLog',
  {
    vpc: z.string(),
    traffic: z.enum(['ALL', 'ACCEPT', 'REJECT']).default('ALL'),
    active: flag(true),
    bucket: text('central-flow-logs'),
  },
  (name, short, place) => {
    const id = idOf('AWS::EC2::FlowLog', name, place);
    return {
      id,
      arn: ec2Arn('vpc-flow-log', id, place),
      configuration: {
        flowLogId: id,
        creationTime: new Date(place.createdAt).getTime(),
        deliverLogsStatus: short.active ? 'SUCCESS' : 'FAILED',
        ...(short.active ? {} : { deliverLogsErrorMessage: 'Access error' }),
        // One that fails is called active as well.
        flowLogStatus: 'ACTIVE',
        resourceId: refer(vpcKind, short.vpc, place),
        trafficType: short.traffic,
        logDestinationType: 's3',
        logDestination: `arn:${place.partition}:s3:::${short.bucket}`,
        maxAggregationInterval: 600,
      },
    };
  },
);

export const networkForms = [vpc, subnet, group, acl, table, flowLog];
