/** Buckets from S3 itself: where they are, what their settings' absence means, and what a failed call leaves. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { directSources } from '#model/aws/direct-sources.ts';
import type { Reading } from '#model/reading.ts';
import type { Needs } from '#model/source.ts';
import type { Sandbox } from '#sandbox/contract.ts';
import type { ConfigItem, Estate } from '#sandbox/estate/estate.ts';
import { itemsIn, seriesOf } from '#sandbox/estate/estate.ts';
import { startSandbox } from '#sandbox/start.ts';
import type { DirectPlace } from '#sources/aws/direct/kind.ts';
import { bucket } from '#sources/aws/direct/s3.ts';
import { ids, loadMeridian } from '#test/sandbox/clients.ts';
import { optionsFor, scan } from '../sandbox-scan.ts';

const kind = 'AWS::S3::Bucket';
const actions = directSources[kind].parts;
type Part = keyof typeof actions;
const parts = Object.keys(actions) as Part[];
/** S3 leaves these out of an answer where they were never set. */
const silent: readonly Part[] = ['versioning', 'logging'];

const arn = (name: string): string => `arn:aws:s3:::${name}`;
const healthy = 'meridian-network-captures';
/** In another region, and with nothing set. */
const bare = 'meridian-network-old';

/** As the item of a bucket that was made long ago. */
const unset = (item: ConfigItem): ConfigItem => ({
  ...item,
  supplementaryConfiguration: {
    AccessControlList: item.supplementaryConfiguration['AccessControlList'],
    BucketPolicy: { policyText: null },
    BucketVersioningConfiguration: { status: 'Off', isMfaDeleteEnabled: null },
    BucketLoggingConfiguration: { destinationBucketName: null, logFilePrefix: null },
  },
});

const demo = await loadMeridian();
const meridian: Estate = {
  ...demo,
  denials: [],
  live: demo.live.map((shelf) =>
    shelf.kind === kind && shelf.account === ids.network && shelf.region === 'eu-central-1'
      ? { ...shelf, ...seriesOf([unset(shelf.at(0))]) }
      : shelf,
  ),
};
const namesIn = (account: string, region?: string): readonly string[] =>
  meridian.live
    .filter((one) => one.kind === kind && one.account === account)
    .filter((one) => region === undefined || one.region === region)
    .flatMap((one) => [...itemsIn(one)].map((item) => item.resourceId))
    .sort();

describe('buckets', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ estate: meridian, longestPage: 2, emptyPageEvery: 3 });
  });
  afterEach(() => {
    sandbox.clearFaults();
    sandbox.clearCalls();
  });
  afterAll(() => sandbox.close());

  const read = async (account: string, needed: readonly Part[] = parts) => {
    const needs: Needs = new Map([[kind, new Set(needed)]]);
    const options = optionsFor(sandbox, { inventory: 'direct', accounts: [account], kinds: [kind] });
    const { resources, coverage } = await scan({ ...options, attempts: 2 }, needs);
    return {
      names: resources.map(({ name }) => name).sort(),
      regions: new Map(resources.map((one) => [one.name, one.region])),
      part: (name: string, part: Part): Reading<unknown> | undefined =>
        resources.find((one) => one.id === arn(name))?.parts[part],
      rows: coverage.filter((row) => row.kind === kind),
    };
  };

  it('are listed by their own regions, page by page, and asked nowhere else', async () => {
    const { names, regions } = await read(ids.network);
    expect(names).toEqual(namesIn(ids.network));
    expect(regions.get(bare)).toBe('eu-central-1');
    expect(regions.get(healthy)).toBe('eu-west-1');
    expect(sandbox.calls.filter(({ status }) => status === 301)).toEqual([]);
    const large = await read(ids.production, []);
    expect(large.names).toEqual(namesIn(ids.production));
    expect(large.names.length).toBeGreaterThan(5);
  });

  it('with nothing set have none of it, which S3 says by errors and by silence', async () => {
    const { part, rows } = await read(ids.network);
    for (const name of ['policy', 'publicAccessBlock', 'ownership', 'encryption', 'logging'] as const) {
      expect(part(bare, name)).toEqual({ known: true, value: 'none' });
    }
    expect(part(bare, 'versioning')).toEqual({ known: true, value: { status: 'Off', mfaDelete: false } });
    expect(part(bare, 'acl')).toMatchObject({ known: true });
    expect(rows.filter(({ state }) => state !== 'read')).toEqual([]);
  });

  it('cost no call for a part that nobody looks at', async () => {
    const { part } = await read(ids.network, ['acl']);
    expect(part(healthy, 'acl')).toMatchObject({ known: true });
    expect(part(healthy, 'policy')).toBeUndefined();
    const asked = new Set(sandbox.calls.map(({ action }) => action).filter((one) => one.startsWith('s3:')));
    expect(asked).toEqual(new Set(['s3:ListAllMyBuckets', 's3:GetBucketAcl']));
  });

  it.each(parts)('refused their %s, have it unread with the permission that it takes', async (name) => {
    const [action] = actions[name];
    sandbox.addFault({ match: { action }, effect: { type: 'deny' } });
    const { names, part } = await read(ids.network);
    expect(names).toEqual(namesIn(ids.network));
    expect(part(healthy, name)).toMatchObject({ known: false, reason: 'denied', missing: action });
    for (const other of parts)
      if (other !== name) expect(part(healthy, other)).toMatchObject({ known: true });
  });

  it.each(parts)('throttled for their %s, have it unread', async (name) => {
    const [action] = actions[name];
    sandbox.addFault({ match: { action }, effect: { type: 'throttle' } });
    const { part } = await read(ids.network, [name]);
    expect(part(healthy, name)).toMatchObject({
      known: false,
      reason: 'throttled',
      missing: action,
    });
  });

  it.each(
    parts
      .filter((name) => !silent.includes(name))
      .flatMap((name) => (['html', 'empty', 'bare'] as const).map((body) => [name, body] as const)),
  )('whose %s is answered with a body of %s, have it unread and not "none"', async (name, body) => {
    sandbox.addFault({ match: { action: actions[name][0] }, effect: { type: 'wrong-body', body } });
    const { part } = await read(ids.network, [name]);
    expect(part(healthy, name)).toMatchObject({ known: false, reason: 'malformed' });
  });

  it.each(parts)('that are deleted before their %s is asked for, are left out', async (name) => {
    const hide = { type: 'change', hide: [arn(healthy)] } as const;
    sandbox.addFault({ match: { action: actions[name][0], region: 'eu-west-1' }, effect: hide, times: 1 });
    const { names, rows } = await read(ids.network, [name]);
    sandbox.addFault({ match: {}, effect: { type: 'change', show: [arn(healthy)] }, times: 1 });
    expect((await read(ids.network, [name])).names).toContain(healthy);
    expect(names).toEqual([bare]);
    expect(rows.filter(({ state }) => state !== 'read')).toEqual([]);
  });

  it('refused the list, are unknown in that region alone', async () => {
    sandbox.addFault({
      match: { action: 's3:ListAllMyBuckets', region: 'eu-central-1' },
      effect: { type: 'deny', by: 'scp' },
    });
    const { names, rows } = await read(ids.network);
    expect(names).toEqual(namesIn(ids.network, 'eu-west-1'));
    expect(rows.find(({ region }) => region === 'eu-central-1')).toMatchObject({
      state: 'denied-by-guardrail',
      missing: 's3:ListAllMyBuckets',
    });
  });
});

describe('a page of buckets', () => {
  const page = (output: object) => {
    const place: DirectPlace = {
      account: ids.network,
      region: 'eu-west-1',
      partition: 'aws-cn',
      call: async () => ({ ok: true, value: output as never }),
    };
    return bucket.page(place, undefined);
  };

  it('of a server that does not know the filter leaves out other regions’ buckets', async () => {
    const Buckets = [
      { Name: 'here', BucketRegion: 'eu-west-1' },
      { Name: 'there', BucketRegion: 'eu-central-1' },
      { Name: 'untold' },
    ];
    const answer = await page({ Buckets, ContinuationToken: '' });
    expect(answer).toMatchObject({ ok: true, value: { next: undefined } });
    expect(answer.ok && answer.value.rows.map((row) => row.arn)).toEqual([
      'arn:aws-cn:s3:::here',
      'arn:aws-cn:s3:::untold',
    ]);
  });

  it.each([
    ['a bucket without a name', { Buckets: [{ Name: 'here' }, {}] }],
    ['no list', {}],
  ])('with %s is rejected whole', async (_, output) => {
    expect(await page(output)).toMatchObject({ ok: false, failure: { type: 'malformed' } });
  });
});
