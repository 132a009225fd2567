/** EC2: everything that an inventory asks is a Describe operation, and free of charge. */
import type {
  DescribeAddressesCommand,
  DescribeFlowLogsCommand,
  DescribeInstancesCommand,
  DescribeInternetGatewaysCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeTransitGatewaysCommand,
  DescribeVolumesCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcPeeringConnectionsCommand,
  DescribeVpcsCommand,
} from '@aws-sdk/client-ec2';
import type { Io } from './io.ts';

export interface Ec2Operations {
  'ec2:DescribeAddresses': Io<DescribeAddressesCommand>;
  'ec2:DescribeFlowLogs': Io<DescribeFlowLogsCommand>;
  'ec2:DescribeInstances': Io<DescribeInstancesCommand>;
  'ec2:DescribeInternetGateways': Io<DescribeInternetGatewaysCommand>;
  'ec2:DescribeNatGateways': Io<DescribeNatGatewaysCommand>;
  'ec2:DescribeNetworkAcls': Io<DescribeNetworkAclsCommand>;
  'ec2:DescribeNetworkInterfaces': Io<DescribeNetworkInterfacesCommand>;
  'ec2:DescribeRouteTables': Io<DescribeRouteTablesCommand>;
  'ec2:DescribeSecurityGroups': Io<DescribeSecurityGroupsCommand>;
  'ec2:DescribeSubnets': Io<DescribeSubnetsCommand>;
  'ec2:DescribeTransitGateways': Io<DescribeTransitGatewaysCommand>;
  'ec2:DescribeVolumes': Io<DescribeVolumesCommand>;
  'ec2:DescribeVpcEndpoints': Io<DescribeVpcEndpointsCommand>;
  'ec2:DescribeVpcPeeringConnections': Io<DescribeVpcPeeringConnectionsCommand>;
  'ec2:DescribeVpcs': Io<DescribeVpcsCommand>;
}

export const ec2Actions = {
  'ec2:DescribeAddresses': true,
  'ec2:DescribeFlowLogs': true,
  'ec2:DescribeInstances': true,
  'ec2:DescribeInternetGateways': true,
  'ec2:DescribeNatGateways': true,
  'ec2:DescribeNetworkAcls': true,
  'ec2:DescribeNetworkInterfaces': true,
  'ec2:DescribeRouteTables': true,
  'ec2:DescribeSecurityGroups': true,
  'ec2:DescribeSubnets': true,
  'ec2:DescribeTransitGateways': true,
  'ec2:DescribeVolumes': true,
  'ec2:DescribeVpcEndpoints': true,
  'ec2:DescribeVpcPeeringConnections': true,
  'ec2:DescribeVpcs': true,
} satisfies Record<keyof Ec2Operations, true>;
