/** Trails that cover an account from elsewhere, and whether those that cover it log. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Estate } from '#sandbox/estate/estate.ts';
import { seriesOf } from '#sandbox/estate/estate.ts';
import { ids } from '#test/sandbox/clients.ts';
import {
  account,
  close,
  meridian,
  read,
  recordedBy,
  recorderIn,
  regions,
  trail,
  trailsChanged,
} from './joined-estate.ts';

const getStatus = 'cloudtrail:GetTrailStatus';
const gone = 'TrailNotFoundException';

afterEach(close);

describe("the organisation's trail", () => {
  const shared = trailsChanged((item) =>
    item.accountId === ids.security
      ? { ...item, configuration: { ...item.configuration, isOrganizationTrail: true } }
      : item,
  );
  const estate = recordedBy([], shared);
  const status = (logging: boolean) => [expect.objectContaining({ logging })];

  it('covers a member, and is a resource of the management account in its home region alone', async () => {
    const { resources, own } = await read(estate, { accounts: [ids.security, ids.staging] });
    const trails = resources.filter(({ kind }) => kind === trail);
    expect(trails.map((one) => `${one.account} ${one.region} ${one.name}`)).toEqual([
      `${ids.security} eu-west-1 meridian-security`,
      `${ids.staging} eu-west-1 staging-only`,
    ]);
    expect(own('trails')).toMatchObject({ value: [{ name: 'meridian-security' }] });
    const staging = resources.find(({ kind, id }) => kind === account && id === ids.staging);
    expect(staging?.parts['trails']).toMatchObject({ value: [{ name: 'staging-only' }] });
    expect(staging?.parts['otherTrails']).toMatchObject({ value: [{ name: 'meridian-security' }] });
    expect(staging?.parts['trailStatus']).toMatchObject({ value: status(true) });
  });

  it('is shown to the member, and the management account is not asked', async () => {
    const { own, asked } = await read(estate, { accounts: [ids.staging] });
    expect(own('otherTrails')).toMatchObject({ value: [{ name: 'meridian-security' }] });
    expect(own('trailStatus')).toMatchObject({ value: status(true) });
    expect(asked(getStatus)).toEqual([`${ids.staging} eu-west-1`]);
    expect(asked('cloudtrail:DescribeTrails').every((one) => one.startsWith(ids.staging))).toBe(true);
  });

  it('is shown where neither its home region nor the list of accounts is read', async () => {
    const { own, asked } = await read(estate, { accounts: [ids.staging], regions: ['us-east-1'] }, [
      { match: { action: 'organizations:ListAccounts' }, effect: { type: 'deny' } },
    ]);
    expect(own('otherTrails')).toMatchObject({ value: [{ name: 'meridian-security' }] });
    expect(own('trailStatus')).toMatchObject({ value: status(true) });
    expect(asked(getStatus)).toEqual([`${ids.staging} eu-west-1`]);
  });

  it('is looked for in the management account where only AWS Config may be asked, and its status there', async () => {
    const recorded = recordedBy(
      regions.map((region) => recorderIn(region)),
      shared,
    );
    const { own, asked } = await read(recorded, { inventory: 'config', accounts: [ids.staging] });
    expect(own('otherTrails')).toMatchObject({ value: [{ name: 'meridian-security' }] });
    expect(own('trailStatus')).toMatchObject({ value: status(true) });
    expect(asked(getStatus)).toEqual([`${ids.security} eu-west-1`]);
    expect(asked('cloudtrail:DescribeTrails')).toEqual([]);
  });

  it('is looked for in the management account where the member may not see it', async () => {
    const { own } = await read(estate, { accounts: [ids.staging] }, [
      { match: { action: 'cloudtrail:DescribeTrails', account: ids.staging }, effect: { type: 'deny' } },
    ]);
    expect(own('trails')).toMatchObject({ known: false, reason: 'denied' });
    expect(own('otherTrails')).toMatchObject({ value: [{ name: 'meridian-security' }] });
    expect(own('trailStatus')).toMatchObject({ known: false, missing: 'cloudtrail:DescribeTrails' });
  });
});

describe('whether a trail logs', () => {
  const bare = recordedBy([]);
  const stopped = recordedBy(
    [],
    trailsChanged((item) => ({ ...item, untold: { isLogging: false } })),
  );
  const own = [
    {
      arn: expect.stringContaining('trail/meridian-security'),
      logging: true,
      deliveryError: 'none',
      events: 'all',
    },
  ];

  it.each([
    ['the services', 'direct', bare],
    ['AWS Config', 'config', recordedBy(regions.map((region) => recorderIn(region)))],
  ] as const)(
    'is asked of CloudTrail once, in its home region, when the trail came from %s',
    async (_, inventory, estate) => {
      const told = await read(estate, { inventory, accounts: [ids.security] });
      expect(told.own('trailStatus')).toEqual({ known: true, value: own });
      expect(told.asked(getStatus)).toEqual([`${ids.security} eu-west-1`]);
    },
  );

  it('is told of one that was stopped', async () => {
    const told = await read(stopped, { accounts: [ids.security] });
    expect(told.own('trailStatus')).toMatchObject({ value: [{ logging: false }] });
  });

  it.each([
    ['refused', { type: 'deny' }, 'denied'],
    ['refused by a rule of the organisation', { type: 'deny', by: 'scp' }, 'denied-by-guardrail'],
    ['throttled', { type: 'throttle' }, 'throttled'],
    ['answered with nothing', { type: 'wrong-body', body: 'empty' }, 'malformed'],
    ['asked of a trail that is gone', { type: 'error', status: 400, code: gone }, 'unavailable'],
  ] as const)('and is %s, is unread and neither on nor off', async (_, effect, reason) => {
    const told = await read(bare, { accounts: [ids.security] }, [{ match: { action: getStatus }, effect }]);
    expect(told.own('trails')).toMatchObject({ known: true });
    expect(told.own('trailStatus')).toMatchObject({ known: false, reason, missing: getStatus });
  });

  it('is unread for a member that may not ask for the trail it is shown', async () => {
    const shared = trailsChanged((item) =>
      item.accountId === ids.security
        ? { ...item, configuration: { ...item.configuration, isOrganizationTrail: true } }
        : item,
    );
    const told = await read(recordedBy([], shared), { accounts: [ids.staging] }, [
      { match: { action: getStatus, account: ids.staging }, effect: { type: 'deny' } },
    ]);
    expect(told.own('otherTrails')).toMatchObject({ known: true });
    expect(told.own('trailStatus')).toMatchObject({ known: false, reason: 'denied', missing: getStatus });
  });

  it('is known where one of two logs and the other can not be asked', async () => {
    const two = recordedBy([], {
      ...meridian,
      live: meridian.live.map((shelf) => {
        if (shelf.kind !== trail || shelf.account !== ids.security) return shelf;
        const item = shelf.at(0);
        const arn = `${item.arn ?? ''}-a`;
        const spare = {
          ...item,
          arn,
          resourceId: arn,
          resourceName: 'a',
          configuration: { ...item.configuration, name: 'a', trailARN: arn },
        };
        return { ...shelf, ...seriesOf([item, spare]) };
      }),
    });
    const told = await read(two, { accounts: [ids.security] }, [
      { match: { action: getStatus }, effect: { type: 'error', status: 400, code: gone }, times: 1 },
    ]);
    expect(told.own('trails')).toMatchObject({ value: { length: 2 } });
    expect(told.own('trailStatus')).toEqual({
      known: true,
      value: [{ arn: expect.stringMatching(/-a$/), logging: true, deliveryError: 'none', events: 'all' }],
    });
    expect(told.asked(getStatus)).toHaveLength(2);
  });
});

describe('what a trail that logs records', () => {
  const getSelectors = 'cloudtrail:GetEventSelectors';
  const selecting = (selectors: object): Estate =>
    recordedBy(
      [],
      trailsChanged((item) => ({
        ...item,
        configuration: { ...item.configuration, hasCustomEventSelectors: true, isOrganizationTrail: true },
        untold: { isLogging: true, selectors } as NonNullable<typeof item.untold>,
      })),
    );
  const advanced = (...fields: readonly object[]) => ({
    FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }, ...fields],
  });
  const readOnly = (value: string) => ({ Field: 'readOnly', Equals: [value] });
  const basic = (more: object = {}) => ({
    ReadWriteType: 'All',
    IncludeManagementEvents: true,
    ExcludeManagementEventSources: [],
    ...more,
  });
  const data = {
    FieldSelectors: [
      { Field: 'eventCategory', Equals: ['Data'] },
      { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
    ],
  };

  it.each([
    ['all', 'everything', { EventSelectors: [basic()] }],
    [
      'all',
      'everything, in two halves',
      { AdvancedEventSelectors: [advanced(readOnly('true')), data, advanced(readOnly('false'))] },
    ],
    [
      'all',
      'everything but the uses of keys',
      { EventSelectors: [basic({ ExcludeManagementEventSources: ['kms.amazonaws.com'] })] },
    ],
    [
      'all',
      'everything but the uses of keys, by fields',
      {
        AdvancedEventSelectors: [
          advanced({ Field: 'eventSource', NotEquals: ['kms.amazonaws.com', 'rdsdata.amazonaws.com'] }),
        ],
      },
    ],
    ['none', 'events of data only', { AdvancedEventSelectors: [data] }],
    [
      'none',
      'events of data only, in the older form',
      { EventSelectors: [basic({ IncludeManagementEvents: false })] },
    ],
    ['writes', 'what changes something', { EventSelectors: [basic({ ReadWriteType: 'WriteOnly' })] }],
    ['reads', 'what changes nothing', { AdvancedEventSelectors: [advanced(readOnly('true'))] }],
    [
      'some',
      'everything but IAM',
      { AdvancedEventSelectors: [advanced({ Field: 'eventSource', NotEquals: ['iam.amazonaws.com'] })] },
    ],
    [
      'some',
      'one service',
      { AdvancedEventSelectors: [advanced({ Field: 'eventSource', Equals: ['ec2.amazonaws.com'] })] },
    ],
    [
      'some',
      'what one principal does not do',
      { AdvancedEventSelectors: [advanced({ Field: 'userIdentity.arn', NotStartsWith: ['arn:aws:sts'] })] },
    ],
    [
      'some',
      'everything but a service that may not be left out',
      { EventSelectors: [basic({ ExcludeManagementEventSources: ['iam.amazonaws.com'] })] },
    ],
  ])('is %s of the management events: it is set to %s', async (events, _, selectors) => {
    const { own } = await read(selecting(selectors), { accounts: [ids.security] });
    expect(own('trailStatus')).toMatchObject({ value: [{ logging: true, events }] });
  });

  it.each([
    ['no selector', { EventSelectors: [] }],
    ['a selector without fields', { AdvancedEventSelectors: [{ Name: 'x' }] }],
    ['a selector without a category', { AdvancedEventSelectors: [{ FieldSelectors: [readOnly('true')] }] }],
    ['a selector of no type', { EventSelectors: [{ IncludeManagementEvents: true }] }],
  ])('is unread where the answer holds %s', async (_, selectors) => {
    const { own } = await read(selecting(selectors), { accounts: [ids.security] });
    expect(own('trailStatus')).toMatchObject({ known: false, reason: 'malformed', missing: getSelectors });
  });

  it('is unread where CloudTrail refuses to tell', async () => {
    const { own } = await read(selecting({ EventSelectors: [basic()] }), { accounts: [ids.security] }, [
      { match: { action: getSelectors }, effect: { type: 'deny' } },
    ]);
    expect(own('trailStatus')).toMatchObject({ known: false, reason: 'denied', missing: getSelectors });
  });

  it("is asked of the organisation's trail by its owner, where the member may not ask", async () => {
    const estate = selecting({ EventSelectors: [basic({ ReadWriteType: 'ReadOnly' })] });
    const { own, asked } = await read(estate, { accounts: [ids.production] }, [
      { match: { action: getSelectors, account: ids.production }, effect: { type: 'deny' } },
    ]);
    expect(own('trailStatus')).toMatchObject({ value: [{ logging: true, events: 'reads' }] });
    expect(asked(getSelectors)).toEqual([`${ids.production} eu-west-1`, `${ids.security} eu-west-1`]);
  });

  it('is not asked of a trail that nobody told what to record', async () => {
    const estate = recordedBy(
      [],
      trailsChanged((item) => ({
        ...item,
        configuration: { ...item.configuration, hasCustomEventSelectors: false },
      })),
    );
    const { own, asked } = await read(estate, { accounts: [ids.security] });
    expect(own('trailStatus')).toMatchObject({ value: [{ events: 'all' }] });
    expect(asked(getSelectors)).toEqual([]);
  });

  it('is nothing where its bucket takes no files', async () => {
    const estate = recordedBy(
      [],
      trailsChanged((item) => ({ ...item, untold: { isLogging: true, deliveryError: 'NoSuchBucket' } })),
    );
    const { own } = await read(estate, { accounts: [ids.security] });
    expect(own('trailStatus')).toMatchObject({ value: [{ logging: true, deliveryError: 'NoSuchBucket' }] });
  });
});

describe('an account that is not in the organisation of whoever scans it', () => {
  const shared = trailsChanged((item) =>
    item.accountId === ids.security
      ? { ...item, configuration: { ...item.configuration, isOrganizationTrail: true } }
      : item,
  );
  const recorded = recordedBy(
    regions.map((region) => recorderIn(region)),
    shared,
  );
  const estate: Estate = {
    ...recorded,
    accounts: recorded.accounts.map((one) => (one.id === ids.staging ? { ...one, outside: true } : one)),
  };

  it('is not taken to be covered by its trail', async () => {
    const { own } = await read(estate, { inventory: 'config', accounts: [ids.staging] });
    expect(own('trails')).toMatchObject({ value: [{ name: 'staging-only' }] });
    expect(own('otherTrails')).toMatchObject({ known: false, missing: 'organizations:ListAccounts' });
  });
});
