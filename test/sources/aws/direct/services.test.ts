/** What single services say in their own way: of keys, functions, queues, snapshots, secrets, repositories, file systems. */
import { describe, expect, it } from 'vitest';
import type { Fault } from '#sandbox/contract.ts';
import type { ConfigItem, JsonObject } from '#sandbox/estate/estate.ts';
import { itemsOf, itemWhere, partOf, tell } from './one-kind.ts';

const called = (name: string) => (item: ConfigItem) => item.resourceName === name;
const described = (name: string) => (item: ConfigItem) => item.configuration?.['description'] === name;

/** One item with other fields. */
const withFields =
  (is: (item: ConfigItem) => boolean, fields: JsonObject) =>
  (item: ConfigItem): ConfigItem =>
    is(item) ? { ...item, configuration: { ...item.configuration, ...fields } } : item;

const without =
  (is: (item: ConfigItem) => boolean, name: string) =>
  (item: ConfigItem): ConfigItem => {
    if (!is(item)) return item;
    const { [name]: _, ...configuration } = item.configuration ?? {};
    return { ...item, configuration };
  };

describe('KMS', () => {
  const kind = 'AWS::KMS::Key';

  it('has no rotation of an asymmetric key, and everything else of it', async () => {
    const told = await tell(kind);
    const signing = itemWhere(kind, described('signing'));
    expect(partOf(told, signing, 'rotation')).toMatchObject({ known: false, reason: 'not-recorded' });
    expect(partOf(told, signing, 'settings')).toMatchObject({ known: true, value: { spec: 'RSA_4096' } });
    expect(partOf(told, signing, 'policy').known).toBe(true);
  });

  it('tells of keys that AWS manages, as AWS Config does', async () => {
    const told = await tell(kind, { change: withFields(described('payments'), { keyManager: 'AWS' }) });
    const managed = itemWhere(kind, described('payments'));
    expect(partOf(told, managed, 'settings')).toMatchObject({ value: { manager: 'AWS' } });
    expect(partOf(told, managed, 'rotation')).toMatchObject({ known: false, reason: 'not-recorded' });
  });

  it("is asked for the rotation of its customers' symmetric keys alone", async () => {
    const asked = async (faults: readonly Fault[], parts?: readonly string[]) => {
      const { calls } = await tell(kind, {
        change: withFields(described('payments'), { keyManager: 'AWS' }),
        faults,
        ...(parts === undefined ? {} : { parts }),
      });
      const count = (action: string) => calls.filter((one) => one.action === action).length;
      return [count('kms:DescribeKey'), count('kms:GetKeyPolicy'), count('kms:GetKeyRotationStatus')];
    };
    const all = itemsOf(kind).length;
    const others = itemsOf(kind).filter(
      ({ configuration }) =>
        configuration?.['description'] === 'payments' || configuration?.['keySpec'] !== 'SYMMETRIC_DEFAULT',
    ).length;
    expect(others).toBeGreaterThan(1);
    expect(await asked([])).toEqual([all, all, all - others]);
    // Which key it is is not known then.
    expect(await asked([], ['rotation'])).toEqual([0, 0, all]);
    const garbled = { action: 'kms:DescribeKey' };
    expect(await asked([{ match: garbled, effect: { type: 'error', status: 400, code: 'Odd' } }])).toEqual([
      all,
      all,
      all,
    ]);
  });

  it('refuses one key by its own policy and tells of the others', async () => {
    const [locked, open] = itemsOf(kind);
    if (locked === undefined || open === undefined) throw new Error('the demo has too few keys');
    const told = await tell(kind, {
      faults: [
        { match: { action: 'kms:DescribeKey', resource: locked.resourceId }, effect: { type: 'deny' } },
      ],
    });
    expect(partOf(told, locked, 'settings')).toMatchObject({ reason: 'denied', missing: 'kms:DescribeKey' });
    expect(partOf(told, locked, 'policy').known).toBe(true);
    expect(partOf(told, open, 'settings').known).toBe(true);
  });

  it('is in a state in which it does not tell of rotation: unread, not off', async () => {
    const told = await tell(kind, {
      faults: [
        {
          match: { action: 'kms:GetKeyRotationStatus' },
          effect: { type: 'error', status: 400, code: 'KMSInvalidStateException' },
        },
      ],
    });
    expect(partOf(told, itemWhere(kind), 'rotation')).toMatchObject({ known: false, reason: 'unavailable' });
  });
});

describe('Lambda', () => {
  const kind = 'AWS::Lambda::Function';
  const mailer = itemWhere(kind, called('mailer'));

  it('has no policy of most functions', async () => {
    const told = await tell(kind);
    expect(partOf(told, mailer, 'policy')).toEqual({ known: true, value: 'none' });
    expect(partOf(told, itemWhere(kind, called('webhook')), 'policy')).toMatchObject({
      known: true,
      value: { statements: [{}] },
    });
  });

  it('has secrets in variables, whose names stay as they are', async () => {
    const told = await tell(kind);
    const secrets = partOf(told, mailer, 'environmentSecrets');
    if (!secrets.known) throw new Error(secrets.reason);
    expect((secrets.value as readonly { path: string }[]).map(({ path }) => path).sort()).toEqual([
      'environment.variables.AWS_ACCESS_KEY_ID',
      'environment.variables.SMTP_PASSWORD',
    ]);
  });

  it('could not decrypt the variables: unread, not without secrets', async () => {
    const error = { errorCode: 'AccessDeniedException', message: 'Lambda was unable to decrypt' };
    const told = await tell(kind, {
      change: (item) => (called('mailer')(item) ? { ...item, untold: { environment: { error } } } : item),
    });
    expect(partOf(told, mailer, 'environmentSecrets')).toMatchObject({
      known: false,
      reason: 'denied',
      missing: 'kms:Decrypt',
    });
    expect(partOf(told, mailer, 'settings').known).toBe(true);
  });
});

describe('SQS', () => {
  const kind = 'AWS::SQS::Queue';
  const open = itemWhere(kind, called('open-intake'));

  it('has a queue without a policy', async () => {
    const told = await tell(kind, { change: without(called('open-intake'), 'Policy') });
    expect(partOf(told, open, 'policy')).toEqual({ known: true, value: 'none' });
    expect(partOf(told, open, 'settings')).toMatchObject({ value: { managedEncryption: false } });
  });

  it('answers without the attributes that every queue has: unread, not without a policy', async () => {
    const told = await tell(kind, { change: without(called('open-intake'), 'QueueArn') });
    expect(partOf(told, open, 'policy')).toMatchObject({ known: false, reason: 'malformed' });
  });
});

describe('RDS', () => {
  it('is not asked whom automated snapshots are shared with', async () => {
    const kind = 'AWS::RDS::DBSnapshot';
    const automated = called('orders-before-migration');
    const told = await tell(kind, { change: withFields(automated, { snapshotType: 'automated' }) });
    expect(partOf(told, itemWhere(kind, automated), 'sharedWith')).toEqual({ known: true, value: [] });
    expect(partOf(told, itemWhere(kind, called('crm-for-everyone')), 'sharedWith')).toEqual({
      known: true,
      value: ['all'],
    });
    const asked = told.calls.filter(({ action }) => action === 'rds:DescribeDBSnapshotAttributes');
    expect(asked).toHaveLength(itemsOf(kind).length - 1);
  });

  it('lists databases of Neptune and DocumentDB among its own', async () => {
    const kind = 'AWS::RDS::DBInstance';
    const told = await tell(kind, { change: withFields(called('orders'), { engine: 'neptune' }) });
    expect(partOf(told, itemWhere(kind, called('orders')), 'settings')).toMatchObject({
      value: { engine: 'neptune' },
    });
  });
});

describe('services whose resources may do without something', () => {
  it('a secret that is scheduled for deletion is left out', async () => {
    const kind = 'AWS::SecretsManager::Secret';
    const leaving = called('shop/database');
    const told = await tell(kind, {
      change: withFields(leaving, { DeletedDate: '2026-11-20T00:00:00Z' }),
    });
    const ids = itemsOf(kind).flatMap((item) => (leaving(item) ? [] : [item.arn]));
    expect(told.resources.map(({ id }) => id)).toEqual(ids);
    expect(told.coverage).toMatchObject([{ state: 'read' }]);
  });

  it('a repository without a policy and without a lifecycle', async () => {
    const kind = 'AWS::ECR::Repository';
    const bare = called('shop/api');
    const told = await tell(kind, {
      change: withFields(bare, { RepositoryPolicyText: {}, LifecyclePolicy: {} }),
    });
    expect(partOf(told, itemWhere(kind, bare), 'policy')).toEqual({ known: true, value: 'none' });
    expect(partOf(told, itemWhere(kind, bare), 'settings')).toMatchObject({
      value: { lifecyclePolicy: false },
    });
    expect(partOf(told, itemWhere(kind, called('shop/web')), 'settings')).toMatchObject({
      value: { lifecyclePolicy: true },
    });
  });

  it('a file system without a policy', async () => {
    const kind = 'AWS::EFS::FileSystem';
    const told = await tell(kind);
    expect(partOf(told, itemWhere(kind, called('old-share')), 'policy')).toEqual({
      known: true,
      value: 'none',
    });
    expect(partOf(told, itemWhere(kind, called('open-share')), 'policy')).toMatchObject({
      value: { statements: [{}] },
    });
  });

  it('a cluster without logs, of which the service tells what is off', async () => {
    const kind = 'AWS::EKS::Cluster';
    const shop = called('shop');
    const told = await tell(kind, { change: withFields(shop, { Logging: {} }) });
    expect(partOf(told, itemWhere(kind, shop), 'logging')).toEqual({ known: true, value: [] });
  });

  it('a table on a key of the account, by the names of either way', async () => {
    const kind = 'AWS::DynamoDB::Table';
    const told = await tell(kind);
    expect(partOf(told, itemWhere(kind, called('carts')), 'settings')).toMatchObject({
      value: { encryption: 'KMS', kmsKey: expect.stringMatching(/^arn:aws:kms:/) },
    });
    expect(partOf(told, itemWhere(kind, called('sessions')), 'settings')).toMatchObject({
      value: { encryption: 'owned', kmsKey: 'none' },
    });
  });
});
