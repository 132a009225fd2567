import { describe, expect, test } from 'vitest';
import { partSources } from '#model/part-sources.ts';
import { formsByKind } from '#sandbox/forms/catalogue.ts';
import type { Place, Reference } from '#sandbox/forms/form.ts';
import { policyDocument } from '#sandbox/forms/policies.ts';
import { aclEntries, permissions, routes, ruleLines } from '#sandbox/forms/rules.ts';

const place: Place = {
  partition: 'aws',
  account: '111122223333',
  region: 'eu-west-1',
  organization: 'o-smallsmall',
  createdAt: '2026-01-01T00:00:00.000Z',
};

describe('one-line rules', () => {
  test('each kind of peer goes to the list that the item has for it', () => {
    const [rule] = permissions(['tcp 443 from 10.0.0.0/8, ::/0, sg-0a1b2c3d, pl-0a1b2c3d # shop'], place);
    expect(rule).toEqual({
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      ipRanges: ['10.0.0.0/8'],
      ipv4Ranges: [{ cidrIp: '10.0.0.0/8', description: 'shop' }],
      ipv6Ranges: [{ cidrIpv6: '::/0', description: 'shop' }],
      prefixListIds: [{ prefixListId: 'pl-0a1b2c3d', description: 'shop' }],
      userIdGroupPairs: [{ groupId: 'sg-0a1b2c3d', userId: '111122223333', description: 'shop' }],
    });
  });

  test('everything has no ports, ICMP has its type and any code', () => {
    const [all, icmp, span] = permissions(
      ['all from 0.0.0.0/0', 'icmp 8 from 0.0.0.0/0', 'udp 100-200 from 0.0.0.0/0'],
      place,
    );
    expect(all).toMatchObject({ ipProtocol: '-1' });
    expect(all).not.toHaveProperty('fromPort');
    expect(icmp).toMatchObject({ ipProtocol: 'icmp', fromPort: 8, toPort: -1 });
    expect(span).toMatchObject({ fromPort: 100, toPort: 200 });
  });

  test.each(['22 from anywhere', 'tcp 22', 'tcp 22 from', 'tcp x from 0.0.0.0/0', 'tcp 22 from 10.0.0.0'])(
    '%s is no rule',
    (line) => {
      expect(ruleLines.safeParse([line]).success).toBe(false);
    },
  );

  test('an ACL ends with the two entries that refuse the rest', () => {
    expect(aclEntries(['100 in allow tcp 22 from ::/0'])).toEqual([
      {
        ruleNumber: 100,
        egress: false,
        protocol: '6',
        ruleAction: 'allow',
        ipv6CidrBlock: '::/0',
        portRange: { from: 22, to: 22 },
      },
      { ruleNumber: 32767, egress: false, protocol: '-1', ruleAction: 'deny', cidrBlock: '0.0.0.0/0' },
      { ruleNumber: 32767, egress: true, protocol: '-1', ruleAction: 'deny', cidrBlock: '0.0.0.0/0' },
    ]);
  });

  test('a route names its target in the field that the target has', () => {
    expect(
      routes(
        [
          '10.0.0.0/16 via local',
          '0.0.0.0/0 via igw-0a1b2c3d',
          '::/0 via nat-0a1b2c3d',
          'pl-1 via pcx-0a1b2c3d blackhole',
          '10.9.0.0/16 via tgw-0a1b2c3d',
        ],
        place,
      ),
    ).toEqual([
      {
        destinationCidrBlock: '10.0.0.0/16',
        gatewayId: 'local',
        origin: 'CreateRouteTable',
        state: 'active',
      },
      {
        destinationCidrBlock: '0.0.0.0/0',
        gatewayId: 'igw-0a1b2c3d',
        origin: 'CreateRoute',
        state: 'active',
      },
      {
        destinationIpv6CidrBlock: '::/0',
        natGatewayId: 'nat-0a1b2c3d',
        origin: 'CreateRoute',
        state: 'active',
      },
      {
        destinationPrefixListId: 'pl-1',
        vpcPeeringConnectionId: 'pcx-0a1b2c3d',
        origin: 'CreateRoute',
        state: 'blackhole',
      },
      {
        destinationCidrBlock: '10.9.0.0/16',
        transitGatewayId: 'tgw-0a1b2c3d',
        origin: 'CreateRoute',
        state: 'active',
      },
    ]);
  });
});

describe('policies by name', () => {
  const target = {
    service: 's3',
    actions: ['s3:GetObject'],
    resource: 'arn:aws:s3:::x/*',
    all: ['arn:aws:s3:::x'],
  };

  test.each([
    ['own', { Principal: { AWS: 'arn:aws:iam::111122223333:root' } }],
    ['public', { Effect: 'Allow', Principal: '*' }],
    ['organization', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-smallsmall' } } }],
    ['tls', { Effect: 'Deny', Resource: ['arn:aws:s3:::x'] }],
    ['account:444455556666', { Principal: { AWS: 'arn:aws:iam::444455556666:root' } }],
    ['service:sns.amazonaws.com', { Principal: { Service: 'sns.amazonaws.com' } }],
  ])('%s is what it says', (short, statement) => {
    expect(policyDocument(short, target, place)).toMatchObject({
      Version: '2012-10-17',
      Statement: [statement],
    });
  });

  test('none is no document, and a document is taken as it is', () => {
    expect(policyDocument('none', target, place)).toBe('none');
    expect(policyDocument({ Statement: [] }, target, place)).toEqual({
      Version: '2012-10-17',
      Statement: [],
    });
    const old = { Version: '2008-10-17', Statement: [] };
    expect(policyDocument(old, target, place)).toBe(old);
  });
});

describe('the forms', () => {
  const made = new Set([
    'AWS::::Account',
    'AWS::::Region',
    'AWS::IAM::User',
    'AWS::IAM::Group',
    'AWS::IAM::Role',
    'AWS::IAM::Policy',
    'AWS::Config::ConfigurationRecorder',
  ]);

  test('every kind that has a parser has a form, or is made from the account itself', () => {
    const kinds = Object.keys(partSources).filter((kind) => kind.startsWith('AWS::'));
    expect(kinds.filter((kind) => !formsByKind.has(kind) && !made.has(kind))).toEqual([]);
  });

  const side = { vpc: 'one', cidr: '10.0.0.0/16' };
  const needed: Readonly<Record<string, unknown>> = {
    vpc: 'one',
    subnet: 'one',
    balancer: 'one',
    requester: side,
    accepter: side,
  };

  test.each([...formsByKind.keys()])('%s needs few words, and every name that it uses is noted', (kind) => {
    const form = formsByKind.get(kind);
    if (form === undefined) throw new Error(`no form for ${kind}`);
    const words = Object.fromEntries(
      Object.entries(needed).filter(
        ([key]) => !form.schema.safeParse({}).success && key in form.schema.shape,
      ),
    );
    const references: Reference[] = [];
    const noting = { ...place, note: (one: Reference) => references.push(one) };
    const item = form.expand('name', form.schema.parse(words) as never, noting as never);
    expect(item.id).not.toBe('');
    expect(JSON.parse(JSON.stringify(item.configuration))).toEqual(item.configuration);
    expect(references.length).toBeGreaterThanOrEqual(Object.keys(words).length === 0 ? 0 : 1);
    expect(form.schema.safeParse({ ...words, madeUp: true }).success).toBe(false);
  });
});
