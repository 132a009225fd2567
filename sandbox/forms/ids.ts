/** Ids and ARNs made from names, so that estate files refer to resources by name and every load gives the same ids. */
import { hash } from 'node:crypto';

interface Where {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

const prefixes: Readonly<Record<string, string>> = {
  'AWS::EC2::SecurityGroup': 'sg',
  'AWS::EC2::NetworkAcl': 'acl',
  'AWS::EC2::RouteTable': 'rtb',
  'AWS::EC2::VPC': 'vpc',
  'AWS::EC2::FlowLog': 'fl',
  'AWS::EC2::Subnet': 'subnet',
  'AWS::EC2::NetworkInterface': 'eni',
  'AWS::EC2::Instance': 'i',
  'AWS::EC2::InternetGateway': 'igw',
  'AWS::EC2::NatGateway': 'nat',
  'AWS::EC2::VPCPeeringConnection': 'pcx',
  'AWS::EC2::VPCEndpoint': 'vpce',
  'AWS::EC2::TransitGateway': 'tgw',
  'AWS::EC2::EIP': 'eipalloc',
  'AWS::EC2::Volume': 'vol',
  'AWS::EC2::PrefixList': 'pl',
  'AWS::EFS::FileSystem': 'fs',
};

/** `length` hexadecimal digits that depend on `seed` alone. */
export const hexOf = (seed: string, length: number): string => hash('sha256', seed, 'hex').slice(0, length);

export const idOf = (kind: string, name: string, where: Where): string => {
  const prefix = prefixes[kind];
  if (prefix === undefined) throw new TypeError(`${kind} has no id prefix`);
  return `${prefix}-${hexOf(`${where.account}/${where.region}/${kind}/${name}`, 17)}`;
};

export const arnOf = (service: string, rest: string, where: Where): string =>
  `arn:${where.partition}:${service}:${where.region}:${where.account}:${rest}`;

export const iamArn = (rest: string, where: Where): string =>
  `arn:${where.partition}:iam::${where.account}:${rest}`;

/** Key ids are UUIDs. */
export const keyId = (name: string, where: Where): string => {
  const hex = hexOf(`${where.account}/${where.region}/key/${name}`, 32);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

export const keyArn = (name: string, where: Where): string =>
  arnOf('kms', `key/${keyId(name, where)}`, where);

/** Upper case, as RDS and EC2 images of ids have it. */
export const resourceToken = (seed: string): string => hexOf(seed, 24).toUpperCase();

/** An address of documentation range 203.0.113.0/24, so that nobody's real one is in an estate. */
export const publicAddress = (seed: string): string => `203.0.113.${Number.parseInt(hexOf(seed, 2), 16)}`;

/** An address within 10.0.0.0/8. */
export const privateAddress = (seed: string): string => {
  const bytes = Buffer.from(hexOf(seed, 6), 'hex');
  return `10.${bytes[0]}.${bytes[1]}.${Math.max(4, bytes[2] ?? 0) % 254}`;
};
