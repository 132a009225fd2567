import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ConfigItem } from '#sources/aws/config-item.ts';
import { readConfigItem } from '#sources/aws/config-item.ts';
import { normalizeItem } from '#sources/aws/items.ts';
import { maxItemBytes, Undecodable } from '#sources/decoding.ts';

const policy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::ledger/*' }],
};
const acl = JSON.stringify({
  grantSet: null,
  grantList: [
    { grantee: { id: 'abc', displayName: null }, permission: 'FullControl' },
    { grantee: 'AllUsers', permission: 'ReadAcp' },
  ],
  owner: { id: 'abc', displayName: null },
});
const configuration = { name: 'ledger', owner: { id: 'abc' }, creationDate: '2026-01-05T08:00:00.000Z' };
const supplementary = {
  BucketPolicy: { policyText: JSON.stringify(policy) },
  AccessControlList: acl,
  BucketVersioningConfiguration: { status: 'Enabled', isMfaDeleteEnabled: null },
};
const common = {
  awsRegion: 'eu-west-1',
  resourceType: 'AWS::S3::Bucket',
  resourceId: 'ledger',
  resourceName: 'ledger',
  configurationItemStatus: 'OK',
  configurationItemCaptureTime: '2026-10-02T07:15:11.402Z',
};
const names = { accountId: '111122223333', arn: 'arn:aws:s3:::ledger' };

/** A row of a query. */
const sql = {
  ...common,
  ...names,
  configuration,
  supplementaryConfiguration: supplementary,
  tags: [{ key: 'team', value: 'pay', tag: 'team=pay' }],
};
const encodings: readonly [string, unknown][] = [
  ['a row of a query', JSON.stringify(sql)],
  [
    'a batch or history item',
    {
      ...common,
      ...names,
      configuration: JSON.stringify(configuration),
      supplementaryConfiguration: Object.fromEntries(
        Object.entries(supplementary).map(([key, value]) => [
          key,
          typeof value === 'string' ? value : JSON.stringify(value),
        ]),
      ),
      tags: { team: 'pay' },
    },
  ],
  [
    'an event',
    {
      messageType: 'ConfigurationItemChangeNotification',
      configurationItem: {
        ...common,
        ARN: names.arn,
        awsAccountId: names.accountId,
        configuration,
        supplementaryConfiguration: supplementary,
        tags: { team: 'pay' },
      },
    },
  ],
  [
    'an item of a file on S3',
    {
      ...common,
      ARN: names.arn,
      awsAccountId: names.accountId,
      configuration,
      supplementaryConfiguration: supplementary,
      tags: [{ Key: 'team', Value: 'pay' }],
    },
  ],
];

test.each(encodings)('%s becomes the same resource', (_name, raw) => {
  const item = normalizeItem(raw);
  const row = normalizeItem(sql);
  expect(item).toEqual(row);
  expect(item).toMatchObject({
    type: 'resource',
    resource: {
      id: 'arn:aws:s3:::ledger',
      account: '111122223333',
      region: 'eu-west-1',
      observedAt: '2026-10-02T07:15:11.402Z',
      parts: {
        acl: {
          known: true,
          value: {
            owner: 'abc',
            grants: [
              { grantee: 'abc', permission: 'FULL_CONTROL' },
              { grantee: 'AllUsers', permission: 'READ_ACP' },
            ],
          },
        },
        policy: { known: true },
        publicAccessBlock: { known: true, value: 'none' },
        versioning: { known: true, value: { status: 'Enabled', mfaDelete: false } },
      },
    },
  });
});

const partsOf = (overrides: object) => {
  const item = normalizeItem({ ...sql, ...overrides });
  if (item.type !== 'resource') throw new Error(item.type);
  return item.resource.parts;
};

describe('what is not there', () => {
  test('no policy is a value, no record of one is not', () => {
    const none = { ...supplementary, BucketPolicy: { policyText: null } };
    const { BucketPolicy: _left, ...without } = supplementary;
    expect(partsOf({ supplementaryConfiguration: none })['policy']).toEqual({ known: true, value: 'none' });
    expect(partsOf({ supplementaryConfiguration: without })['policy']).toMatchObject({
      reason: 'not-recorded',
    });
    const broken = { ...supplementary, BucketPolicy: {} };
    expect(partsOf({ supplementaryConfiguration: broken })['policy']).toMatchObject({ reason: 'malformed' });
  });

  test('an item without configuration has no part that could be judged', () => {
    const parts = partsOf({ configuration: null });
    expect(Object.values(parts).every((part) => !part.known)).toBe(true);
  });

  test('an item without ARN is named by its id', () => {
    expect(normalizeItem({ ...sql, arn: null })).toMatchObject({ resource: { id: 'ledger' } });
  });

  test.each([
    'resourceType',
    'accountId',
    'awsRegion',
    'configurationItemCaptureTime',
    'configurationItemStatus',
  ])('an item without %s is nobody', (name) => {
    expect(normalizeItem({ ...sql, [name]: undefined }).type).toBe('malformed');
  });
});

describe('what is not a live resource', () => {
  test.each(['ResourceDeleted', 'ResourceDeletedNotRecorded'])(
    '%s is left out',
    (configurationItemStatus) => {
      expect(normalizeItem({ ...sql, configurationItemStatus, configuration: null })).toMatchObject({
        type: 'left-out',
        because: 'deleted',
      });
    },
  );

  test('one that is not recorded is told apart', () => {
    expect(normalizeItem({ ...sql, configurationItemStatus: 'ResourceNotRecorded' }).type).toBe(
      'not-recorded',
    );
  });

  test('a status that nobody knows is no live resource', () => {
    expect(normalizeItem({ ...sql, configurationItemStatus: 'Sleeping' }).type).toBe('malformed');
  });

  test('the result of a rule is no resource', () => {
    expect(normalizeItem({ ...sql, resourceType: 'AWS::Config::ResourceCompliance' })).toMatchObject({
      type: 'left-out',
      because: 'not-a-resource',
    });
  });
});

test('a kind without a region is of region global, wherever it was delivered', () => {
  const item = { ...sql, resourceType: 'AWS::CloudFront::Distribution', awsRegion: 'us-east-1' };
  expect(normalizeItem(item)).toMatchObject({ resource: { region: 'global', parts: {} } });
});

test('partitions are kept', () => {
  const item = normalizeItem({ ...sql, arn: 'arn:aws-us-gov:s3:::ledger', awsRegion: 'us-gov-west-1' });
  expect(item).toMatchObject({ resource: { id: 'arn:aws-us-gov:s3:::ledger', region: 'us-gov-west-1' } });
});

test('the tag Name names a resource, else its name, else its id', () => {
  const nameOf = (overrides: object): string => {
    const item = normalizeItem({ ...sql, ...overrides });
    return item.type === 'resource' ? item.resource.name : item.type;
  };
  expect(nameOf({ tags: { Name: 'books' } })).toBe('books');
  expect(nameOf({ tags: { Name: '' } })).toBe('ledger');
  expect(nameOf({ resourceName: null })).toBe('ledger');
});

describe('hostile items', () => {
  test('a tag named __proto__ is a tag', () => {
    const raw = JSON.stringify(sql).replace('"team=pay"', '"x"').replace('"key":"team"', '"key":"__proto__"');
    const item = readConfigItem(raw) as ConfigItem;
    expect(Object.keys(item.tags)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['pay']).toBeUndefined();
  });

  test('ten megabytes of policy leave the resource with parts that could not be read', () => {
    const text = JSON.stringify({
      ...sql,
      supplementaryConfiguration: { BucketPolicy: { policyText: 'x'.repeat(10 * maxItemBytes) } },
    });
    const item = normalizeItem(text);
    expect(item.type).toBe('resource');
    if (item.type !== 'resource') return;
    expect(item.resource.parts['policy']).toMatchObject({ known: false, reason: 'malformed' });
  });

  test('nesting without end is cut off', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const item = readConfigItem({ ...sql, configuration: `{"a":${deep}}` }) as ConfigItem;
    expect(item.configuration).toBeInstanceOf(Undecodable);
    const supplementaryConfiguration = { ...supplementary, AccessControlList: deep };
    expect(partsOf({ supplementaryConfiguration })['acl']).toMatchObject({ reason: 'malformed' });
  });

  test('lone surrogates are kept as they are', () => {
    expect(normalizeItem({ ...sql, resourceName: 'a\ud800b' })).toMatchObject({
      resource: { name: 'a\ud800b' },
    });
  });

  test('secrets in tags, names and descriptions are replaced', () => {
    const key = `AKIA${'Q3EGRJ2ZV7NHT5WX'}`;
    const item = normalizeItem({
      ...sql,
      resourceName: `of ${key}`,
      tags: { note: key, db_password: 'xK9mP2vL5q' },
    });
    const text = JSON.stringify(item);
    expect(text).not.toContain(key);
    expect(text).not.toContain('xK9mP2vL5q');
    expect(text).toContain('‹secret:aws-access-key›');
  });

  test('nothing that JSON can hold makes the reader throw', () => {
    const keys = fc.constantFrom(
      ...Object.keys(sql),
      'ARN',
      'awsAccountId',
      'configurationItem',
      '__proto__',
    );
    fc.assert(
      fc.property(fc.dictionary(keys, fc.oneof(fc.jsonValue(), fc.json())), (changes) => {
        for (const raw of [{ ...sql, ...changes }, changes, JSON.stringify({ ...sql, ...changes })]) {
          expect(['resource', 'left-out', 'not-recorded', 'malformed']).toContain(normalizeItem(raw).type);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('the time at which an item was captured', () => {
  const captured = (configurationItemCaptureTime: unknown) => {
    const item = normalizeItem({ ...sql, configurationItemCaptureTime });
    return item.type === 'resource' ? item.resource.observedAt : item.type;
  };

  test.each([
    ['2026-10-02T07:15:11.402Z', '2026-10-02T07:15:11.402Z'],
    ['2026-10-02T07:15:11Z', '2026-10-02T07:15:11.000Z'],
    ['2026-10-02T09:15:11.402+02:00', '2026-10-02T07:15:11.402Z'],
    ['2026-10-02T09:15:11+0200', '2026-10-02T07:15:11.000Z'],
    // Without a zone: UTC, and not that of this machine.
    ['2026-10-02T07:15:11.402', '2026-10-02T07:15:11.402Z'],
    ['2026-10-02 07:15:11', '2026-10-02T07:15:11.000Z'],
    ['2026-10-02', '2026-10-02T00:00:00.000Z'],
    ['Fri, 02 Oct 2026 07:15:11 GMT', '2026-10-02T07:15:11.000Z'],
    [1790925311402, '2026-10-02T07:15:11.402Z'],
    ['1790925311402', '2026-10-02T07:15:11.402Z'],
    // Seconds, as the JSON protocol of AWS has times.
    [1790925311.402, '2026-10-02T07:15:11.402Z'],
    [1790925311, '2026-10-02T07:15:11.000Z'],
    ['1790925311.402', '2026-10-02T07:15:11.402Z'],
  ])('%j is %s', (text, at) => {
    expect(captured(text)).toBe(at);
  });

  test.each(['', 'yesterday', '10/02/2026 07:15', 'Oct 2, 2026 7:15:11 AM', null, {}, [], Number.NaN, true])(
    '%j is none',
    (text) => {
      expect(captured(text)).toBe('malformed');
    },
  );
});
