import { describe, expect, it, test } from 'vitest';
import { isCompared } from '#analysis/drift/canonical.ts';
import { compareSeen } from '#analysis/drift/compare.ts';
import { mostChanges } from '#analysis/drift/differences.ts';
import { foldings } from '#analysis/drift/folding.ts';
import { partSources } from '#model/part-sources.ts';
import { parsePolicyDocument } from '#model/policy/parse.ts';
import { known, unread } from '#model/reading.ts';
import { healthyParts } from '#test/support/builders/resource.ts';
import { changesOf, compareParts } from './seen.ts';

const rule = (cidr: string, port = 22, more = {}) => ({
  id: `0:${cidr}`,
  protocol: 'tcp',
  ports: { from: port, to: port },
  peer: { type: 'cidr', cidr },
  description: '',
  ...more,
});

const document = (statement: unknown, version = '2012-10-17') => {
  const parsed = parsePolicyDocument({ Version: version, Statement: statement });
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.document;
};

const allow = (more = {}) => ({
  Effect: 'Allow',
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::b/*',
  ...more,
});

describe('what is no drift', () => {
  const group = 'AWS::EC2::SecurityGroup';
  const bucket = 'AWS::S3::Bucket';
  test.each<readonly [string, string, string, unknown, unknown]>([
    [
      'rules in another order, so with other positions',
      group,
      'ingress',
      [rule('10.0.0.0/8'), rule('192.0.2.0/24')],
      [{ ...rule('192.0.2.0/24'), id: '7:x' }, rule('10.0.0.0/8')],
    ],
    [
      'a rule that two permissions repeat',
      group,
      'ingress',
      [rule('10.0.0.0/8')],
      [rule('10.0.0.0/8'), { ...rule('10.0.0.0/8'), id: '1:x' }],
    ],
    [
      'a range with host bits, as EC2 clears them',
      group,
      'ingress',
      [rule('10.1.2.3/8')],
      [rule('10.0.0.0/8')],
    ],
    ['an IPv6 range spelled long', group, 'ingress', [rule('::0/0')], [rule('::/0')]],
    [
      'one action or a list of it, in other letters',
      bucket,
      'policy',
      document(allow({ Principal: '*' })),
      document([allow({ Principal: '*', Action: ['S3:getobject'] })]),
    ],
    [
      'an account by id and by the ARN of its root',
      bucket,
      'policy',
      document(allow({ Principal: { AWS: '111122223333' } })),
      document(allow({ Principal: { AWS: 'arn:aws:iam::111122223333:root' } })),
    ],
    [
      'everybody in both spellings on a bucket',
      bucket,
      'policy',
      document(allow({ Principal: '*' })),
      document(allow({ Principal: { AWS: '*' } })),
    ],
    [
      'statements in another order',
      bucket,
      'policy',
      document([allow({ Principal: '*' }), allow({ Principal: '*', Action: 's3:PutObject' })]),
      document([allow({ Principal: '*', Action: 's3:PutObject' }), allow({ Principal: '*' })]),
    ],
    [
      'true as text, and condition keys in other letters',
      bucket,
      'policy',
      document(allow({ Principal: '*', Condition: { Bool: { 'aws:SecureTransport': true } } })),
      document(allow({ Principal: '*', Condition: { Bool: { 'AWS:securetransport': ['true'] } } })),
    ],
    [
      'an address and the range of that address',
      bucket,
      'policy',
      document(allow({ Principal: '*', Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.1' } } })),
      document(allow({ Principal: '*', Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.1/32' } } })),
    ],
    [
      'no access block, and one in which everything is off',
      bucket,
      'publicAccessBlock',
      'none',
      {
        blockPublicAcls: false,
        ignorePublicAcls: false,
        blockPublicPolicy: false,
        restrictPublicBuckets: false,
      },
    ],
    ['the last use of a role', 'AWS::IAM::Role', 'lastUsed', '2026-11-01T00:00:00Z', '2026-11-24T00:00:00Z'],
    [
      'a minor version that the service raises',
      'AWS::RDS::DBInstance',
      'settings',
      { engine: 'postgres', engineVersion: '15.7', autoMinorUpgrade: true },
      { engine: 'postgres', engineVersion: '15.8', autoMinorUpgrade: true },
    ],
    [
      'an Azure id in other letters',
      'microsoft.authorization/roleassignments',
      'assignment',
      { scope: '/subscriptions/A/resourceGroups/Dev', role: 'x' },
      { scope: '/subscriptions/a/resourcegroups/dev', role: 'X' },
    ],
    [
      'enabled and Enabled',
      'microsoft.storage/storageaccounts',
      'network',
      { publicNetworkAccess: 'Enabled', subnets: ['/A', '/b'] },
      { publicNetworkAccess: 'enabled', subnets: ['/B', '/a'] },
    ],
    [
      'members in another order and letter case',
      'storage.googleapis.com/Bucket',
      'iamPolicy',
      { bindings: [{ role: 'r', members: ['user:Ann@x.org', 'allUsers'], condition: 'none' }], audit: [] },
      { bindings: [{ role: 'r', members: ['allUsers', 'user:ann@x.org'], condition: 'none' }], audit: [] },
    ],
  ])('%s', (_situation, kind, part, was, is) => {
    expect(changesOf(kind, part, was, is)).toEqual([]);
    expect(changesOf(kind, part, is, was)).toEqual([]);
  });

  it('is a tag of Azure whose name has other letters; its value has to be the same', () => {
    const question = {
      provider: 'azure',
      kind: 'microsoft.compute/disks',
      judged: { was: [], is: [] },
      sameReader: true,
    } as const;
    const changes = (value: string) =>
      compareSeen({ parts: {}, tags: { Env: 'prod' } }, { parts: {}, tags: { env: value } }, question)
        .changes;
    expect(changes('prod')).toEqual([]);
    expect(changes('Prod')).toEqual([{ path: 'tags/env', was: 'prod', is: 'Prod' }]);
  });

  it('counts no tag that the cloud sets by itself', () => {
    const question = {
      provider: 'aws',
      kind: 'AWS::S3::Bucket',
      judged: { was: [], is: [] },
      sameReader: true,
    } as const;
    const tags = { team: 'shop', 'aws:cloudformation:stack-name': 'core' };
    expect(compareSeen({ parts: {}, tags: { team: 'shop' } }, { parts: {}, tags }, question).changes).toEqual(
      [],
    );
  });
});

describe('what is drift', () => {
  const group = 'AWS::EC2::SecurityGroup';
  const bucket = 'AWS::S3::Bucket';
  test.each<readonly [string, string, string, unknown, unknown, readonly string[]]>([
    [
      'a rule opened to everybody',
      group,
      'ingress',
      [rule('10.20.0.0/16', 5432), rule('10.0.0.0/8')],
      [rule('10.0.0.0/8'), rule('0.0.0.0/0', 5432)],
      ['ingress/tcp 5432/peer/cidr: 10.20.0.0/16 → 0.0.0.0/0'],
    ],
    [
      'a rule of a group that is one of a range now',
      group,
      'ingress',
      [rule('x', 5432, { peer: { type: 'group', group: 'sg-1', account: '1', peering: 'none' } })],
      [rule('0.0.0.0/0', 5432)],
      ['ingress/tcp 5432: tcp 5432 from sg-1 → tcp 5432 from 0.0.0.0/0'],
    ],
    ['a rule more', group, 'ingress', [], [rule('0.0.0.0/0')], ['ingress/tcp 22: · → tcp 22 from 0.0.0.0/0']],
    [
      'a prefix one shorter',
      group,
      'ingress',
      [rule('10.0.0.0/9')],
      [rule('10.0.0.0/8')],
      ['ingress/tcp 22/peer/cidr: 10.0.0.0/9 → 10.0.0.0/8'],
    ],
    [
      'a wildcard in a resource',
      bucket,
      'policy',
      document(allow({ Principal: '*' })),
      document(allow({ Principal: '*', Resource: 'arn:aws:s3:::b*' })),
      ['policy/statements/unnamed/resources: arn:aws:s3:::b/* → arn:aws:s3:::b*'],
    ],
    [
      'a condition that is gone',
      bucket,
      'policy',
      document(
        allow({ Sid: 'One', Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }),
      ),
      document(allow({ Sid: 'One', Principal: '*' })),
      [
        'policy/statements/One/conditions/StringEquals aws:principalorgid: {"operator":"StringEquals","key":"aws:PrincipalOrgID","values":["o-1"]} → ·',
      ],
    ],
    [
      'IfExists',
      bucket,
      'policy',
      document(allow({ Sid: 'One', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } })),
      document(
        allow({ Sid: 'One', Principal: '*', Condition: { BoolIfExists: { 'aws:SecureTransport': 'true' } } }),
      ),
      [
        'policy/statements/One/conditions/Bool aws:securetransport: {"operator":"Bool","key":"aws:SecureTransport","values":["true"]} → ·',
        'policy/statements/One/conditions/BoolIfExists aws:securetransport: · → {"operator":"BoolIfExists","key":"aws:SecureTransport","values":["true"]}',
      ],
    ],
    [
      'everybody in both spellings where no service says so',
      'AWS::EFS::FileSystem',
      'policy',
      document(allow({ Sid: 'One', Principal: '*' })),
      document(allow({ Sid: 'One', Principal: { AWS: '*' } })),
      [
        'policy/statements/One/principals/entries/* *: {"type":"*","value":"*"} → ·',
        'policy/statements/One/principals/entries/AWS *: · → {"type":"AWS","value":"*"}',
      ],
    ],
    [
      'an older policy version',
      bucket,
      'policy',
      document(allow({ Principal: '*' })),
      document(allow({ Principal: '*' }), '2008-10-17'),
      ['policy/version: 2012-10-17 → 2008-10-17'],
    ],
    [
      'the order of actions of a listener',
      'AWS::ElasticLoadBalancingV2::Listener',
      'settings',
      { actions: ['a', 'b'] },
      { actions: ['b', 'a'] },
      ['settings/actions/0: a → b', 'settings/actions/1: b → a'],
    ],
    [
      'swapped numbers of an ACL',
      'AWS::EC2::NetworkAcl',
      'entries',
      [
        { number: 100, egress: false, allow: true },
        { number: 110, egress: false, allow: false },
      ],
      [
        { number: 110, egress: false, allow: true },
        { number: 100, egress: false, allow: false },
      ],
      ['entries/100/allow: true → false', 'entries/110/allow: false → true'],
    ],
    [
      'a minor version of a database that was pinned',
      'AWS::RDS::DBInstance',
      'settings',
      { engine: 'postgres', engineVersion: '15.7', autoMinorUpgrade: false },
      { engine: 'postgres', engineVersion: '15.8', autoMinorUpgrade: false },
      ['settings/engineVersion: 15.7 → 15.8'],
    ],
    [
      'a group more',
      'AWS::EC2::Instance',
      'network',
      { groups: ['sg-1'] },
      { groups: ['sg-2', 'sg-1'] },
      ['network/groups: · → sg-2'],
    ],
    [
      'a deleted member in the place of a living one',
      'storage.googleapis.com/Bucket',
      'iamPolicy',
      { bindings: [{ role: 'r', members: ['user:a@x.org'], condition: 'none' }] },
      { bindings: [{ role: 'r', members: ['deleted:user:a@x.org?uid=1'], condition: 'none' }] },
      ['iamPolicy/bindings/r/members: user:a@x.org → deleted:user:a@x.org?uid=1'],
    ],
    [
      'a kind that no row speaks of, by its letters',
      'AWS::SecretsManager::Secret',
      'settings',
      { kmsKey: 'A' },
      { kmsKey: 'a' },
      ['settings/kmsKey: A → a'],
    ],
    [
      'a hostile name that looks like a path',
      'sqladmin.googleapis.com/Instance',
      'settings',
      { flags: { 'a/b~': 'on' } },
      { flags: {} },
      ['settings/flags/a~1b~0: on → ·'],
    ],
  ])('%s', (_situation, kind, part, was, is, expected) => {
    expect(changesOf(kind, part, was, is)).toEqual(expected);
  });

  it('tells at most a hundred changes, and prints the fingerprint of all', () => {
    const rules = (count: number) => Array.from({ length: count }, (_, index) => rule('10.0.0.0/8', index));
    const [some, more] = [150, 151].map((count) =>
      compareParts(group, { ingress: known([]) }, { ingress: known(rules(count)) }),
    );
    expect(some?.changes).toHaveLength(mostChanges);
    expect(more?.fingerprint).not.toBe(some?.fingerprint);
  });

  it('says of a secret only that it is another', () => {
    const [was, is] = ['‹secret:aws-access-key›', '‹secret:github-token›'].map((key) => ({
      settings: { kmsKey: key },
    }));
    expect(changesOf('AWS::SNS::Topic', 'settings', was, is)).toEqual([
      'settings/settings/kmsKey: ‹secret, changed› → ‹secret, changed›',
    ]);
  });
});

describe('what nobody can say', () => {
  const kind = 'AWS::SNS::Topic';
  const settings = known({ kmsKey: 'k' });

  it('is a part that one side could not read, with the reason of that side', () => {
    const denied = unread('denied', 'sns:GetTopicAttributes');
    expect(compareParts(kind, { settings }, { settings: denied }).gaps).toEqual([
      { part: 'settings', reason: 'denied', missing: 'sns:GetTopicAttributes', detail: 'denied' },
    ]);
    expect(compareParts(kind, { settings: denied }, { settings }).gaps).toEqual([
      {
        part: 'settings',
        reason: 'denied',
        missing: 'sns:GetTopicAttributes',
        detail: 'the baseline could not read it: denied',
      },
    ]);
  });

  it('is a part that only one side looked at', () => {
    const { gaps, changes } = compareParts(kind, { settings }, { policy: known('none') });
    expect(changes).toEqual([]);
    expect(gaps.map(({ part, detail }) => `${part}: ${detail}`)).toEqual([
      'policy: no check looked at it when the baseline was read',
      'settings: no check of this scan looks at it',
    ]);
  });

  it('is what tags there are where one side could not read them', () => {
    const parts = { ingress: known([]) };
    const tagged = { parts, tags: { team: 'shop' } };
    const blind = { parts, tags: {}, tagsUnread: true } as const;
    const question = {
      provider: 'aws',
      kind: 'AWS::EC2::SecurityGroup',
      judged: { was: ['ingress'], is: ['ingress'] },
      sameReader: true,
    } as const;
    for (const [was, is, who] of [
      [tagged, blind, 'this scan'],
      [blind, tagged, 'the baseline'],
      [blind, blind, 'this scan'],
    ] as const) {
      expect(compareSeen(was, is, question)).toMatchObject({
        changes: [],
        gaps: [{ part: 'tags', reason: 'not-recorded', detail: `${who} could not read the tags` }],
      });
    }
    expect(compareSeen(tagged, { parts, tags: {} }, question).changes).toMatchObject([{ path: 'tags/team' }]);
  });

  it('does not hide what is sure', () => {
    const { gaps, changes } = compareParts(
      kind,
      { settings, policy: known('none') },
      { settings: unread('throttled'), policy: known(document(allow({ Principal: '*' }))) },
    );
    expect(gaps).toHaveLength(1);
    expect(changes).toHaveLength(1);
  });

  it('is whether a secret became another of its kind', () => {
    const redacted = { settings: known({ kmsKey: 'x ‹secret:aws-access-key›' }) };
    expect(compareParts(kind, redacted, redacted)).toMatchObject({
      changes: [],
      gaps: [{ part: 'settings', reason: 'undecidable' }],
    });
  });

  it('is a field that only one version of the reader knows; a value that differs is drift all the same', () => {
    const read = (value: object) => ({ settings: known(value) });
    const other = { sameReader: false };
    expect(compareParts(kind, read({ a: 1 }), read({ a: 1, b: 2 }), other)).toMatchObject({
      changes: [],
      gaps: [{ part: 'settings', reason: 'not-recorded' }],
    });
    expect(compareParts(kind, read({ a: 1 }), read({ a: 2 }), other).changes).toEqual([
      { path: 'settings/a', was: '1', is: '2' },
    ]);
  });

  it('asks nothing of a part of which nothing means anything', () => {
    expect(isCompared('AWS::IAM::Role', 'lastUsed')).toBe(false);
    expect(
      compareParts('AWS::IAM::Role', { lastUsed: known('none') }, { lastUsed: unread('denied') }).gaps,
    ).toEqual([]);
  });
});

describe('the table of what means nothing', () => {
  it('gives a reason for each row', () => {
    for (const { why, at } of foldings) expect(why.length, at).toBeGreaterThan(15);
  });

  it('speaks only of kinds and parts that there are', () => {
    for (const { kinds, at } of foldings) {
      for (const kind of kinds) {
        const parts = Object.keys(partSources[kind as keyof typeof partSources] ?? {});
        const [part = ''] = at.split(/[/[]/);
        // Every kind of Google Cloud is named where its allow policy is.
        if (['iamPolicy', 'orgPolicies'].includes(part) && kind.includes('.googleapis.com/')) continue;
        expect(parts, `${kind} ${at}`).toContain(part);
      }
    }
  });

  it('speaks only of fields that the healthy example of the kind has, or that a list of it has', () => {
    const strange: string[] = [];
    const examples: Readonly<Record<string, unknown>> = healthyParts;
    for (const { kinds, at } of foldings) {
      for (const kind of kinds) {
        const example = examples[kind];
        if (example !== undefined && !stands(example, at.split('/'))) strange.push(`${kind} ${at}`);
      }
    }
    expect(strange).toEqual([]);
  });
});

/** Is there such a field? An empty list, `none` and a part that is not there say nothing against it. */
const stands = (value: unknown, names: readonly string[]): boolean => {
  const [name, ...rest] = names;
  if (name === undefined || value === 'none' || value === undefined) return true;
  if (typeof value !== 'object' || value === null) return false;
  const plain = name.replaceAll('[]', '');
  if (Object.keys(value).length > 0 && !Object.hasOwn(value, plain)) {
    return ['iamPolicy', 'orgPolicies'].includes(plain);
  }
  const field = (value as Readonly<Record<string, unknown>>)[plain];
  if (!name.endsWith('[]')) return rest.length === 0 || stands(field, rest);
  return (
    !Array.isArray(field) ||
    field.length === 0 ||
    rest.length === 0 ||
    field.some((item) => stands(item, rest))
  );
};
