import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { partSources } from '#model/part-sources.ts';
import type { Reading } from '#model/reading.ts';
import { normalizeItem } from '#sources/aws/items.ts';
import { normalisers } from '#sources/aws/kinds/normalisers.ts';

const partsOf = (
  kind: string,
  configuration: unknown,
  supplementaryConfiguration: unknown = {},
): Readonly<Record<string, Reading<unknown>>> => {
  const item = normalizeItem({
    accountId: '111122223333',
    awsRegion: 'eu-west-1',
    resourceType: kind,
    resourceId: 'x-1',
    configurationItemStatus: 'OK',
    configurationItemCaptureTime: '2026-10-02T07:15:11.402Z',
    configuration,
    supplementaryConfiguration,
  });
  if (item.type !== 'resource') throw new Error(JSON.stringify(item));
  return item.resource.parts;
};

test.each(Object.keys(normalisers))('%s has exactly the parts that its contract names', (kind) => {
  const contract = new Set(Object.keys(partSources[kind as keyof typeof partSources]));
  expect(new Set(Object.keys(partsOf(kind, {})))).toEqual(contract);
});

test.each(Object.keys(normalisers))('%s survives whatever its fields hold', (kind) => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (configuration, supplementary) => {
      for (const reading of Object.values(partsOf(kind, configuration, supplementary))) {
        expect(typeof reading.known).toBe('boolean');
      }
    }),
    { numRuns: 60 },
  );
});

describe('security group', () => {
  const permission = {
    ipProtocol: 'tcp',
    fromPort: 22,
    toPort: 22,
    ipRanges: ['0.0.0.0/0'],
    ipv4Ranges: [{ cidrIp: '0.0.0.0/0', description: 'tmp' }],
    ipv6Ranges: [{ cidrIpv6: '::/0' }],
    prefixListIds: [{ prefixListId: 'pl-1' }],
    userIdGroupPairs: [{ groupId: 'sg-2', userId: '444455556666', vpcPeeringConnectionId: 'pcx-1' }],
  };
  const ingress = (...ipPermissions: unknown[]) =>
    partsOf('AWS::EC2::SecurityGroup', {
      groupName: 'app',
      vpcId: 'vpc-1',
      ipPermissions,
      ipPermissionsEgress: [],
    })['ingress'];
  const read = (reading: Reading<unknown> | undefined) => (reading?.known === true ? reading.value : reading);

  test('every peer of a permission is a rule', () => {
    expect(read(ingress(permission))).toEqual([
      expect.objectContaining({
        id: '0:0.0.0.0/0',
        protocol: 'tcp',
        ports: { from: 22, to: 22 },
        description: 'tmp',
      }),
      expect.objectContaining({ peer: { type: 'cidr', cidr: '::/0' } }),
      expect.objectContaining({ peer: { type: 'prefix-list', prefixList: 'pl-1' } }),
      expect.objectContaining({
        peer: { type: 'group', group: 'sg-2', account: '444455556666', peering: 'pcx-1' },
      }),
    ]);
  });

  test('a range that only the older list holds is not lost', () => {
    const rules = read(ingress({ ...permission, ipRanges: ['10.0.0.0/8'] })) as { id: string }[];
    expect(rules.map((rule) => rule.id)).toContain('0:10.0.0.0/8');
  });

  test('the older list alone will do', () => {
    const { ipv4Ranges: _newer, ...older } = permission;
    expect(read(ingress(older))).toHaveLength(4);
  });

  test.each([
    ['every protocol', { ipProtocol: '-1', fromPort: undefined, toPort: undefined }, 'all', 'all'],
    ['a number that has a name', { ipProtocol: '17' }, 'udp', { from: 22, to: 22 }],
    ['every ICMP type', { ipProtocol: 'icmp', fromPort: -1, toPort: -1 }, 'icmp', 'all'],
    [
      'one ICMP type with any code',
      { ipProtocol: 'icmp', fromPort: 8, toPort: -1 },
      'icmp',
      { from: 8, to: -1 },
    ],
    ['a protocol without ports', { ipProtocol: '47', fromPort: undefined, toPort: undefined }, '47', 'all'],
  ])('%s', (_name, overrides, protocol, ports) => {
    const [rule] = read(ingress({ ...permission, ...overrides })) as object[];
    expect(rule).toMatchObject({ protocol, ports });
  });

  test.each([
    ['a port that is no number', { fromPort: Number.NaN }],
    ['a port of text', { fromPort: 'ssh' }],
    ['a span the wrong way round', { fromPort: 23, toPort: 22 }],
    ['a port beyond the last', { toPort: 70_000 }],
    ['half a span', { toPort: null }],
    ['a protocol that is none', { ipProtocol: 'everything' }],
    ['a range that is no text', { ipv4Ranges: [{ cidrIp: 7 }] }],
    ['rules that are no list', { ipv4Ranges: 'none' }],
    [
      'no source of a kind that is known',
      { ipRanges: [], ipv4Ranges: [], ipv6Ranges: [], prefixListIds: [], userIdGroupPairs: [] },
    ],
  ])('%s makes the part malformed', (_name, overrides) => {
    expect(ingress({ ...permission, ...overrides })).toMatchObject({ known: false, reason: 'malformed' });
  });

  test('rules that are not there are not "no rules"', () => {
    const parts = partsOf('AWS::EC2::SecurityGroup', { groupName: 'app', ipPermissions: [] });
    expect(parts['ingress']).toEqual({ known: true, value: [] });
    expect(parts['egress']).toMatchObject({ known: false, reason: 'malformed' });
  });
});

describe('function', () => {
  const recorded = { runtime: 'nodejs24.x', role: 'arn:aws:iam::111122223333:role/app' };
  const configuration = (environment: unknown) => ({ ...recorded, environment });

  test('a secret in a variable is told by its name, and its value goes no further', () => {
    const parts = partsOf(
      'AWS::Lambda::Function',
      configuration({ variables: { DB_PASSWORD: 'xK9mP2vL5q', MODE: 'live' } }),
    );
    expect(parts['environmentSecrets']).toEqual({
      known: true,
      value: [{ path: 'environment.variables.DB_PASSWORD', detector: 'named-secret' }],
    });
    expect(JSON.stringify(parts)).not.toContain('xK9mP2vL5q');
    expect(JSON.stringify(parts)).not.toContain('live');
  });

  test('an item that says nothing of an environment is not one without secrets', () => {
    expect(partsOf('AWS::Lambda::Function', recorded)['environmentSecrets']).toMatchObject({
      known: false,
      reason: 'not-recorded',
      missing: 'lambda:ListFunctions',
    });
  });

  test('no environment is no secret; one that could not be decrypted is not known', () => {
    expect(partsOf('AWS::Lambda::Function', configuration(null))['environmentSecrets']).toEqual({
      known: true,
      value: [],
    });
    const refused = configuration({ error: { errorCode: 'AccessDeniedException' } });
    expect(partsOf('AWS::Lambda::Function', refused)['environmentSecrets']).toMatchObject({
      reason: 'denied',
    });
  });

  test('no policy is only believed where something else was recorded beside the configuration', () => {
    expect(partsOf('AWS::Lambda::Function', configuration(null), { Tags: {} })['policy']).toEqual({
      known: true,
      value: 'none',
    });
    expect(partsOf('AWS::Lambda::Function', configuration(null), {})['policy']).toMatchObject({
      reason: 'not-recorded',
    });
  });
});

describe('a policy that a resource may do without', () => {
  test.each([
    ['AWS::SQS::Queue', 'Policy'],
    ['AWS::SNS::Topic', 'Policy'],
    ['AWS::ECR::Repository', 'RepositoryPolicyText'],
    ['AWS::EFS::FileSystem', 'FileSystemPolicy'],
  ])('%s', (kind, name) => {
    expect(partsOf(kind, {})['policy']).toMatchObject({ known: false, reason: 'not-recorded' });
    expect(partsOf(kind, { [name]: null })['policy']).toEqual({ known: true, value: 'none' });
    expect(partsOf(kind, { [name]: {} })['policy']).toEqual({ known: true, value: 'none' });
    expect(partsOf(kind, { [name]: '{"Statement"' })['policy']).toMatchObject({ reason: 'malformed' });
    const open = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
    };
    expect(partsOf(kind, { [name]: JSON.stringify(open) })['policy']).toMatchObject({ known: true });
    expect(partsOf(kind, { [name]: encodeURIComponent(JSON.stringify(open)) })['policy']).toMatchObject({
      known: true,
    });
  });
});

test('a route in a state that nobody knows is not called idle', () => {
  const routes = (state: string) =>
    partsOf('AWS::EC2::RouteTable', {
      vpcId: 'vpc-1',
      associations: [],
      routes: [{ destinationCidrBlock: '0.0.0.0/0', vpcPeeringConnectionId: 'pcx-1', state }],
    })['routes'];
  expect(routes('filtered')).toMatchObject({ value: [{ target: 'pcx-1', active: false }] });
  expect(routes('resumed')).toMatchObject({ known: false, reason: 'malformed' });
});

test('a route without a target is only believed of a black hole', () => {
  const routes = (route: object) =>
    partsOf('AWS::EC2::RouteTable', { vpcId: 'vpc-1', associations: [], routes: [route] })['routes'];
  expect(routes({ destinationCidrBlock: '0.0.0.0/0', state: 'blackhole' })).toMatchObject({
    value: [{ target: 'none', active: false }],
  });
  expect(routes({ destinationCidrBlock: '0.0.0.0/0', state: 'active' })).toMatchObject({
    reason: 'malformed',
  });
  expect(
    routes({ destinationIpv6CidrBlock: '::/0', egressOnlyInternetGatewayId: 'eigw-1', state: 'active' }),
  ).toMatchObject({
    value: [{ destination: '::/0', target: 'eigw-1', active: true }],
  });
});

describe('cluster', () => {
  const endpoint = (config: object) =>
    partsOf('AWS::EKS::Cluster', { Name: 'app', ResourcesVpcConfig: config })['endpoint'];

  test('without a public endpoint needs no ranges for it', () => {
    expect(endpoint({ EndpointPublicAccess: false, EndpointPrivateAccess: true })).toEqual({
      known: true,
      value: { public: false, private: true, publicCidrs: [] },
    });
  });

  test('with a public endpoint whose ranges are not told is unread', () => {
    expect(endpoint({ EndpointPublicAccess: true, EndpointPrivateAccess: true })).toMatchObject({
      known: false,
      reason: 'malformed',
    });
  });
});

describe('flow log', () => {
  const settings = (fields: object) =>
    partsOf('AWS::EC2::FlowLog', {
      resourceId: 'vpc-1',
      flowLogStatus: 'ACTIVE',
      trafficType: 'ALL',
      ...fields,
    })['settings'];

  test.each([
    ['whose records arrive', { deliverLogsStatus: 'SUCCESS' }, true],
    ['that has nothing to deliver yet', {}, true],
    ['whose records are refused where they should go', { deliverLogsStatus: 'FAILED' }, false],
    ['in a state that is not known', { deliverLogsStatus: 'PAUSED' }, false],
  ])('%s', (_, fields, active) => {
    expect(settings(fields)).toMatchObject({ known: true, value: { active } });
  });
});

describe('distribution', () => {
  const behavior = { pathPattern: '/a', viewerProtocolPolicy: 'allow-all' };
  const settings = (distributionConfig: object) =>
    partsOf('AWS::CloudFront::Distribution', {
      distributionConfig: {
        enabled: true,
        defaultCacheBehavior: { viewerProtocolPolicy: 'https-only' },
        origins: { quantity: 1, items: [{ id: 'o', domainName: 'o.example.com' }] },
        ...distributionConfig,
      },
    })['settings'];

  test('without behaviours beside the default has a list of none', () => {
    expect(settings({ cacheBehaviors: { quantity: 0 } })).toMatchObject({ known: true });
  });

  test.each([
    ['behaviours are counted and not shown', { cacheBehaviors: { quantity: 1 } }],
    ['one of two behaviours is shown', { cacheBehaviors: { quantity: 2, items: [behavior] } }],
    ['origins are counted and not shown', { origins: { quantity: 1 } }],
  ])('whose %s is malformed', (_, config) => {
    expect(settings(config)).toMatchObject({ known: false, reason: 'malformed' });
  });
});

describe('a group of rules', () => {
  const actionOf = (rule: object) =>
    partsOf('AWS::WAFv2::WebACL', { defaultAction: { allow: {} }, rules: [{ name: 'r', ...rule }] })[
      'settings'
    ];

  test.each([
    ['that is left as it is', { overrideAction: { none: {} } }, 'none'],
    ['of which some rules count', { overrideAction: { none: {} }, weakened: true }, 'weakened'],
    ['that counts as a whole', { overrideAction: { count: {} }, weakened: true }, 'count'],
  ])('%s', (_, rule, action) => {
    expect(actionOf(rule)).toMatchObject({ value: { rules: [{ action }] } });
  });
});

describe('the origin of a distribution', () => {
  const originOf = (origin: object) =>
    partsOf('AWS::CloudFront::Distribution', {
      distributionConfig: {
        enabled: true,
        defaultCacheBehavior: { viewerProtocolPolicy: 'https-only' },
        origins: { quantity: 1, items: [{ id: 'o', customOriginConfig: { httpPort: 80 }, ...origin }] },
      },
    })['settings'];

  test.each([
    'pages.s3.amazonaws.com',
    'pages.s3.eu-west-1.amazonaws.com',
    'pages.s3-eu-west-1.amazonaws.com',
    'my.pages.s3.dualstack.eu-west-1.amazonaws.com',
    'pages.s3.cn-north-1.amazonaws.com.cn',
  ])('%s is a bucket, also where it is taken for a server', (domainName) => {
    expect(originOf({ domainName })).toMatchObject({
      value: { origins: [{ type: 'bucket', identity: 'none' }] },
    });
  });

  test.each([
    'pages.s3-website-eu-west-1.amazonaws.com',
    'pages.s3-website.eu-central-1.amazonaws.com',
    'api.execute-api.eu-west-1.amazonaws.com',
    's3.example.com',
  ])('%s is a server', (domainName) => {
    expect(originOf({ domainName })).toMatchObject({ value: { origins: [{ type: 'server' }] } });
  });
});

describe('certificate', () => {
  const settings = (fields: object) =>
    partsOf('AWS::ACM::Certificate', {
      status: 'ISSUED',
      type: 'AMAZON_ISSUED',
      keyAlgorithm: 'RSA_2048',
      notAfter: '2027-01-01T00:00:00Z',
      ...fields,
    })['settings'];

  test('whose key pair was never in ACM may be in use anywhere', () => {
    expect(settings({ inUse: false, certificateKeyPairOrigin: 'ACME' })).toMatchObject({
      value: { inUse: false, exported: true },
    });
  });

  test('of which nothing says whether it is in use is not one that nobody uses', () => {
    expect(settings({})).toMatchObject({ known: false, reason: 'malformed' });
  });
});
