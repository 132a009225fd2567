import { describe, expect, test } from 'vitest';
import type { Outcome } from '#sources/aws/clients.ts';
import type { JoinedKind } from '#sources/aws/config/joined-items.ts';
import { JoinedItems } from '#sources/aws/config/joined-items.ts';
import type { InventoryRoute, Page } from '#sources/aws/config/route.ts';
import { sortError } from '#sources/aws/errors.ts';
import type { Gap } from '#sources/aws/recorders.ts';
import { MalformedAnswer } from '#sources/failure.ts';

const account = '111122223333';
const region = 'eu-west-1';
const trail = 'AWS::CloudTrail::Trail';
const flowLog = 'AWS::EC2::FlowLog';
const block = 'AWS::S3::AccountPublicAccessBlock';
const { signal } = new AbortController();

const row = (kind: string, id: string, status = 'OK'): string =>
  JSON.stringify({
    accountId: account,
    awsRegion: region,
    resourceType: kind,
    resourceId: id,
    configurationItemStatus: status,
    configurationItemCaptureTime: '2026-10-02T07:15:11.402Z',
    configuration: {},
    supplementaryConfiguration: {},
    tags: [],
  });
const page = (rows: readonly string[]): Outcome<Page> => ({ ok: true, value: { rows, next: undefined } });
const broken: Outcome<Page> = {
  ok: false,
  failure: sortError(new MalformedAnswer('not JSON'), 'config:SelectResourceConfig'),
};

interface Setting {
  readonly counts?: Readonly<Record<string, number>>;
  readonly recounted?: Readonly<Record<string, number>>;
  readonly gapOf?: (kind: string) => Gap | undefined;
  readonly doubtOf?: (kind: string) => Gap | undefined;
}

const itemsOf = (
  script: (expression: string, call: number) => Outcome<Page>,
  { counts = {}, recounted = counts, gapOf = () => undefined, doubtOf = () => undefined }: Setting = {},
) => {
  const asked: string[] = [];
  const route: InventoryRoute = {
    name: 'config',
    condition: '',
    counts: async () => ({ ok: true, value: new Map(Object.entries(counts)) }),
    recount: async () => ({ ok: true, value: new Map(Object.entries(recounted)) }),
    page: async (expression) => {
      asked.push(expression);
      return script(expression, asked.length);
    },
  };
  const items = new JoinedItems({ state: async () => ({ gapOf, doubtOf }) }, undefined, {
    own: () => route,
    aggregated: () => route,
  });
  const list = async (kind: JoinedKind) => {
    const answer = await items.list(kind, account, region, signal);
    return 'gap' in answer ? answer.gap.state : answer.items.map(({ resourceId }) => resourceId);
  };
  return { asked, list };
};

describe('items that are joined', () => {
  test('of all kinds come by one query, whoever asks', async () => {
    const { asked, list } = itemsOf(() => page([row(trail, 't'), row(flowLog, 'f')]));
    const answers = await Promise.all([list(trail), list(flowLog), list(block), list(trail)]);
    expect(answers).toEqual([['t'], ['f'], [], ['t']]);
    expect(asked).toHaveLength(1);
  });

  test('of a kind that can not be read leave the others as they are', async () => {
    const { asked, list } = itemsOf((expression) =>
      expression.includes(flowLog) ? broken : page(expression.includes(trail) ? [row(trail, 't')] : []),
    );
    expect([await list(flowLog), await list(trail), await list(block)]).toEqual(['malformed', ['t'], []]);
    expect(asked).toHaveLength(4);
    // The next who needs it tries anew.
    await list(flowLog);
    expect(asked.length).toBeGreaterThan(4);
  });

  test.each([
    ['ResourceNotRecorded', 'not-recorded'],
    ['SomethingNew', 'malformed'],
  ])('one of which has the status %s are not all there', async (status, state) => {
    const { list } = itemsOf(() => page([row(flowLog, 'a', status), row(flowLog, 'b'), row(trail, 't')]));
    expect([await list(flowLog), await list(trail)]).toEqual([state, ['t']]);
  });

  test('that are fewer than counted, before and after, are not all there', async () => {
    const { list } = itemsOf(() => page([row(trail, 't')]), { counts: { [trail]: 2, [flowLog]: 1 } });
    expect([await list(trail), await list(flowLog), await list(block)]).toEqual([
      'truncated',
      'unsupported',
      [],
    ]);
  });

  test('that were deleted since the count are not missing', async () => {
    const setting = { counts: { [trail]: 2 }, recounted: { [trail]: 1 } };
    const { list } = itemsOf(() => page([row(trail, 't')]), setting);
    expect(await list(trail)).toEqual(['t']);
  });

  test('of a kind that is not recorded are not asked for', async () => {
    const { asked, list } = itemsOf(() => page([]), {
      gapOf: (kind) => (kind === trail ? { state: 'not-recorded' } : undefined),
    });
    expect([await list(trail), await list(block)]).toEqual(['not-recorded', []]);
    expect(asked).toHaveLength(1);
    expect(asked[0]).not.toContain(trail);
  });

  test('of a kind that may not be recorded whole are all there where there are some, and are not where there are none', async () => {
    const { list } = itemsOf(() => page([row(trail, 't')]), {
      counts: { [trail]: 1 },
      doubtOf: () => ({ state: 'not-recorded' }),
    });
    expect([await list(trail), await list(block)]).toEqual([['t'], 'not-recorded']);
  });
});
