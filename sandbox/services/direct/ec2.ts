/** EC2, as far as an inventory asks: the Describe operations. Source: Amazon EC2 API Reference. */
import type { ConfigItem, JsonObject } from '#sandbox/estate/estate.ts';
import { type Call, type Refusal, refuse } from '#sandbox/protocol/call.ts';
import type { Handler } from '../service.ts';
import { listHandler, sdkNames, sdkTags } from './listing.ts';

const badToken: Refusal = refuse(400, 'InvalidNextToken', 'The token supplied to the request is not valid');

/** What a service of AWS runs in the account is shown to whoever asks for it only. */
const isShown = (item: ConfigItem, { input }: Call): boolean =>
  item.untold?.['hiddenByDefault'] !== true || String(input['IncludeManagedResources']) === 'true';

/** `MaxResults` and `NextToken`; without the former all comes at once. */
const paged = (
  kind: string,
  list: string,
  row: (item: ConfigItem) => unknown = plainRow,
  most = 1000,
): Handler =>
  listHandler({
    kind,
    where: isShown,
    limit: { name: 'MaxResults', least: 5, otherwise: most },
    most,
    token: { asked: 'NextToken', given: 'NextToken' },
    badToken,
    row,
    wrap: (rows) => ({ [list]: rows }),
  });

const namesOf = (item: ConfigItem): JsonObject => sdkNames(item.configuration ?? {}) as JsonObject;

const plainRow = (item: ConfigItem): JsonObject => ({ ...namesOf(item), Tags: sdkTags(item) });

const list = (value: unknown): readonly JsonObject[] =>
  Array.isArray(value) ? (value as readonly JsonObject[]) : [];

/** Ranges stand once here, with their descriptions; AWS Config has them twice. */
const securityGroupRow = (item: ConfigItem): JsonObject => {
  const row = plainRow(item);
  const permissions = (name: string): JsonObject[] =>
    list(row[name]).map((permission) => ({
      ...permission,
      IpRanges: permission['Ipv4Ranges'] ?? list(permission['IpRanges']),
      PrefixListIds: list(permission['PrefixListIds']).map((entry) =>
        typeof entry === 'string' ? { PrefixListId: entry } : entry,
      ),
    }));
  return {
    ...row,
    IpPermissions: permissions('IpPermissions'),
    IpPermissionsEgress: permissions('IpPermissionsEgress'),
  };
};

const instanceRow = (item: ConfigItem): JsonObject => {
  const row = plainRow(item);
  const state = row['State'] as JsonObject | undefined;
  return {
    ...row,
    ...(state === undefined ? {} : { State: { Code: 16, Name: state['Name'] ?? state['Value'] } }),
  };
};

/** Words that AWS Config wraps, as Java enumerations come: `{value: 'in-use'}`. */
const unwrapped =
  (...names: readonly string[]) =>
  (item: ConfigItem): JsonObject => {
    const row = plainRow(item);
    for (const name of names) {
      const value = row[name] as JsonObject | string | undefined;
      if (typeof value === 'object') row[name] = value['Value'] ?? value['Name'] ?? value['Code'];
    }
    return row;
  };

const transitGatewayRow = (item: ConfigItem): JsonObject => {
  const { configuration } = item;
  return {
    TransitGatewayId: item.resourceId,
    TransitGatewayArn: item.arn,
    OwnerId: item.accountId,
    State: 'available',
    Options: configuration,
    Tags: sdkTags(item),
  };
};

export const ec2Operations: Readonly<Record<string, Handler>> = {
  DescribeSecurityGroups: paged('AWS::EC2::SecurityGroup', 'SecurityGroups', securityGroupRow),
  DescribeNetworkAcls: paged('AWS::EC2::NetworkAcl', 'NetworkAcls'),
  DescribeRouteTables: paged('AWS::EC2::RouteTable', 'RouteTables', plainRow, 100),
  DescribeVpcs: paged('AWS::EC2::VPC', 'Vpcs'),
  DescribeSubnets: paged('AWS::EC2::Subnet', 'Subnets'),
  DescribeFlowLogs: paged('AWS::EC2::FlowLog', 'FlowLogs'),
  DescribeNetworkInterfaces: paged('AWS::EC2::NetworkInterface', 'NetworkInterfaces', (item) => ({
    ...namesOf(item),
    TagSet: sdkTags(item),
  })),
  DescribeInstances: listHandler({
    kind: 'AWS::EC2::Instance',
    limit: { name: 'MaxResults', least: 5, otherwise: 1000 },
    most: 1000,
    token: { asked: 'NextToken', given: 'NextToken' },
    badToken,
    where: isShown,
    row: instanceRow,
    // One instance a launch: how they are grouped into reservations says nothing.
    wrap: (rows, call) => ({
      Reservations: rows.map((row, index) => ({
        ReservationId: `r-${String(index).padStart(17, '0')}`,
        OwnerId: call.account,
        Instances: [row],
      })),
    }),
  }),
  DescribeInternetGateways: paged('AWS::EC2::InternetGateway', 'InternetGateways'),
  DescribeNatGateways: paged('AWS::EC2::NatGateway', 'NatGateways'),
  DescribeVpcPeeringConnections: paged('AWS::EC2::VPCPeeringConnection', 'VpcPeeringConnections'),
  DescribeVpcEndpoints: paged('AWS::EC2::VPCEndpoint', 'VpcEndpoints', unwrapped('VpcEndpointType', 'State')),
  DescribeTransitGateways: paged('AWS::EC2::TransitGateway', 'TransitGateways', transitGatewayRow),
  // The one of them without pages.
  DescribeAddresses: listHandler({
    kind: 'AWS::EC2::EIP',
    most: Number.POSITIVE_INFINITY,
    row: plainRow,
    wrap: (rows) => ({ Addresses: rows }),
  }),
  DescribeVolumes: paged('AWS::EC2::Volume', 'Volumes', unwrapped('State', 'VolumeType'), 500),
};
