import { part, problem } from '#sources/fields.ts';
import type { Normaliser } from './normaliser.ts';

export const networkInterface: Normaliser<'AWS::EC2::NetworkInterface'> = ({ configuration }) => ({
  settings: part(() => {
    const addresses = configuration.nodesOr('privateIpAddresses').map((one) => one.text('privateIpAddress'));
    const first = configuration.textOr('', 'privateIpAddress');
    const secondary = configuration
      .nodesOr('privateIpAddresses')
      .map((one) => one.nodeOr('association')?.textOr('', 'publicIp') ?? '')
      .find((ip) => ip !== '');
    return {
      type: configuration.textOr('interface', 'interfaceType'),
      vpc: configuration.text('vpcId'),
      subnet: configuration.text('subnetId'),
      privateIps: [...new Set(first === '' ? addresses : [first, ...addresses])],
      // An association of a secondary address is as public as that of the first.
      publicIp: configuration.nodeOr('association')?.textOr('none', 'publicIp') ?? secondary ?? 'none',
      groups: configuration.nodes('groups').map((group) => group.text('groupId')),
      instance: configuration.nodeOr('attachment')?.textOr('none', 'instanceId') ?? 'none',
      sourceDestCheck: configuration.flag('sourceDestCheck'),
    };
  }),
});

export const instance: Normaliser<'AWS::EC2::Instance'> = ({ configuration }) => ({
  network: part(() => ({
    // A terminated instance has lost all of these.
    vpc: configuration.textOr('none', 'vpcId'),
    subnet: configuration.textOr('none', 'subnetId'),
    privateIp: configuration.textOr('none', 'privateIpAddress'),
    publicIp: configuration.textOr('none', 'publicIpAddress'),
    groups: configuration.nodes('securityGroups').map((group) => group.text('groupId')),
  })),
  metadata: part(() => {
    const options = configuration.nodeOr('metadataOptions');
    if (options === undefined) return 'none';
    return {
      endpoint: options.word('httpEndpoint'),
      tokens: options.word('httpTokens'),
      hopLimit: options.intOr(1, 'httpPutResponseHopLimit'),
    };
  }),
  settings: part(() => ({
    state: configuration.word('state'),
    image: configuration.text('imageId'),
    profile: configuration.nodeOr('iamInstanceProfile')?.text('arn') ?? 'none',
    volumes: configuration.nodesOr('blockDeviceMappings').flatMap((mapping) => {
      const volume = mapping.nodeOr('ebs')?.textOr('', 'volumeId') ?? '';
      return volume === '' ? [] : [volume];
    }),
  })),
});

export const volume: Normaliser<'AWS::EC2::Volume'> = ({ configuration }) => ({
  settings: part(() => ({
    encrypted: configuration.flag('encrypted'),
    kmsKey: configuration.textOr('none', 'kmsKeyId'),
    state: configuration.word('state'),
    attachedTo: configuration.nodesOr('attachments').map((one) => one.text('instanceId')),
  })),
});

export const loadBalancer: Normaliser<'AWS::ElasticLoadBalancingV2::LoadBalancer'> = ({ configuration }) => ({
  settings: part(() => {
    const type = configuration.word('type');
    // Gateway load balancers have no scheme and face no client.
    const scheme =
      type === 'gateway' ? configuration.textOr('internal', 'scheme') : configuration.text('scheme');
    if (scheme !== 'internet-facing' && scheme !== 'internal') {
      return problem(`${configuration.at('scheme')} is neither internet-facing nor internal`);
    }
    return {
      type,
      internetFacing: scheme === 'internet-facing',
      vpc: configuration.text('vpcId'),
      subnets: configuration.nodes('availabilityZones').map((zone) => zone.text('subnetId')),
      // Network load balancers may have none.
      groups: configuration.textsOr('securityGroups'),
    };
  }),
});

export const listener: Normaliser<'AWS::ElasticLoadBalancingV2::Listener'> = ({ configuration }) => ({
  settings: part(() => ({
    // Listeners of gateway load balancers take every port and protocol.
    port: configuration.intOr(0, 'Port'),
    protocol: configuration.textOr('none', 'Protocol'),
    policy: configuration.textOr('none', 'SslPolicy'),
    certificates: configuration.nodesOr('Certificates').map((one) => one.text('CertificateArn')),
    actions: configuration.nodes('DefaultActions').map((one) => one.text('Type')),
    loadBalancer: configuration.text('LoadBalancerArn'),
  })),
});
