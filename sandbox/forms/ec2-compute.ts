/** Instances, interfaces, volumes, load balancers. */
import * as z from 'zod';
import {
  defineForm,
  ec2Arn,
  flag,
  keyReference,
  refer,
  referAll,
  related,
  text,
  texts,
  whole,
  zoneOf,
} from './form.ts';
import { arnOf, hexOf, iamArn, idOf, privateAddress, publicAddress } from './ids.ts';

const vpcKind = 'AWS::EC2::VPC';
const subnetKind = 'AWS::EC2::Subnet';
const groupKind = 'AWS::EC2::SecurityGroup';

const placement = { vpc: z.string(), subnet: z.string(), groups: texts(), publicIp: flag(false) };

const instance = defineForm(
  'AWS::EC2::Instance',
  {
    ...placement,
    zone: text('a'),
    image: text('ami-0c94855ba95c71c99'),
    type: text('m7g.large'),
    state: z.enum(['running', 'stopped']).default('running'),
    profile: z.string().optional(),
    volumes: texts(),
    imds: z.enum(['v2', 'v1', 'off', 'unknown']).default('v2'),
    hopLimit: whole(1),
  },
  (name, short, place) => {
    const id = idOf('AWS::EC2::Instance', name, place);
    const vpcId = refer(vpcKind, short.vpc, place);
    const subnetId = refer(subnetKind, short.subnet, place);
    const groups = referAll(groupKind, short.groups, place).map((groupId) => ({
      groupId,
      groupName: groupId,
    }));
    const volumes = referAll('AWS::EC2::Volume', short.volumes, place);
    const privateIpAddress = privateAddress(id);
    const association = short.publicIp ? { publicIp: publicAddress(id), ipOwnerId: 'amazon' } : undefined;
    return {
      id,
      arn: ec2Arn('instance', id, place),
      zone: zoneOf(short.zone, place),
      configuration: {
        instanceId: id,
        imageId: short.image,
        instanceType: short.type,
        launchTime: place.createdAt,
        state: { code: short.state === 'running' ? 16 : 80, name: short.state },
        vpcId,
        subnetId,
        privateIpAddress,
        ...(association === undefined ? {} : { publicIpAddress: association.publicIp }),
        securityGroups: groups,
        sourceDestCheck: true,
        ...(short.profile === undefined
          ? {}
          : { iamInstanceProfile: { arn: iamArn(`instance-profile/${short.profile}`, place) } }),
        ...(short.imds === 'unknown'
          ? {}
          : {
              metadataOptions: {
                state: 'applied',
                httpEndpoint: short.imds === 'off' ? 'disabled' : 'enabled',
                httpTokens: short.imds === 'v2' ? 'required' : 'optional',
                httpPutResponseHopLimit: short.hopLimit,
              },
            }),
        blockDeviceMappings: volumes.map((volumeId, index) => ({
          deviceName: `/dev/sd${'abcdefgh'.charAt(index)}`,
          ebs: { volumeId, status: 'attached', deleteOnTermination: true },
        })),
        networkInterfaces: [
          {
            networkInterfaceId: `eni-${hexOf(`${id}/eni`, 17)}`,
            subnetId,
            vpcId,
            status: 'in-use',
            privateIpAddress,
            groups,
            ...(association === undefined ? {} : { association }),
            privateIpAddresses: [
              { primary: true, privateIpAddress, ...(association === undefined ? {} : { association }) },
            ],
          },
        ],
      },
      relationships: [
        ...related(vpcKind, [vpcId], 'Is contained in Vpc'),
        ...related(subnetKind, [subnetId], 'Is contained in Subnet'),
        ...related('AWS::EC2::Volume', volumes, 'Is attached to Volume'),
      ],
    };
  },
);

const networkInterface = defineForm(
  'AWS::EC2::NetworkInterface',
  { ...placement, type: text('interface'), instance: z.string().optional(), sourceDestCheck: flag(true) },
  (name, short, place) => {
    const id = idOf('AWS::EC2::NetworkInterface', name, place);
    const ip = privateAddress(id);
    const groups = referAll(groupKind, short.groups, place);
    return {
      id,
      arn: ec2Arn('network-interface', id, place),
      zone: zoneOf('a', place),
      configuration: {
        networkInterfaceId: id,
        interfaceType: short.type,
        ownerId: place.account,
        status: 'in-use',
        vpcId: refer(vpcKind, short.vpc, place),
        subnetId: refer(subnetKind, short.subnet, place),
        privateIpAddress: ip,
        privateIpAddresses: [{ primary: true, privateIpAddress: ip }],
        ...(short.publicIp ? { association: { publicIp: publicAddress(id), ipOwnerId: 'amazon' } } : {}),
        groups: groups.map((groupId) => ({ groupId, groupName: groupId })),
        ...(short.instance === undefined
          ? {}
          : {
              attachment: {
                instanceId: refer('AWS::EC2::Instance', short.instance, place),
                instanceOwnerId: place.account,
                status: 'attached',
              },
            }),
        requesterManaged: false,
        sourceDestCheck: short.sourceDestCheck,
      },
      relationships: related(groupKind, groups, 'Is associated with SecurityGroup'),
    };
  },
);

const volume = defineForm(
  'AWS::EC2::Volume',
  { encrypted: flag(true), key: text('alias/aws/ebs'), instance: z.string().optional(), size: whole(100) },
  (name, short, place) => {
    const id = idOf('AWS::EC2::Volume', name, place);
    const instanceId =
      short.instance === undefined ? undefined : refer('AWS::EC2::Instance', short.instance, place);
    return {
      id,
      arn: ec2Arn('volume', id, place),
      zone: zoneOf('a', place),
      configuration: {
        volumeId: id,
        size: short.size,
        volumeType: 'gp3',
        availabilityZone: zoneOf('a', place),
        createTime: place.createdAt,
        state: instanceId === undefined ? 'available' : 'in-use',
        encrypted: short.encrypted,
        ...(short.encrypted ? { kmsKeyId: keyReference(short.key, place) } : {}),
        attachments:
          instanceId === undefined
            ? []
            : [{ volumeId: id, instanceId, device: '/dev/sda', state: 'attached' }],
      },
    };
  },
);

const balancerArn = (name: string, type: string, at: Parameters<typeof arnOf>[2]): string =>
  arnOf(
    'elasticloadbalancing',
    `loadbalancer/${type === 'network' ? 'net' : 'app'}/${name}/${hexOf(`${at.account}/${at.region}/${name}`, 16)}`,
    at,
  );

const balancerType = z.enum(['application', 'network']).default('application');

const loadBalancer = defineForm(
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  { vpc: z.string(), subnets: texts(), groups: texts(), type: balancerType, internet: flag(false) },
  (name, short, place) => {
    const arn = balancerArn(name, short.type, place);
    const subnets = referAll(subnetKind, short.subnets, place);
    return {
      id: arn,
      name,
      arn,
      zone: 'Multiple Availability Zones',
      configuration: {
        loadBalancerArn: arn,
        loadBalancerName: name,
        dNSName: `${name}-${hexOf(arn, 10)}.${place.region}.elb.amazonaws.com`,
        createdTime: place.createdAt,
        scheme: short.internet ? 'internet-facing' : 'internal',
        vpcId: refer(vpcKind, short.vpc, place),
        state: { code: 'active' },
        type: short.type,
        availabilityZones: subnets.map((subnetId, index) => ({
          zoneName: zoneOf('abc'.charAt(index), place),
          subnetId,
        })),
        securityGroups: referAll(groupKind, short.groups, place),
        ipAddressType: 'ipv4',
      },
      supplementary: {
        LoadBalancerAttributes: [
          { key: 'access_logs.s3.enabled', value: 'true' },
          { key: 'deletion_protection.enabled', value: 'true' },
        ],
        Tags: [],
      },
    };
  },
);

const listener = defineForm(
  'AWS::ElasticLoadBalancingV2::Listener',
  {
    balancer: z.string(),
    type: balancerType,
    port: whole(443),
    protocol: text('HTTPS'),
    policy: text('ELBSecurityPolicy-TLS13-1-2-2021-06'),
    redirect: flag(false),
  },
  (name, short, place) => {
    const balancer = balancerArn(short.balancer, short.type, place);
    place.note?.({
      kind: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      name: short.balancer,
      id: balancer,
    });
    const arn = `${balancer.replace(':loadbalancer/', ':listener/')}/${hexOf(balancer + name, 16)}`;
    const secure = short.protocol === 'HTTPS' || short.protocol === 'TLS';
    return {
      id: arn,
      arn,
      configuration: {
        ListenerArn: arn,
        LoadBalancerArn: balancer,
        Port: short.port,
        Protocol: short.protocol,
        ...(secure ? { SslPolicy: short.policy } : {}),
        Certificates: secure
          ? [{ CertificateArn: arnOf('acm', `certificate/${hexOf(`${arn}/certificate`, 32)}`, place) }]
          : [],
        DefaultActions: short.redirect
          ? [{ Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } }]
          : [
              {
                Type: 'forward',
                TargetGroupArn: arnOf('elasticloadbalancing', `targetgroup/${name}`, place),
              },
            ],
        AlpnPolicy: [],
      },
    };
  },
);

export const computeForms = [instance, networkInterface, volume, loadBalancer, listener];
