/**
 * EC2's kinds. All of them come with their tags and everything that is judged in the list itself. Rows that another
 * account owns (subnets and VPCs that are shared with this one) are that account's to judge, as in AWS Config.
 */
import type { DirectKindName } from '#model/aws/direct-sources.ts';
import type { Action, InputOf, OutputOf } from '../operations.ts';
import type { DirectKind, DirectPlace, FoundRow } from './kind.ts';
import { configNames, listedKind, tagMap } from './kind.ts';

interface Ec2Row {
  readonly OwnerId?: string | undefined;
  readonly Tags?:
    | readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[]
    | undefined;
}

/** @param arnType what stands before the id in the ARN that AWS Config has. */
const found = (
  row: Ec2Row,
  id: string | undefined,
  arnType: string,
  place: DirectPlace,
  configuration: object = row,
): FoundRow => {
  if (id === undefined || id === '') return { problem: `a row of ${arnType} has no id` };
  if (row.OwnerId !== undefined && row.OwnerId !== place.account) return 'left-out';
  return {
    resourceId: id,
    arn: `arn:${place.partition}:ec2:${place.region}:${place.account}:${arnType}/${id}`,
    tags: tagMap(row.Tags),
    configuration: configNames(configuration),
  };
};

type PagedAction = Extract<Action, `ec2:${string}`>;

/**
 * What EKS, ECS, Lambda and other services start in the account is hidden from these lists unless it is asked for, since
 * April 2026 by default. Source: Amazon EC2 API Reference, DescribeInstances, `IncludeManagedResources`.
 */
const includesManaged = { IncludeManagedResources: true } as const;

const paged = <A extends PagedAction, T>(
  kind: DirectKindName,
  action: A,
  rows: (output: OutputOf<A>) => readonly T[] | undefined,
  read: (row: T, place: DirectPlace) => FoundRow,
  more: { readonly most?: number; readonly managed?: true } & Partial<
    Pick<DirectKind, 'emptyWithout' | 'shared'>
  > = {},
): DirectKind =>
  listedKind<A, T>({
    kind,
    action,
    input: (token) =>
      ({
        MaxResults: more.most ?? 1000,
        ...(more.managed === true ? includesManaged : {}),
        ...(token === undefined ? {} : { NextToken: token }),
      }) as InputOf<A>,
    rows,
    next: (output) => (output as { readonly NextToken?: string }).NextToken,
    found: read,
    ...(more.emptyWithout === undefined ? {} : { emptyWithout: more.emptyWithout }),
    ...(more.shared === undefined ? {} : { shared: more.shared }),
  });

/** Every instance has a primary network interface, which can't be detached (Amazon EC2 User Guide, "Elastic network interfaces"). */
const needsInterface = {
  kind: 'AWS::EC2::NetworkInterface',
  because: 'every instance has a network interface',
} as const;

export const ec2Kinds: readonly DirectKind[] = [
  paged(
    'AWS::EC2::SecurityGroup',
    'ec2:DescribeSecurityGroups',
    (output) => output.SecurityGroups,
    (row, place) =>
      named(
        found(row, row.GroupId, 'security-group', place, {
          ...row,
          IpPermissions: ranges(row.IpPermissions),
          IpPermissionsEgress: ranges(row.IpPermissionsEgress),
        }),
        row.GroupName,
      ),
  ),
  paged(
    'AWS::EC2::NetworkAcl',
    'ec2:DescribeNetworkAcls',
    (output) => output.NetworkAcls,
    (row, place) => found(row, row.NetworkAclId, 'network-acl', place),
  ),
  paged(
    'AWS::EC2::RouteTable',
    'ec2:DescribeRouteTables',
    (output) => output.RouteTables,
    (row, place) => found(row, row.RouteTableId, 'route-table', place),
    // The longest page of this one (Amazon EC2 API Reference, DescribeRouteTables).
    { most: 100 },
  ),
  paged(
    'AWS::EC2::VPC',
    'ec2:DescribeVpcs',
    (output) => output.Vpcs,
    (row, place) => found(row, row.VpcId, 'vpc', place),
  ),
  paged(
    'AWS::EC2::FlowLog',
    'ec2:DescribeFlowLogs',
    (output) => output.FlowLogs,
    (row, place) => found(row, row.FlowLogId, 'vpc-flow-log', place),
    { shared: true },
  ),
  paged(
    'AWS::EC2::Subnet',
    'ec2:DescribeSubnets',
    (output) => output.Subnets,
    (row, place) => found(row, row.SubnetId, 'subnet', place),
  ),
  paged(
    'AWS::EC2::NetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    (output) => output.NetworkInterfaces,
    // The one kind that spells it `TagSet`.
    (row, place) =>
      found({ ...row, Tags: row.TagSet }, row.NetworkInterfaceId, 'network-interface', place, row),
    { managed: true },
  ),
  paged(
    'AWS::EC2::Instance',
    'ec2:DescribeInstances',
    (output) =>
      output.Reservations?.flatMap(({ OwnerId, Instances = [] }) =>
        Instances.map((instance) => ({ OwnerId, ...instance })),
      ),
    // A terminated instance is shown for an hour or so, and is gone.
    (row, place) =>
      row.State?.Name === 'terminated' ? 'left-out' : found(row, row.InstanceId, 'instance', place),
    { managed: true, emptyWithout: needsInterface },
  ),
  paged(
    'AWS::EC2::InternetGateway',
    'ec2:DescribeInternetGateways',
    (output) => output.InternetGateways,
    (row, place) => found(row, row.InternetGatewayId, 'internet-gateway', place),
  ),
  paged(
    'AWS::EC2::NatGateway',
    'ec2:DescribeNatGateways',
    (output) => output.NatGateways,
    (row, place) =>
      row.State === 'deleted' ? 'left-out' : found(row, row.NatGatewayId, 'natgateway', place),
  ),
  paged(
    'AWS::EC2::VPCPeeringConnection',
    'ec2:DescribeVpcPeeringConnections',
    (output) => output.VpcPeeringConnections,
    // A deleted one is shown for hours, with that status, as in AWS Config.
    (row, place) => found(row, row.VpcPeeringConnectionId, 'vpc-peering-connection', place),
  ),
  paged(
    'AWS::EC2::VPCEndpoint',
    'ec2:DescribeVpcEndpoints',
    (output) => output.VpcEndpoints,
    (row, place) =>
      String(row.State).toLowerCase() === 'deleted'
        ? 'left-out'
        : found(row, row.VpcEndpointId, 'vpc-endpoint', place),
  ),
  paged(
    'AWS::EC2::TransitGateway',
    'ec2:DescribeTransitGateways',
    (output) => output.TransitGateways,
    (row, place) => {
      if (row.State === 'deleted') return 'left-out';
      const read = found(row, row.TransitGatewayId, 'transit-gateway', place);
      // A newer kind of AWS Config, with the names of CloudFormation and the options on its first level.
      return typeof read === 'object' && 'configuration' in read
        ? { ...read, configuration: { ...row.Options } }
        : read;
    },
  ),
  listedKind({
    kind: 'AWS::EC2::EIP',
    action: 'ec2:DescribeAddresses',
    // The one of them without pages.
    input: () => ({}),
    rows: (output) => output.Addresses,
    // Addresses of EC2-Classic had no allocation.
    found: (row, place) => found(row, row.AllocationId ?? row.PublicIp, 'eip-allocation', place),
  }),
  paged(
    'AWS::EC2::Volume',
    'ec2:DescribeVolumes',
    (output) => output.Volumes,
    (row, place) => found(row, row.VolumeId, 'volume', place),
    { managed: true, most: 500 },
  ),
];

interface Permission {
  readonly IpRanges?: readonly unknown[] | undefined;
}

/** AWS Config keeps described ranges under another name than plain ones. */
const ranges = (permissions: readonly Permission[] | undefined): readonly object[] | undefined =>
  permissions?.map(({ IpRanges, ...permission }) => ({ ...permission, Ipv4Ranges: IpRanges ?? [] }));

/** The only kind of EC2 that has a name of its own. */
const named = (row: FoundRow, resourceName: string | undefined): FoundRow =>
  typeof row === 'object' && 'configuration' in row && resourceName !== undefined
    ? { ...row, resourceName }
    : row;
