/**
 * Generated resources, one NDJSON line each: security groups, instances, volumes, interfaces and subnets, shuffled,
 * about 720 bytes a line, with the fields that an inventory gives and a mix of healthy and faulty ones.
 */
import { placeOf } from './place.ts';
import { type Random, seeded } from './random.ts';

interface Head {
  readonly kind: string;
  readonly account: string;
  readonly region: string;
  readonly id: string;
  readonly name: string;
  readonly observedAt: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface GroupPermission {
  readonly ipProtocol: string;
  readonly fromPort: number;
  readonly toPort: number;
  readonly cidrIp: string;
  readonly description: string;
}

export type Row =
  | (Head & {
      readonly kind: 'AWS::EC2::SecurityGroup';
      readonly vpcId: string;
      readonly groupName: string;
      readonly description: string;
      readonly ipPermissions: readonly GroupPermission[];
      readonly ipPermissionsEgress: readonly GroupPermission[];
    })
  | (Head & {
      readonly kind: 'AWS::EC2::Instance';
      readonly vpcId: string;
      readonly subnetId: string;
      readonly imageId: string;
      readonly instanceType: string;
      readonly privateIpAddress: string;
      readonly publicIpAddress: string;
      readonly securityGroups: readonly string[];
      readonly volumes: readonly string[];
      readonly profile: string;
      readonly state: string;
      readonly metadataOptions: {
        readonly httpTokens: string;
        readonly httpEndpoint: string;
        readonly httpPutResponseHopLimit: number;
      };
    })
  | (Head & {
      readonly kind: 'AWS::EC2::Volume';
      readonly encrypted: boolean;
      readonly kmsKeyId: string;
      readonly size: number;
      readonly iops: number;
      readonly volumeType: string;
      readonly availabilityZone: string;
      readonly snapshotId: string;
      readonly state: string;
      readonly attachments: readonly {
        readonly instanceId: string;
        readonly device: string;
        readonly deleteOnTermination: boolean;
      }[];
    })
  | (Head & {
      readonly kind: 'AWS::EC2::NetworkInterface';
      readonly interfaceType: string;
      readonly vpcId: string;
      readonly subnetId: string;
      readonly macAddress: string;
      readonly privateIpAddresses: readonly string[];
      readonly publicIp: string;
      readonly groups: readonly string[];
      readonly instanceId: string;
      readonly sourceDestCheck: boolean;
      readonly description: string;
      readonly status: string;
    })
  | (Head & {
      readonly kind: 'AWS::EC2::Subnet';
      readonly vpcId: string;
      readonly cidrBlock: string;
      readonly ipv6CidrBlock: string;
      readonly availabilityZone: string;
      readonly availableIpAddressCount: number;
      readonly mapPublicIpOnLaunch: boolean;
      readonly assignIpv6AddressOnCreation: boolean;
      readonly defaultForAz: boolean;
      readonly networkAclId: string;
      readonly state: string;
    });

const observedAt = '2026-11-24T06:00:00.000Z';

/** The row at a position: the same for the same seed, whatever was asked for before. */
export const rowAt = (index: number, seed = 1): Row => {
  const random = seeded(Math.imul(index + 1, 0x9e3779b1) ^ seed);
  const share = random.below(100);
  if (share < 25) return securityGroup(index, random);
  if (share < 45) return instance(index, random);
  if (share < 65) return volume(index, random);
  if (share < 90) return networkInterface(index, random);
  return subnet(index, random);
};

const head = <K extends string>(kind: K, type: string, prefix: string, index: number, random: Random) => {
  const { account, region } = placeOf(index);
  const local = `${prefix}-${random.hex(17)}`;
  return {
    kind,
    account,
    region,
    id: `arn:aws:ec2:${region}:${account}:${type}/${local}`,
    name: `${random.pick(['web', 'api', 'batch', 'ledger', 'search', 'queue'])}-${random.pick(['prod', 'staging', 'test'])}-${index}`,
    observedAt,
    tags: {
      team: random.pick(['payments', 'platform', 'identity', 'storefront']),
      environment: random.pick(['prod', 'staging', 'test']),
      'cost-centre': String(4000 + random.below(60)),
      'aws:cloudformation:stack-name': `stack-${random.hex(12)}`,
    },
  } as const;
};

const vpcId = (random: Random): string => `vpc-${random.hex(17)}`;
const subnetId = (random: Random): string => `subnet-${random.hex(17)}`;
const privateIp = (random: Random): string =>
  `10.${random.below(256)}.${random.below(256)}.${random.below(256)}`;

const ports = [22, 80, 443, 3306, 3389, 5432, 6379, 8080] as const;

const permission = (random: Random): GroupPermission => {
  const port = random.pick(ports);
  const open = random.chance(port === 80 || port === 443 ? 0.5 : 0.08);
  return {
    ipProtocol: 'tcp',
    fromPort: port,
    toPort: port,
    cidrIp: open ? '0.0.0.0/0' : `10.${random.below(256)}.0.0/16`,
    description: random.pick(['from the load balancer', 'from the bastion range', 'monitoring']),
  };
};

const securityGroup = (index: number, random: Random): Row => ({
  ...head('AWS::EC2::SecurityGroup', 'security-group', 'sg', index, random),
  vpcId: vpcId(random),
  groupName: `group-${index}`,
  description: 'traffic of one service',
  ipPermissions: Array.from({ length: 1 + random.below(3) }, () => permission(random)),
  ipPermissionsEgress: [
    { ipProtocol: '-1', fromPort: 0, toPort: 65535, cidrIp: '0.0.0.0/0', description: '' },
  ],
});

const instance = (index: number, random: Random): Row => ({
  ...head('AWS::EC2::Instance', 'instance', 'i', index, random),
  vpcId: vpcId(random),
  subnetId: subnetId(random),
  imageId: `ami-${random.hex(17)}`,
  instanceType: random.pick(['m7g.large', 't4g.medium', 'r7i.2xlarge']),
  privateIpAddress: privateIp(random),
  publicIpAddress: random.chance(0.1) ? `203.0.113.${random.below(256)}` : 'none',
  securityGroups: [`sg-${random.hex(17)}`],
  volumes: [`vol-${random.hex(17)}`],
  profile: `service-${random.hex(8)}`,
  state: random.chance(0.9) ? 'running' : 'stopped',
  metadataOptions: {
    httpTokens: random.chance(0.7) ? 'required' : 'optional',
    httpEndpoint: 'enabled',
    httpPutResponseHopLimit: 1,
  },
});

const volume = (index: number, random: Random): Row => {
  const encrypted = random.chance(0.8);
  return {
    ...head('AWS::EC2::Volume', 'volume', 'vol', index, random),
    encrypted,
    kmsKeyId: encrypted ? `arn:aws:kms:eu-west-1:111122223333:key/${random.hex(32)}` : 'none',
    size: 8 + random.below(1000),
    iops: 3000,
    volumeType: random.pick(['gp3', 'io2', 'st1']),
    availabilityZone: `${placeOf(index).region}a`,
    snapshotId: `snap-${random.hex(17)}`,
    state: 'in-use',
    attachments: [{ instanceId: `i-${random.hex(17)}`, device: '/dev/xvda', deleteOnTermination: true }],
  };
};

const networkInterface = (index: number, random: Random): Row => ({
  ...head('AWS::EC2::NetworkInterface', 'network-interface', 'eni', index, random),
  interfaceType: random.pick(['interface', 'lambda', 'nat_gateway']),
  vpcId: vpcId(random),
  subnetId: subnetId(random),
  macAddress: (random.hex(12).match(/../g) ?? []).join(':'),
  privateIpAddresses: [privateIp(random)],
  publicIp: random.chance(0.1) ? `198.51.100.${random.below(256)}` : 'none',
  groups: Array.from({ length: 1 + random.below(2) }, () => `sg-${random.hex(17)}`),
  instanceId: `i-${random.hex(17)}`,
  sourceDestCheck: random.chance(0.95),
  description: 'primary network interface',
  status: 'in-use',
});

const subnet = (index: number, random: Random): Row => ({
  ...head('AWS::EC2::Subnet', 'subnet', 'subnet', index, random),
  vpcId: vpcId(random),
  cidrBlock: `10.${random.below(256)}.${random.below(256)}.0/24`,
  ipv6CidrBlock: 'none',
  availabilityZone: `${placeOf(index).region}${random.pick(['a', 'b', 'c'])}`,
  availableIpAddressCount: random.below(251),
  mapPublicIpOnLaunch: random.chance(0.2),
  assignIpv6AddressOnCreation: false,
  defaultForAz: false,
  networkAclId: `acl-${random.hex(17)}`,
  state: 'available',
});
