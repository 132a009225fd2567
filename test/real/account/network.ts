/** Networks: one of each that is open where it should not be, and one that is not. */
import {
  AcceptVpcPeeringConnectionCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateFlowLogsCommand,
  CreateNetworkAclCommand,
  CreateNetworkAclEntryCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateTagsCommand,
  CreateVolumeCommand,
  CreateVpcCommand,
  CreateVpcPeeringConnectionCommand,
  DeleteInternetGatewayCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DescribeInternetGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  DetachInternetGatewayCommand,
  EC2Client,
  ReplaceNetworkAclAssociationCommand,
  RevokeSecurityGroupEgressCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import type { Place } from './place.ts';
import { given } from './place.ts';

const anywhere = [{ CidrIp: '0.0.0.0/0' }];
const office = [{ CidrIp: '198.51.100.0/24' }];

export const buildNetworks = async (place: Place): Promise<void> => {
  const ec2 = new EC2Client(place.settings);
  await removeDefaultNetwork(place);
  const open = await buildNetwork(ec2, 'open', '10.0.0.0/16');
  const closed = await buildNetwork(ec2, 'closed', '10.1.0.0/16');
  await closeNetwork(ec2, closed);
  await buildGroups(ec2, closed.vpc);
  await buildPeering(ec2, open.vpc, closed.vpc);
  await buildMachines(ec2, closed.subnet);
};

/** AWS puts a network into each region of a new account. */
export const removeDefaultNetwork = async ({ settings }: Place): Promise<void> => {
  const ec2 = new EC2Client(settings);
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  for (const { SubnetId } of Subnets) await ec2.send(new DeleteSubnetCommand({ SubnetId }));
  const { InternetGateways = [] } = await ec2.send(new DescribeInternetGatewaysCommand({}));
  for (const { InternetGatewayId, Attachments = [] } of InternetGateways) {
    for (const { VpcId } of Attachments)
      await ec2.send(new DetachInternetGatewayCommand({ InternetGatewayId, VpcId }));
    await ec2.send(new DeleteInternetGatewayCommand({ InternetGatewayId }));
  }
  const { NetworkAcls = [] } = await ec2.send(new DescribeNetworkAclsCommand({}));
  for (const { NetworkAclId } of NetworkAcls) await nameIt(ec2, NetworkAclId, 'list-of-removed-network');
  const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}));
  for (const { VpcId } of Vpcs) await ec2.send(new DeleteVpcCommand({ VpcId }));
};

interface Network {
  readonly vpc: string;
  readonly subnet: string;
}

const nameIt = async (ec2: EC2Client, id: string | undefined, name: string): Promise<string> => {
  const named = given(name, id);
  await ec2.send(new CreateTagsCommand({ Resources: [named], Tags: [{ Key: 'Name', Value: name }] }));
  return named;
};

/** As it comes: nothing is logged, its own group lets members speak, its own list lets everybody in. */
const buildNetwork = async (ec2: EC2Client, name: string, range: string): Promise<Network> => {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: range }));
  const vpc = await nameIt(ec2, Vpc?.VpcId, `${name}-network`);
  const { Subnet } = await ec2.send(
    new CreateSubnetCommand({ VpcId: vpc, CidrBlock: range.replace('/16', '/24') }),
  );
  const subnet = await nameIt(ec2, Subnet?.SubnetId, `${name}-subnet`);
  const within = { Filters: [{ Name: 'vpc-id', Values: [vpc] }] };
  const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand(within));
  await nameIt(ec2, SecurityGroups?.[0]?.GroupId, `${name}-default-group`);
  const { NetworkAcls } = await ec2.send(new DescribeNetworkAclsCommand(within));
  await nameIt(ec2, NetworkAcls?.[0]?.NetworkAclId, `${name}-default-list`);
  return { vpc, subnet };
};

const closeNetwork = async (ec2: EC2Client, { vpc, subnet }: Network): Promise<void> => {
  await ec2.send(
    new CreateFlowLogsCommand({
      ResourceIds: [vpc],
      ResourceType: 'VPC',
      TrafficType: 'ALL',
      LogDestinationType: 's3',
      LogDestination: 'arn:aws:s3:::bucket-private',
    }),
  );
  const { SecurityGroups } = await ec2.send(
    new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'vpc-id', Values: [vpc] }] }),
  );
  const GroupId = SecurityGroups?.[0]?.GroupId;
  await ec2.send(
    new RevokeSecurityGroupEgressCommand({
      GroupId,
      IpPermissions: [{ IpProtocol: '-1', IpRanges: anywhere }],
    }),
  );
  const { NetworkAcl } = await ec2.send(new CreateNetworkAclCommand({ VpcId: vpc }));
  const list = await nameIt(ec2, NetworkAcl?.NetworkAclId, 'closed-list');
  await ec2.send(
    new CreateNetworkAclEntryCommand({
      NetworkAclId: list,
      RuleNumber: 100,
      Protocol: '6',
      PortRange: { From: 443, To: 443 },
      RuleAction: 'allow',
      Egress: false,
      CidrBlock: '0.0.0.0/0',
    }),
  );
  const { NetworkAcls = [] } = await ec2.send(
    new DescribeNetworkAclsCommand({ Filters: [{ Name: 'association.subnet-id', Values: [subnet] }] }),
  );
  const used = NetworkAcls.flatMap(({ Associations = [] }) => Associations).find(
    ({ SubnetId }) => SubnetId === subnet,
  );
  await ec2.send(
    new ReplaceNetworkAclAssociationCommand({
      AssociationId: used?.NetworkAclAssociationId,
      NetworkAclId: list,
    }),
  );
};

const buildGroups = async (ec2: EC2Client, vpc: string): Promise<void> => {
  const rules = {
    'admin-open': { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: anywhere },
    'database-open': { IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, IpRanges: anywhere },
    'all-open': { IpProtocol: '-1', IpRanges: anywhere },
    'office-only': { IpProtocol: 'tcp', FromPort: 22, ToPort: 5432, IpRanges: office },
  };
  for (const [name, rule] of Object.entries(rules)) {
    const { GroupId } = await ec2.send(
      new CreateSecurityGroupCommand({ GroupName: name, Description: name, VpcId: vpc }),
    );
    await nameIt(ec2, GroupId, name);
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [rule] }));
  }
};

const buildPeering = async (ec2: EC2Client, from: string, to: string): Promise<void> => {
  const { VpcPeeringConnection } = await ec2.send(
    new CreateVpcPeeringConnectionCommand({ VpcId: from, PeerVpcId: to }),
  );
  const VpcPeeringConnectionId = VpcPeeringConnection?.VpcPeeringConnectionId;
  await ec2.send(new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId }));
  const destinations = { 'peering-wide': '10.0.0.0/8', 'peering-narrow': '10.1.0.0/24' };
  for (const [name, DestinationCidrBlock] of Object.entries(destinations)) {
    const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId: from }));
    const RouteTableId = await nameIt(ec2, RouteTable?.RouteTableId, name);
    await ec2.send(new CreateRouteCommand({ RouteTableId, DestinationCidrBlock, VpcPeeringConnectionId }));
  }
};

const buildMachines = async (ec2: EC2Client, subnet: string): Promise<void> => {
  for (const [name, tokens] of [
    ['metadata-any', 'optional'],
    ['metadata-v2', 'required'],
  ] as const) {
    const { Instances } = await ec2.send(
      new RunInstancesCommand({
        ImageId: 'ami-12c6146b',
        InstanceType: 't3.micro',
        MinCount: 1,
        MaxCount: 1,
        SubnetId: subnet,
        MetadataOptions: { HttpTokens: tokens, HttpEndpoint: 'enabled' },
        BlockDeviceMappings: [{ DeviceName: '/dev/sda1', Ebs: { VolumeSize: 8, Encrypted: true } }],
      }),
    );
    await nameIt(ec2, Instances?.[0]?.InstanceId, name);
  }
  for (const [name, Encrypted] of [
    ['volume-plain', false],
    ['volume-encrypted', true],
  ] as const) {
    const { VolumeId } = await ec2.send(
      new CreateVolumeCommand({ AvailabilityZone: 'eu-west-1a', Size: 8, Encrypted }),
    );
    await nameIt(ec2, VolumeId, name);
  }
};
