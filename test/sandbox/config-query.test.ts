import {
  type ConfigServiceClient,
  SelectAggregateResourceConfigCommand,
  SelectResourceConfigCommand,
} from '@aws-sdk/client-config-service';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareText } from '#model/resource.ts';
import type { Sandbox } from '#sandbox/contract.ts';
import type { Estate } from '#sandbox/estate/estate.ts';
import { startSandbox } from '#sandbox/start.ts';
import { assume, clients, ids, loadMeridian, now, refusalOf } from './clients.ts';

type Row = Readonly<Record<string, unknown>>;

const aggregator = 'meridian-organization';

/** Every row of every page, and how many pages there were. */
const all = async (client: ConfigServiceClient, expression: string, limit: number, name?: string) => {
  const rows: Row[] = [];
  let token: string | undefined;
  let pages = 0;
  do {
    const input = { Expression: expression, Limit: limit, NextToken: token };
    const page =
      name === undefined
        ? await client.send(new SelectResourceConfigCommand(input))
        : await client.send(
            new SelectAggregateResourceConfigCommand({ ...input, ConfigurationAggregatorName: name }),
          );
    rows.push(...(page.Results ?? []).map((text) => JSON.parse(text) as Row));
    expect(page.Results?.length ?? 0).toBeLessThanOrEqual(limit);
    token = page.NextToken;
    pages++;
  } while (token !== undefined);
  return { rows, pages };
};

describe('queries to AWS Config', () => {
  let estate: Estate;
  let sandbox: Sandbox;
  let production: ConfigServiceClient;
  let security: ConfigServiceClient;
  beforeAll(async () => {
    estate = await loadMeridian();
    sandbox = await startSandbox({ estate, now: () => now, emptyPageEvery: 3 });
    production = clients(sandbox, await assume(sandbox, ids.production)).config;
    security = clients(sandbox).config;
  });
  afterAll(() => sandbox.close());

  const volumes = "SELECT *, configuration WHERE resourceType = 'AWS::EC2::Volume'";
  const sizeOf = (account: string, region: string, kind: string): number =>
    estate.shelves
      .filter((one) => one.account === account && one.region === region && one.kind === kind)
      .reduce((sum, one) => sum + one.size, 0);

  test.each([1, 10, 100])('pages of %i, some of them empty, hold every item once', async (limit) => {
    const { rows } = await all(production, volumes, limit);
    expect(rows).toHaveLength(sizeOf(ids.production, 'eu-west-1', 'AWS::EC2::Volume'));
    expect(new Set(rows.map((row) => row['resourceId'])).size).toBe(rows.length);
  });

  test('an aggregate query holds every account and region of the aggregator', async () => {
    const { rows, pages } = await all(
      security,
      'SELECT accountId, awsRegion, resourceType, resourceId',
      100,
      aggregator,
    );
    expect(rows).toHaveLength(estate.shelves.reduce((sum, one) => sum + one.size, 0));
    expect(pages).toBeGreaterThan(rows.length / 100);
    expect(new Set(rows.map((row) => row['accountId']))).toEqual(
      new Set([ids.security, ids.production, ids.staging, ids.network, ids.dev]),
    );
  });

  test('a query sees its own account and region, and the global items that are recorded there', async () => {
    const { rows } = await all(production, 'SELECT accountId, awsRegion, resourceType', 100);
    expect(new Set(rows.map((row) => row['accountId']))).toEqual(new Set([ids.production]));
    expect(new Set(rows.map((row) => row['awsRegion']))).toEqual(new Set(['eu-west-1', 'global']));
    const elsewhere = clients(sandbox, await assume(sandbox, ids.production), 'eu-central-1').config;
    const there = await all(elsewhere, 'SELECT awsRegion', 100);
    expect(new Set(there.rows.map((row) => row['awsRegion']))).toEqual(new Set(['eu-central-1']));
  });

  test('a star is the top-level scalars only, other properties come when they are named', async () => {
    const page = await production.send(
      new SelectResourceConfigCommand({
        Expression: "SELECT * WHERE resourceType = 'AWS::S3::Bucket' AND resourceId = 'meridian-press'",
      }),
    );
    const row = JSON.parse(page.Results?.[0] ?? '') as Row;
    expect(Object.keys(row).sort(compareText)).toEqual([
      'accountId',
      'arn',
      'availabilityZone',
      'awsRegion',
      'configurationItemCaptureTime',
      'resourceCreationTime',
      'resourceId',
      'resourceName',
      'resourceType',
      'version',
    ]);
    const { rows } = await all(
      production,
      "SELECT supplementaryConfiguration.BucketPolicy, configuration.name, tags WHERE resourceId = 'meridian-press'",
      10,
    );
    expect(rows[0]).toMatchObject({
      configuration: { name: 'meridian-press' },
      tags: [{ key: 'owner', value: 'marketing', tag: 'owner=marketing' }],
    });
    const policy = rows[0]?.['supplementaryConfiguration'] as { BucketPolicy: { policyText: string } };
    expect(JSON.parse(policy.BucketPolicy.policyText)).toMatchObject({ Statement: [{ Principal: '*' }] });
  });

  test('tags are a list with a joined form, also for names that are dangerous in JavaScript', async () => {
    const { rows } = await all(
      production,
      "SELECT resourceName, tags WHERE resourceType = 'AWS::EC2::SecurityGroup' AND tags.tag = '__proto__=polluted'",
      10,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.['tags']).toEqual([
      { key: '__proto__', value: 'polluted', tag: '__proto__=polluted' },
      { key: 'constructor', value: 'tag', tag: 'constructor=tag' },
    ]);
  });

  test.each([
    ["resourceType IN ('AWS::EC2::VPC', 'AWS::EC2::EIP')", ['AWS::EC2::EIP', 'AWS::EC2::VPC']],
    [
      "(resourceType = 'AWS::EC2::VPC' OR resourceType = 'AWS::EC2::EIP') AND awsRegion = 'eu-west-1'",
      ['AWS::EC2::EIP', 'AWS::EC2::VPC'],
    ],
    [
      "resourceType = 'AWS::EC2::VPC' OR resourceType = 'AWS::EC2::EIP' AND awsRegion = 'nowhere'",
      ['AWS::EC2::VPC'],
    ],
    ["resourceType LIKE 'AWS::RDS::DBS%'", ['AWS::RDS::DBSnapshot']],
    ["configuration.isDefault = true AND resourceType = 'AWS::EC2::VPC'", ['AWS::EC2::VPC']],
    ["resourceType = 'AWS::EC2::Nothing'", []],
  ])('WHERE %s finds %j', async (condition, kinds) => {
    const { rows } = await all(production, `SELECT resourceType WHERE ${condition}`, 100);
    expect([...new Set(rows.map((row) => String(row['resourceType'])))].sort(compareText)).toEqual(kinds);
  });

  test('counts by kind agree with the rows', async () => {
    const { rows } = await all(production, volumes, 100);
    const counts = await all(
      production,
      "SELECT resourceType, COUNT(*) WHERE resourceType IN ('AWS::EC2::Volume', 'AWS::EC2::VPC') GROUP BY resourceType",
      100,
    );
    expect(counts.rows).toEqual([
      { resourceType: 'AWS::EC2::VPC', 'COUNT(*)': 2 },
      { resourceType: 'AWS::EC2::Volume', 'COUNT(*)': rows.length },
    ]);
    const one = await all(production, "SELECT COUNT(*) WHERE resourceId = 'meridian-press'", 100);
    expect(one.rows).toEqual([{ 'COUNT(*)': 1 }]);
  });

  test('what is not recorded, deleted or in a region without a recorder is in no answer', async () => {
    const us = clients(sandbox, await assume(sandbox, ids.production), 'us-east-1').config;
    const { rows } = await all(us, 'SELECT resourceType, configurationItemStatus', 100);
    const kinds = new Set(rows.map((row) => row['resourceType']));
    expect(kinds).toContain('AWS::Lambda::Function');
    expect(kinds).not.toContain('AWS::SecretsManager::Secret');
    expect(kinds).not.toContain('AWS::SQS::Queue');
    expect(rows.some((row) => row['configurationItemStatus'] === 'ResourceDiscovered')).toBe(true);
    const unrecorded = clients(sandbox, await assume(sandbox, ids.network), 'us-east-1').config;
    expect((await all(unrecorded, 'SELECT resourceId', 100)).rows).toEqual([]);
  });

  test('an item may lack its ARN', async () => {
    const us = clients(sandbox, await assume(sandbox, ids.production), 'us-east-1').config;
    const { rows } = await all(us, "SELECT * WHERE resourceId = 'meridian-cdn-logs'", 10);
    expect(rows).toHaveLength(1);
    expect(rows[0]).not.toHaveProperty('arn');
  });

  test.each([
    ['SELECT DISTINCT resourceType'],
    ['SELECT resourceType AS kind'],
    ['SELECT * FROM resources'],
    ['SELECT resourceType, COUNT(*) GROUP BY resourceType HAVING COUNT(*) > 1'],
    ['SELECT resourceType, COUNT(*) GROUP BY accountId'],
    ['SELECT * WHERE resourceId IN (SELECT resourceId)'],
    ['SELECT * WHERE arn IS NULL'],
    ["SELECT * WHERE resourceId LIKE '%end'"],
    ["SELECT * WHERE resourceId LIKE 'ab%'"],
    ['SELECT * WHERE resourceType = AWS::EC2::VPC'],
    ['SELECT * ORDER BY resourceId'],
    ["SELECT * WHERE resourceType = 'AWS::EC2::VPC"],
    ['SELECT'],
    ['DELETE *'],
  ])('%s is an InvalidExpressionException', async (expression) => {
    const call = production.send(new SelectResourceConfigCommand({ Expression: expression }));
    expect(await refusalOf(call)).toMatch(/^InvalidExpressionException: ./);
  });

  test('an expression of 4096 characters passes, one more does not', async () => {
    const expression = (length: number) => {
      const start = "SELECT resourceId WHERE resourceId = '";
      return `${start}${'x'.repeat(length - start.length - 1)}'`;
    };
    await expect(
      production.send(new SelectResourceConfigCommand({ Expression: expression(4096) })),
    ).resolves.toBeDefined();
    const call = production.send(new SelectResourceConfigCommand({ Expression: expression(4097) }));
    expect(await refusalOf(call)).toMatch(/^ValidationException: /);
  });

  test('a page size above 100 is refused by both', async () => {
    const select = new SelectResourceConfigCommand({ Expression: volumes, Limit: 101 });
    expect(await refusalOf(production.send(select))).toMatch(/^InvalidLimitException: /);
    const aggregate = new SelectAggregateResourceConfigCommand({
      Expression: volumes,
      Limit: 101,
      ConfigurationAggregatorName: aggregator,
    });
    expect(await refusalOf(security.send(aggregate))).toMatch(/^InvalidLimitException: /);
  });

  test('a token that is made up, altered, or of another query is refused', async () => {
    const first = await production.send(new SelectResourceConfigCommand({ Expression: volumes, Limit: 5 }));
    const token = first.NextToken ?? '';
    const send = (input: { Expression?: string; NextToken: string; Limit?: number }) =>
      refusalOf(
        production.send(new SelectResourceConfigCommand({ Expression: volumes, Limit: 5, ...input })),
      );
    expect(await send({ NextToken: 'made-up' })).toMatch(/^InvalidNextTokenException: /);
    expect(await send({ NextToken: `${token}x` })).toMatch(/^InvalidNextTokenException: /);
    expect(await send({ NextToken: token, Expression: 'SELECT resourceId' })).toMatch(
      /^InvalidNextTokenException: /,
    );
    expect(await send({ NextToken: token, Limit: 6 })).toMatch(/^InvalidNextTokenException: /);
  });

  test('an aggregator that is not there is refused by its name', async () => {
    const call = security.send(
      new SelectAggregateResourceConfigCommand({ Expression: volumes, ConfigurationAggregatorName: 'other' }),
    );
    expect(await refusalOf(call)).toMatch(/^NoSuchConfigurationAggregatorException: .*other/);
  });

  test('a region closed by a service control policy says so', async () => {
    const us = clients(sandbox, await assume(sandbox, ids.staging), 'us-east-1').config;
    expect(await refusalOf(us.send(new SelectResourceConfigCommand({ Expression: volumes })))).toBe(
      `AccessDeniedException: User: arn:aws:sts::${ids.staging}:assumed-role/PlumblineReader/test is not authorized to perform: config:SelectResourceConfig on resource: * with an explicit deny in a service control policy`,
    );
  });

  test('a region that is not opted in does not know the key', async () => {
    const there = clients(sandbox, await assume(sandbox, ids.production), 'me-central-1').config;
    const call = there.send(new SelectResourceConfigCommand({ Expression: volumes }));
    expect(await refusalOf(call)).toMatch(/^UnrecognizedClientException: /);
  });

  test('the kinds that a query names are recorded with the call, refused or not', async () => {
    sandbox.clearCalls();
    await production.send(new SelectResourceConfigCommand({ Expression: volumes }));
    await refusalOf(production.send(new SelectResourceConfigCommand({ Expression: volumes, Limit: 101 })));
    expect(sandbox.calls.map(({ action, status, kinds }) => ({ action, status, kinds }))).toEqual([
      { action: 'config:SelectResourceConfig', status: 200, kinds: ['AWS::EC2::Volume'] },
      { action: 'config:SelectResourceConfig', status: 400, kinds: ['AWS::EC2::Volume'] },
    ]);
  });
});
