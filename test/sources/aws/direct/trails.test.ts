/** Trails that cover an account from elsewhere, and whether those that cover it log. */
import { afterEach, describe, expect, it } from 'vitest';
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
  const own = [{ arn: expect.stringContaining('trail/meridian-security'), logging: true }];

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
      value: [{ arn: expect.stringMatching(/-a$/), logging: true }],
    });
    expect(told.asked(getStatus)).toHaveLength(2);
  });
});
