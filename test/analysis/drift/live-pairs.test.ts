/** Two answers of a cloud about one resource: which differences mean something, from the raw item to what is told. */
import { describe, expect, test } from 'vitest';
import { compareSeen } from '#analysis/drift/compare.ts';
import type { Resource } from '#model/resource.ts';
import { normalizeItem } from '#sources/aws/items.ts';
import { readRow } from '#sources/azure/items.ts';

const at = '2026-10-02T07:15:11.402Z';

const item = (kind: string, configuration: object, more: object = {}): Resource => {
  const read = normalizeItem({
    accountId: '111122223333',
    awsRegion: 'eu-west-1',
    resourceType: kind,
    resourceId: 'x-1',
    configurationItemStatus: 'OK',
    configurationItemCaptureTime: at,
    configuration,
    supplementaryConfiguration: {},
    ...more,
  });
  if (read.type !== 'resource') throw new Error(JSON.stringify(read));
  return read.resource;
};

const row = (type: string, properties: object, more: object = {}): Resource => {
  const read = readRow(
    {
      id: `/subscriptions/s/resourceGroups/Dev/providers/${type}/x`,
      name: 'x',
      type: type.toLowerCase(),
      location: 'westeurope',
      properties,
      ...more,
    },
    { account: 's', observedAt: at },
  );
  if (read.type !== 'resource') throw new Error(JSON.stringify(read));
  return read.resource;
};

const changesOf = (was: Resource, is: Resource): readonly string[] => {
  const judged = Object.keys(was.parts);
  return compareSeen(was, is, {
    provider: was.provider,
    kind: was.kind,
    judged: { was: judged, is: judged },
    sameReader: true,
  }).changes.map((change) => `${change.path}: ${change.was ?? '·'} → ${change.is ?? '·'}`);
};

const group = (...ipPermissions: readonly object[]) =>
  item('AWS::EC2::SecurityGroup', {
    groupId: 'sg-1',
    groupName: 'web',
    description: 'web',
    vpcId: 'vpc-1',
    ownerId: '111122223333',
    ipPermissions,
    ipPermissionsEgress: [],
  });
const tcp = (port: number, more: object) => ({ ipProtocol: 'tcp', fromPort: port, toPort: port, ...more });
const ranges = (...cidrs: readonly string[]) => ({ ipv4Ranges: cidrs.map((cidrIp) => ({ cidrIp })) });
const pair = (groupId: string, userId = '111122223333') => ({ userIdGroupPairs: [{ groupId, userId }] });

const role = (document: unknown, more: object = {}) =>
  item('AWS::IAM::Role', {
    path: '/',
    roleName: 'r',
    arn: 'arn:aws:iam::111122223333:role/r',
    createDate: at,
    assumeRolePolicyDocument: typeof document === 'string' ? document : JSON.stringify(document),
    rolePolicyList: [],
    attachedManagedPolicies: [],
    ...more,
  });
const trust = (principal: unknown, more: object = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...more }],
});

const bucket = (supplementaryConfiguration: object) =>
  item('AWS::S3::Bucket', { name: 'b', owner: { id: 'o' } }, { supplementaryConfiguration });
const encrypted = (kmsMasterKeyID: string) =>
  bucket({
    ServerSideEncryptionConfiguration: {
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyID } }],
    },
  });

const certificate = (more: object) =>
  item('AWS::ACM::Certificate', {
    domainName: 'shop.example',
    status: 'ISSUED',
    type: 'AMAZON_ISSUED',
    keyAlgorithm: 'RSA_2048',
    notAfter: '2026-12-01T00:00:00Z',
    inUseBy: [],
    ...more,
  });

const acl = (...rules: readonly object[]) =>
  item(
    'AWS::WAFv2::WebACL',
    { defaultAction: { block: {} }, rules },
    { supplementaryConfiguration: { logging: [] } },
  );
const wafRule = (name: string, priority: number, action: string) => ({
  name,
  priority,
  action: { [action]: {} },
});

const distribution = (aliases: readonly string[], paths: readonly string[]) =>
  item('AWS::CloudFront::Distribution', {
    distributionConfig: {
      enabled: true,
      aliases: { quantity: aliases.length, items: aliases },
      defaultCacheBehavior: { viewerProtocolPolicy: 'https-only' },
      cacheBehaviors: {
        quantity: paths.length,
        items: paths.map((pathPattern) => ({ pathPattern, viewerProtocolPolicy: 'https-only' })),
      },
      origins: { quantity: 1, items: [{ id: 'o', domainName: 'o.example' }] },
    },
  });

const vault = (properties: object) => row('Microsoft.KeyVault/vaults', properties);
const grant = (objectId: string, secrets: readonly string[], tenantId = 't') => ({
  tenantId,
  objectId,
  permissions: { keys: [], secrets, certificates: [] },
});

const storage = (properties: object) => row('Microsoft.Storage/storageAccounts', properties);
const lists = (more: object) =>
  storage({ networkAcls: { defaultAction: 'Deny', ipRules: [], virtualNetworkRules: [], ...more } });

const address = (ipAddress: string, publicIPAllocationMethod: string) =>
  row('Microsoft.Network/publicIPAddresses', { ipAddress, publicIPAllocationMethod });

const nsg = (properties: object, name = 'Web', groupId?: string) =>
  row(
    'Microsoft.Network/networkSecurityGroups',
    {
      securityRules: [
        {
          name,
          properties: {
            priority: 100,
            direction: 'Inbound',
            access: 'Allow',
            protocol: 'Tcp',
            sourcePortRange: '*',
            destinationPortRange: '443',
            sourceAddressPrefix: '10.0.0.0/8',
            destinationAddressPrefix: '*',
            ...properties,
          },
        },
      ],
      defaultSecurityRules: [],
    },
    groupId === undefined ? {} : { id: groupId },
  );

describe('what means nothing', () => {
  test.each<readonly [string, Resource, Resource]>([
    [
      'ranges of one port in one permission or in two',
      group(tcp(443, ranges('10.0.0.0/8', '192.0.2.0/24'))),
      group(tcp(443, ranges('192.0.2.0/24')), tcp(443, ranges('10.0.0.0/8'))),
    ],
    [
      'ranges and groups of one port apart or together',
      group(tcp(22, { ...ranges('10.0.0.0/8'), ...pair('sg-9') })),
      group(tcp(22, pair('sg-9')), tcp(22, ranges('10.0.0.0/8'))),
    ],
    [
      'an IPv6 range in full',
      group(tcp(22, { ipv6Ranges: [{ cidrIpv6: '2001:0db8:0000:0000:0000:0000:0000:0000/32' }] })),
      group(tcp(22, { ipv6Ranges: [{ cidrIpv6: '2001:db8::/32' }] })),
    ],
    [
      'a trust policy that is percent-encoded, indented and in another order',
      role(trust({ AWS: ['arn:aws:iam::111122223333:role/a', 'arn:aws:iam::111122223333:role/b'] })),
      role(
        encodeURIComponent(
          JSON.stringify(
            {
              Statement: {
                Action: ['STS:assumerole'],
                Principal: { AWS: ['arn:aws:iam::111122223333:role/b', 'arn:aws:iam::111122223333:role/a'] },
                Effect: 'Allow',
              },
              Version: '2012-10-17',
            },
            null,
            2,
          ),
        ),
      ),
    ],
    [
      'one condition value or a list of it, a number as text',
      role(
        trust(
          { AWS: '111122223333' },
          {
            Condition: {
              NumericLessThan: { 'aws:MultiFactorAuthAge': 3600 },
              Bool: { 'aws:ViaAWSService': false },
            },
          },
        ),
      ),
      role(
        trust(
          { AWS: 'arn:aws:iam::111122223333:root' },
          {
            Condition: {
              Bool: { 'aws:viaawsservice': ['false'] },
              NumericLessThan: { 'aws:MultiFactorAuthAge': ['3600'] },
            },
          },
        ),
      ),
    ],
    [
      'attachments of a role in another order, and its last use',
      role(trust({ Service: 'ec2.amazonaws.com' }), {
        attachedManagedPolicies: [
          { policyName: 'A', policyArn: 'arn:aws:iam::aws:policy/A' },
          { policyName: 'B', policyArn: 'arn:aws:iam::aws:policy/B' },
        ],
      }),
      role(trust({ Service: 'ec2.amazonaws.com' }), {
        attachedManagedPolicies: [
          { policyName: 'B', policyArn: 'arn:aws:iam::aws:policy/B' },
          { policyName: 'A', policyArn: 'arn:aws:iam::aws:policy/A' },
        ],
        roleLastUsed: { lastUsedDate: '2026-10-01T00:00:00Z', region: 'eu-west-1' },
      }),
    ],
    [
      'a key of a bucket by id and by ARN',
      encrypted('1111aaaa-0000-0000-0000-000000000009'),
      encrypted('arn:aws:kms:eu-west-1:111122223333:key/1111aaaa-0000-0000-0000-000000000009'),
    ],
    [
      'a certificate that ACM has renewed, and that something uses now',
      certificate({}),
      certificate({ notAfter: '2027-12-01T00:00:00Z', inUseBy: ['arn:x'] }),
    ],
    [
      'a certificate that has run out',
      certificate({ type: 'IMPORTED' }),
      certificate({ type: 'IMPORTED', status: 'EXPIRED' }),
    ],
    [
      'rules of a web ACL in another place, of the same priority',
      acl(wafRule('a', 0, 'allow'), wafRule('b', 1, 'block')),
      acl(wafRule('b', 1, 'block'), wafRule('a', 0, 'allow')),
    ],
    [
      'aliases of a distribution in another order',
      distribution(['a.example', 'b.example'], []),
      distribution(['b.example', 'a.example'], []),
    ],
    [
      'grants of a vault in another order and letter case',
      vault({ accessPolicies: [grant('P1', ['Get', 'List']), grant('p2', ['get'])] }),
      vault({ accessPolicies: [grant('P2', ['Get'], 'T'), grant('p1', ['list', 'get'])] }),
    ],
    [
      'what a vault leaves out, and what that stands for',
      vault({ enablePurgeProtection: null }),
      vault({ enablePurgeProtection: false, enableRbacAuthorization: false }),
    ],
    ['shared keys that are on in two ways', storage({}), storage({ allowSharedKeyAccess: true })],
    [
      'services that pass the list in another order',
      lists({ bypass: 'Logging, AzureServices' }),
      lists({ bypass: 'AzureServices,Logging' }),
    ],
    ['another dynamic address', address('203.0.113.9', 'Dynamic'), address('198.51.100.4', 'dynamic')],
    [
      'one prefix by itself or in a list, and a name in other letters',
      nsg({}),
      nsg({ sourceAddressPrefix: '', sourceAddressPrefixes: ['10.0.0.0/8'] }, 'web'),
    ],
    [
      'a site that was stopped',
      row('Microsoft.Web/sites', { httpsOnly: true, state: 'Running' }),
      row('Microsoft.Web/sites', { httpsOnly: true, state: 'Stopped' }),
    ],
  ])('%s', (_situation, was, is) => {
    expect(changesOf(was, is)).toEqual([]);
    expect(changesOf(is, was)).toEqual([]);
  });
});

describe('what means something', () => {
  test.each<readonly [string, Resource, Resource, readonly string[]]>([
    [
      'the same group id of another account',
      group(tcp(22, pair('sg-9'))),
      group(tcp(22, pair('sg-9', '444455556666'))),
      ['ingress/tcp 22/peer/account: 111122223333 → 444455556666'],
    ],
    [
      'every protocol where it was every TCP port',
      group({ ipProtocol: 'tcp', fromPort: 0, toPort: 65535, ...ranges('10.0.0.0/8') }),
      group({ ipProtocol: '-1', ...ranges('10.0.0.0/8') }),
      [
        'ingress/all all: · → every protocol from 10.0.0.0/8',
        'ingress/tcp 0-65535: tcp 0-65535 from 10.0.0.0/8 → ·',
      ],
    ],
    [
      'any code of an ICMP type where it was one',
      group({ ipProtocol: 'icmp', fromPort: 8, toPort: 0, ...ranges('10.0.0.0/8') }),
      group({ ipProtocol: 'icmp', fromPort: 8, toPort: -1, ...ranges('10.0.0.0/8') }),
      ['ingress/icmp 8--1: · → icmp 8--1 from 10.0.0.0/8', 'ingress/icmp 8-0: icmp 8-0 from 10.0.0.0/8 → ·'],
    ],
    [
      'an id of a principal that is gone in the place of its ARN',
      role(trust({ AWS: 'arn:aws:iam::111122223333:role/a' })),
      role(trust({ AWS: 'AROAEXAMPLE00000000AW' })),
      [
        'trustPolicy/statements/unnamed/principals/entries/AWS AROAEXAMPLE00000000AW: · → {"type":"AWS","value":"AROAEXAMPLE00000000AW"}',
        'trustPolicy/statements/unnamed/principals/entries/AWS arn:aws:iam::111122223333:role~1a: {"type":"AWS","value":"arn:aws:iam::111122223333:role/a"} → ·',
      ],
    ],
    [
      'a role that was made again with the same settings',
      role(trust({ Service: 'ec2.amazonaws.com' })),
      role(trust({ Service: 'ec2.amazonaws.com' }), { createDate: '2026-11-01T00:00:00Z' }),
      ['createdAt: 2026-10-02T07:15:11.402Z → 2026-11-01T00:00:00.000Z'],
    ],
    [
      'a boundary that was taken off',
      role(trust({ Service: 'ec2.amazonaws.com' }), {
        permissionsBoundary: { permissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/b' },
      }),
      role(trust({ Service: 'ec2.amazonaws.com' })),
      ['policies/boundary: arn:aws:iam::111122223333:policy/b → none'],
    ],
    [
      'another key whose id differs in one digit',
      encrypted('1111aaaa-0000-0000-0000-000000000009'),
      encrypted('arn:aws:kms:eu-west-1:111122223333:key/1111aaaa-0000-0000-0000-000000000008'),
      [
        'encryption/kmsKey: 1111aaaa-0000-0000-0000-000000000009 → arn:aws:kms:eu-west-1:111122223333:key/1111aaaa-0000-0000-0000-000000000008',
      ],
    ],
    [
      'a certificate that somebody imported anew',
      certificate({ type: 'IMPORTED' }),
      certificate({ type: 'IMPORTED', notAfter: '2027-12-01T00:00:00Z' }),
      ['settings/validUntil: 2026-12-01T00:00:00Z → 2027-12-01T00:00:00Z'],
    ],
    [
      'a certificate that was revoked',
      certificate({}),
      certificate({ status: 'REVOKED' }),
      ['settings/status: ISSUED → REVOKED'],
    ],
    [
      'swapped priorities of a web ACL, in the same places',
      acl(wafRule('a', 0, 'allow'), wafRule('b', 1, 'block')),
      acl(wafRule('a', 1, 'allow'), wafRule('b', 0, 'block')),
      [
        'settings/rules/0/action: allow → block',
        'settings/rules/0/name: a → b',
        'settings/rules/1/action: block → allow',
        'settings/rules/1/name: b → a',
      ],
    ],
    [
      'behaviors of a distribution in another order, of which the first that fits decides',
      distribution([], ['/a*', '/*']),
      distribution([], ['/*', '/a*']),
      ['settings/behaviors/1/path: /a* → /*', 'settings/behaviors/2/path: /* → /a*'],
    ],
    [
      'somebody else in a vault, as many as before',
      vault({ accessPolicies: [grant('p1', ['get'])] }),
      vault({ accessPolicies: [grant('p9', ['get'])] }),
      [
        'access/policies/p1 t: {"tenant":"t","principal":"p1","application":"none","keys":[],"secrets":["get"],"certificates":[],"storage":[]} → ·',
        'access/policies/p9 t: · → {"tenant":"t","principal":"p9","application":"none","keys":[],"secrets":["get"],"certificates":[],"storage":[]}',
      ],
    ],
    [
      'one permission more in a vault',
      vault({ accessPolicies: [grant('p1', ['get'])] }),
      vault({ accessPolicies: [grant('P1', ['purge', 'Get'])] }),
      ['access/policies/p1 t/secrets: · → purge'],
    ],
    [
      'purge protection that was taken for on',
      vault({ enablePurgeProtection: true }),
      vault({}),
      ['protection/purgeProtection: true → unset'],
    ],
    [
      'services that pass the list',
      lists({ bypass: 'None' }),
      lists({ bypass: 'AzureServices' }),
      ['network/bypass: None → AzureServices'],
    ],
    [
      'a resource that is let in by name',
      lists({ bypass: 'None' }),
      lists({ bypass: 'None', resourceAccessRules: [{ tenantId: 't', resourceId: '/subscriptions/o/x' }] }),
      ['network/resources: · → /subscriptions/o/x'],
    ],
    [
      'another static address',
      address('203.0.113.9', 'Static'),
      address('198.51.100.4', 'Static'),
      ['settings/address: 203.0.113.9 → 198.51.100.4'],
    ],
    [
      'any source in a rule of a network security group',
      nsg({}),
      nsg({ sourceAddressPrefix: '*' }),
      ['rules/inbound Web/sources: 10.0.0.0/8 → *'],
    ],
  ])('%s', (_situation, was, is, expected) => {
    expect(changesOf(was, is)).toEqual(expected);
    expect(changesOf(is, was)).not.toEqual([]);
  });
});
