import { describe, expect, test } from 'vitest';
import type { CoverageRow } from '#model/coverage.ts';
import type { Resource } from '#model/resource.ts';
import { compareText } from '#model/resource.ts';
import type { Outcome } from '#sources/aws/clients.ts';
import { readInventory } from '#sources/aws/config/inventory.ts';
import { expressionOf, groupKinds, maxExpression } from '#sources/aws/config/queries.ts';
import type { InventoryRoute, Page } from '#sources/aws/config/route.ts';
import { sortError } from '#sources/aws/errors.ts';
import { MalformedAnswer } from '#sources/failure.ts';

const account = '111122223333';
const region = 'eu-west-1';
const bucket = 'AWS::S3::Bucket';
const volume = 'AWS::EC2::Volume';
const { signal } = new AbortController();

const row = (kind: string, id: string, overrides: object = {}): string =>
  JSON.stringify({
    accountId: account,
    awsRegion: region,
    resourceType: kind,
    resourceId: id,
    arn: null,
    configurationItemStatus: 'OK',
    configurationItemCaptureTime: '2026-10-02T07:15:11.402Z',
    configuration: { volumeId: id, encrypted: true, state: 'in-use', attachments: [] },
    supplementaryConfiguration: {},
    tags: [],
    ...overrides,
  });

type Script = (expression: string, token: string | undefined, call: number) => Outcome<Page>;
const page = (rows: readonly string[], next?: string): Outcome<Page> => ({ ok: true, value: { rows, next } });
const broken: Outcome<Page> = {
  ok: false,
  failure: sortError(new MalformedAnswer('not JSON'), 'config:SelectResourceConfig'),
};

const read = async (
  counts: Readonly<Record<string, number>>,
  script: Script,
  {
    kinds = [volume],
    cursor,
    recounted,
  }: { kinds?: readonly string[]; cursor?: string; recounted?: Readonly<Record<string, number>> } = {},
) => {
  const asked: { expression: string; token: string | undefined }[] = [];
  const route: InventoryRoute = {
    name: 'config',
    condition: '',
    counts: () => Promise.resolve({ ok: true, value: new Map(Object.entries(counts)) }),
    recount: () => Promise.resolve({ ok: true, value: new Map(Object.entries(recounted ?? counts)) }),
    page: (expression, token) => {
      asked.push({ expression, token });
      return Promise.resolve(script(expression, token, asked.length));
    },
  };
  const resources: Resource[] = [];
  const coverage: CoverageRow[] = [];
  const checkpoints: { after: number; cursor: string }[] = [];
  const events = readInventory({
    route,
    place: { account, region },
    kinds,
    others: () => true,
    regions: [region],
    gapOf: () => undefined,
    doubtOf: () => undefined,
    elsewhere: () => false,
    ownsGlobal: () => Promise.resolve(true),
    finish: (resource) => Promise.resolve(resource),
    cursor,
    signal,
  });
  for await (const event of events) {
    if (event.type === 'resource') resources.push(event.resource);
    else if (event.type === 'coverage') coverage.push(event.row);
    else checkpoints.push({ after: resources.length, cursor: event.cursor });
  }
  return { asked, resources, coverage, checkpoints, ids: resources.map(({ id }) => id) };
};

describe('pages', () => {
  test('all are read, an empty one with a token too', async () => {
    const { ids, coverage } = await read({ [volume]: 3 }, (_expression, token) =>
      token === undefined
        ? page([row(volume, 'a'), row(volume, 'b')], 't1')
        : token === 't1'
          ? page([], 't2')
          : page([row(volume, 'c')]),
    );
    expect(ids).toEqual(['a', 'b', 'c']);
    expect(coverage).toEqual([
      expect.objectContaining({ kind: volume, state: 'read', count: 3, route: 'config' }),
    ]);
  });

  test('a token that is repeated ends the listing, and not as complete', async () => {
    const { asked, ids, coverage } = await read({ [volume]: 1 }, () => page([row(volume, 'a')], 'f/1'));
    expect(asked.length).toBeLessThanOrEqual(2);
    expect(ids[0]).toBe('a');
    expect(coverage).toMatchObject([{ kind: volume, state: 'truncated' }]);
  });

  test('that lead in a circle end the listing, and not as complete', async () => {
    const { asked, coverage } = await read({ [volume]: 90_000 }, (_expression, _token, call) =>
      page([row(volume, `v${call % 3}`)], `t${call % 3}`),
    );
    expect(asked.length).toBeLessThan(12);
    expect(coverage).toMatchObject([{ kind: volume, state: 'truncated', count: 3 }]);
  });

  test('without end are cut', async () => {
    const { asked, coverage } = await read({ [volume]: 1 }, (_expression, _token, call) =>
      page([], `t${call}`),
    );
    expect(asked.length).toBeLessThan(200);
    expect(coverage).toMatchObject([{ state: 'truncated' }]);
  });

  test('one that can not be read is rejected whole, and what came before is kept', async () => {
    const { ids, coverage } = await read({ [volume]: 200 }, (_expression, token) =>
      token === undefined ? page([row(volume, 'a')], 't1') : page([row(volume, 'b'), '{"resourceType"']),
    );
    expect(ids).toEqual(['a']);
    expect(coverage).toMatchObject([{ kind: volume, state: 'malformed', count: 1 }]);
  });

  test.each([
    ['another account', { accountId: '444455556666' }],
    ['another region', { awsRegion: 'us-east-1' }],
    ['another kind', { resourceType: 'AWS::EC2::Host' }],
    ['no region at all', { awsRegion: '../x' }],
  ])('one with a row of %s is rejected', async (_name, overrides) => {
    const { ids, coverage } = await read({ [volume]: 1 }, () => page([row(volume, 'a', overrides)]));
    expect(ids).toEqual([]);
    expect(coverage).toMatchObject([{ kind: volume, state: 'malformed' }]);
  });
});

describe('the count', () => {
  test('of a kind that queries do not serve is not "there are none"', async () => {
    const { coverage } = await read({ [volume]: 4 }, () => page([]));
    expect(coverage).toMatchObject([{ kind: volume, state: 'unsupported', count: 0 }]);
  });

  test('that is larger than what came is a cut', async () => {
    const { coverage, ids } = await read({ [volume]: 2 }, () => page([row(volume, 'a')]));
    expect(ids).toEqual(['a']);
    expect(coverage).toMatchObject([{ kind: volume, state: 'truncated', count: 1 }]);
  });

  test('is taken again where less came: what was deleted meanwhile is not missing', async () => {
    const recounted = { [volume]: 1, [bucket]: 3 };
    const { coverage } = await read(
      { [volume]: 2, [bucket]: 3 },
      (expression) => page(expression.includes(' IN ') ? [row(volume, 'a'), row(bucket, 'b')] : []),
      { kinds: [bucket, volume], recounted },
    );
    expect(coverage).toMatchObject([
      { kind: volume, state: 'read', count: 1 },
      { kind: bucket, state: 'truncated', count: 1 },
    ]);
  });

  test('of none is believed of the query as well', async () => {
    const { coverage } = await read({}, () => page([]));
    expect(coverage).toMatchObject([{ kind: volume, state: 'read', count: 0 }]);
  });
});

describe('rows', () => {
  test('of deleted resources are left out', async () => {
    const deleted = row(volume, 'b', { configurationItemStatus: 'ResourceDeleted', configuration: null });
    const { ids, coverage } = await read({ [volume]: 1 }, () => page([row(volume, 'a'), deleted]));
    expect(ids).toEqual(['a']);
    expect(coverage).toMatchObject([{ state: 'read', count: 1 }]);
  });

  test('of resources that nobody records make the kind unknown', async () => {
    const hidden = row(volume, 'b', { configurationItemStatus: 'ResourceNotRecorded' });
    const { coverage } = await read({ [volume]: 2 }, () => page([row(volume, 'a'), hidden]));
    expect(coverage).toMatchObject([{ state: 'not-recorded' }]);
  });

  test('of kinds that nobody needs have no parts, and are not fetched whole', async () => {
    const { asked, resources } = await read({ 'AWS::EC2::Host': 1, [volume]: 0 }, (expression) =>
      expression.includes('Host')
        ? page([row('AWS::EC2::Host', 'h', { configuration: undefined })])
        : page([]),
    );
    expect(resources).toMatchObject([{ kind: 'AWS::EC2::Host', id: 'h', parts: {} }]);
    const host = asked.find(({ expression }) => expression.includes('Host'));
    expect(host?.expression).not.toContain('configuration,');
  });
});

describe('a query of several kinds', () => {
  test('that can not be read is asked for kind by kind', async () => {
    const { ids, coverage } = await read(
      { [bucket]: 1, [volume]: 1 },
      (expression) => (expression.includes(bucket) ? broken : page([row(volume, 'v')])),
      { kinds: [bucket, volume] },
    );
    expect(ids).toEqual(['v']);
    expect(coverage).toMatchObject(
      [
        { kind: volume, state: 'read' },
        { kind: bucket, state: 'malformed' },
      ].sort((a, b) => (a.kind < b.kind ? -1 : 1)),
    );
  });

  test('never grows beyond what AWS Config takes, and names each kind once', () => {
    const kinds = Array.from({ length: 500 }, (_, index) => `AWS::Service${index}::${'Kind'.repeat(8)}`);
    const groups = groupKinds(kinds, new Map(), true, `accountId = '${account}'`);
    expect(groups.flatMap((group) => group.kinds)).toHaveLength(500);
    for (const group of groups) {
      expect(expressionOf(group, `accountId = '${account}'`).length).toBeLessThanOrEqual(maxExpression);
    }
  });

  test('that fails on a later page has handed nothing over, so that nothing comes twice', async () => {
    const rowsOf = (expression: string): string[] => [
      ...(expression.includes(bucket) ? [row(bucket, 'b1'), row(bucket, 'b2')] : []),
      ...(expression.includes(volume) ? [row(volume, 'v1')] : []),
    ];
    const { asked, ids, coverage } = await read(
      { [bucket]: 2, [volume]: 1 },
      (expression, token) => {
        if (!expression.includes(' IN ')) return page(rowsOf(expression));
        return token === undefined ? page(rowsOf(expression).slice(0, 2), 't1') : broken;
      },
      { kinds: [bucket, volume] },
    );
    expect([...ids].sort(compareText)).toEqual(['b1', 'b2', 'v1']);
    expect(asked).toHaveLength(4);
    expect(coverage).toMatchObject([
      { kind: volume, state: 'read', count: 1 },
      { kind: bucket, state: 'read', count: 2 },
    ]);
  });

  test('that is refused half-way keeps what came, and says that it is not all', async () => {
    const refused: Outcome<Page> = {
      ok: false,
      failure: sortError(
        Object.assign(new Error('no'), { name: 'AccessDeniedException' }),
        'config:SelectResourceConfig',
      ),
    };
    const { ids, coverage } = await read(
      { [bucket]: 1, [volume]: 1 },
      (_expression, token) => (token === undefined ? page([row(volume, 'v')], 't1') : refused),
      { kinds: [bucket, volume] },
    );
    expect(ids).toEqual(['v']);
    expect(coverage).toMatchObject([
      { kind: volume, state: 'denied' },
      { kind: bucket, state: 'denied' },
    ]);
  });

  test('that gives far more than was counted is not held', async () => {
    const { checkpoints, ids, coverage } = await read(
      { [bucket]: 1, [volume]: 1 },
      (_expression, token) => {
        const start = Number(token ?? 0);
        const rows = Array.from({ length: 100 }, (_, index) => row(volume, `v${start + index}`));
        return page(
          start === 0 ? [...rows, row(bucket, 'b')] : rows,
          start < 1_900 ? String(start + 100) : undefined,
        );
      },
      { kinds: [bucket, volume] },
    );
    expect(new Set(ids).size).toBe(2_001);
    expect(checkpoints[0]?.after).toBeLessThan(1_000);
    expect(coverage.map(({ state }) => state)).toEqual(['read', 'read']);
  });

  test('takes kinds as long as there is room on its pages, the largest first', () => {
    const counts = new Map([
      ['a', 300],
      ['b', 5000],
      ['c', 250],
      ['d', 100],
      ['e', 0],
    ]);
    const groups = groupKinds(['a', 'b', 'c', 'd', 'e'], counts, true, '');
    expect(groups.map((group) => group.kinds)).toEqual([['b'], ['a', 'd', 'e'], ['c']]);
  });
});

test('a reading goes on from each checkpoint with nothing lost and nothing twice', async () => {
  const counts = { [volume]: 450, [bucket]: 2 };
  const script: Script = (expression, token) => {
    if (expression.includes(bucket)) return page([row(bucket, 'x'), row(bucket, 'y')]);
    const start = Number(token ?? 0);
    const rows = Array.from({ length: 100 }, (_, index) => start + index).filter((number) => number < 450);
    return page(
      rows.map((number) => row(volume, `v${number}`)),
      start + 100 < 450 ? String(start + 100) : undefined,
    );
  };
  const kinds = [bucket, volume];
  const whole = await read(counts, script, { kinds });
  expect(new Set(whole.ids).size).toBe(452);
  expect(whole.checkpoints.length).toBeGreaterThan(2);
  for (const { after, cursor } of whole.checkpoints) {
    const rest = await read(counts, script, { kinds, cursor });
    expect([...whole.ids.slice(0, after), ...rest.ids]).toEqual(whole.ids);
    expect(rest.coverage.every(({ state }) => state === 'read')).toBe(true);
  }
});

test('a checkpoint that is not ours leaves every kind unknown', async () => {
  const { coverage, ids } = await read({ [volume]: 1 }, () => page([row(volume, 'a')]), {
    cursor: '{"version":2}',
  });
  expect(ids).toEqual([]);
  expect(coverage).toMatchObject([{ kind: volume, state: 'unavailable' }]);
});
