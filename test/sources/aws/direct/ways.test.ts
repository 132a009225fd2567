/** Which way each kind is read in each place: never both, and never neither where one of them tells. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CoverageRow } from '#model/coverage.ts';
import type { Needs } from '#model/source.ts';
import type { Sandbox } from '#sandbox/contract.ts';
import type { Estate, RecorderFacts, Shelf } from '#sandbox/estate/estate.ts';
import { startSandbox } from '#sandbox/start.ts';
import type { AwsOptions } from '#sources/aws/options.ts';
import { awsSource } from '#sources/aws/source.ts';
import { ids, loadMeridian } from '#test/sandbox/clients.ts';
import { readShard } from '#test/support/read-source.ts';
import { keysOf, optionsFor, scan } from '../sandbox-scan.ts';

const volume = 'AWS::EC2::Volume';
const group = 'AWS::EC2::SecurityGroup';
const instance = 'AWS::EC2::Instance';
const needs: Needs = new Map([
  [volume, new Set(['settings'])],
  [group, new Set(['ingress'])],
  [instance, new Set(['settings'])],
]);

const recorder: RecorderFacts = {
  region: 'eu-west-1',
  name: 'default',
  recording: true,
  lastStatus: 'Success',
  statusAgeHours: 1,
  strategy: 'EXCLUSION_BY_RESOURCE_TYPES',
  includeGlobal: false,
  kinds: [],
};

const meridian = await loadMeridian();

/** The production account with these recorders; what is in it stays. */
const recordedBy = (recorders: readonly RecorderFacts[]): Estate => {
  const records = (region: string, kind: string): boolean =>
    recorders.some((one) => one.region === region && !one.kinds.includes(kind));
  return {
    ...meridian,
    denials: [],
    accounts: meridian.accounts.map((one) => (one.id === ids.production ? { ...one, recorders } : one)),
    shelves: meridian.live.filter(({ region, kind }) => records(region, kind)),
    withheld: [],
  };
};

const scanned = async (
  estate: Estate,
  more: Partial<AwsOptions>,
): Promise<{ rows: readonly CoverageRow[]; keys: readonly string[]; actions: readonly string[] }> => {
  const sandbox = await startSandbox({ estate });
  try {
    const { resources, coverage } = await scan(
      optionsFor(sandbox, { accounts: [ids.production], kinds: [...needs.keys()], ...more }),
      needs,
    );
    return {
      rows: coverage,
      keys: keysOf(resources),
      actions: [...new Set(sandbox.calls.map(({ action }) => action))],
    };
  } finally {
    await sandbox.close();
  }
};

const ways = (rows: readonly CoverageRow[], region = 'eu-west-1'): Record<string, string> =>
  Object.fromEntries(
    rows
      .filter((row) => row.region === region && row.part === '*')
      .map((row) => [row.kind, `${row.route} ${row.state}`]),
  );

describe('an account without a recorder', () => {
  it('is read from the services, and the coverage says why', async () => {
    const { rows, keys, actions } = await scanned(recordedBy([]), { inventory: 'auto' });
    expect(ways(rows)).toEqual({
      [group]: 'direct read',
      [instance]: 'direct read',
      [volume]: 'direct read',
    });
    expect(rows.find((row) => row.kind === volume)?.detail).toBe('AWS Config has no recorder here');
    expect(keys).toContainEqual(expect.stringContaining(volume));
    expect(actions.filter((action) => /^config:(?:Select|Get)/.test(action))).toEqual([]);
  });

  it('stays unknown where only AWS Config may be asked', async () => {
    const { rows, keys } = await scanned(recordedBy([]), { inventory: 'config' });
    expect(ways(rows)).toEqual({
      [group]: 'config not-recorded',
      [instance]: 'config not-recorded',
      [volume]: 'config not-recorded',
    });
    expect(keys).toEqual([]);
  });
});

describe('a recorder that leaves a kind out', () => {
  const estate = recordedBy([{ ...recorder, kinds: [volume] }]);

  it('has that kind read from its service, and the others from AWS Config', async () => {
    const { rows } = await scanned(estate, { inventory: 'auto' });
    expect(ways(rows)).toEqual({
      [group]: 'config read',
      [instance]: 'config read',
      [volume]: 'direct read',
    });
  });

  it('has one row for each kind and region, by an aggregator too', async () => {
    const { rows, keys } = await scanned(estate, {
      inventory: 'auto',
      aggregator: { name: 'meridian-organization', region: meridian.homeRegion },
    });
    const places = rows.map((row) => `${row.region}|${row.kind}|${row.part}`);
    expect(places.length).toBe(new Set(places).size);
    expect(ways(rows)[volume]).toBe('direct read');
    expect(ways(rows)[group]).toBe('config-aggregator read');
    expect(keys.length).toBe(new Set(keys).size);
  });

  it('gives the same resources as the services alone', async () => {
    const auto = await scanned(estate, { inventory: 'auto' });
    const direct = await scanned(estate, { inventory: 'direct' });
    expect(auto.keys).toEqual(direct.keys);
  });
});

describe('a recorder that is refused, stopped or failing', () => {
  it.each([
    ['stopped', { recording: false }],
    ['failing', { lastStatus: 'Failure' as const }],
  ])('%s: the services are asked', async (_, change) => {
    const { rows } = await scanned(recordedBy([{ ...recorder, ...change }]), { inventory: 'auto' });
    expect(ways(rows)[volume]).toBe('direct read');
  });
});

describe('a recorder that may not hold all of what it records', () => {
  const remote = 'eu-south-2';
  /** The same account, moved to a region that has to be opted into. */
  const moved = (estate: Estate): Estate => {
    const there = (shelf: Shelf): Shelf =>
      shelf.account === ids.production && shelf.region === 'eu-west-1'
        ? {
            ...shelf,
            region: remote,
            at: (index) => ({ ...shelf.at(index), awsRegion: remote }),
          }
        : shelf;
    return {
      ...estate,
      accounts: estate.accounts.map((one) =>
        one.id === ids.production ? { ...one, regions: [{ name: remote, state: 'ENABLED' as const }] } : one,
      ),
      aggregators: estate.aggregators.map((one) => ({ ...one, regions: [...one.regions, remote] })),
      live: estate.live.map(there),
      shelves: estate.shelves.map(there),
    };
  };
  /** There, AWS Config takes the instances on and records none. */
  const blind = (): Estate => {
    const estate = moved(recordedBy([{ ...recorder, kinds: [instance] }]));
    return {
      ...estate,
      accounts: estate.accounts.map((one) =>
        one.id === ids.production ? { ...one, recorders: [{ ...recorder, region: remote }] } : one,
      ),
    };
  };
  const direct = { [group]: 'direct read', [instance]: 'direct read', [volume]: 'direct read' };

  it('in a region where some kinds can not be recorded: the services are asked', async () => {
    const { rows, keys } = await scanned(blind(), { inventory: 'auto' });
    expect(ways(rows, remote)).toEqual(direct);
    expect(rows.find((row) => row.kind === instance)?.detail).toBe(
      'AWS Config can not record every kind in eu-south-2',
    );
    expect(keys).toContainEqual(expect.stringContaining(instance));
  });

  it('there, by an aggregator: the same', async () => {
    const aggregator = { name: 'meridian-organization', region: meridian.homeRegion };
    const { rows, keys } = await scanned(blind(), { inventory: 'auto', aggregator });
    expect(ways(rows, remote)).toEqual(direct);
    expect(rows.find((row) => row.kind === instance)?.detail).toMatch(/can not record every kind/);
    expect(keys.length).toBe(new Set(keys).size);
  });

  it.each([
    ['its own AWS Config', undefined],
    ['an aggregator', { name: 'meridian-organization', region: meridian.homeRegion }],
  ])(
    'where only AWS Config may be asked: what %s shows counts, and that it shows nothing does not',
    async (_, aggregator) => {
      const { rows, keys } = await scanned(blind(), {
        inventory: 'config',
        ...(aggregator === undefined ? {} : { aggregator }),
      });
      const by = aggregator === undefined ? 'config' : 'config-aggregator';
      expect(ways(rows, remote)).toEqual({
        [group]: `${by} read`,
        [instance]: `${by} not-recorded`,
        [volume]: `${by} read`,
      });
      expect(keys).toContainEqual(expect.stringContaining(volume));
    },
  );

  it('says that it looks at a kind once a day: that kind is read from its service', async () => {
    const { rows } = await scanned(recordedBy([{ ...recorder, daily: [volume] }]), { inventory: 'auto' });
    expect(ways(rows)).toEqual({
      [group]: 'config read',
      [instance]: 'config read',
      [volume]: 'direct read',
    });
    expect(rows.find((row) => row.kind === volume && row.region === 'eu-west-1')?.detail).toBe(
      'recorder default looks at this kind once a day',
    );
  });

  it('says that it looks at a kind once a day, and nothing else may be asked: the coverage says so', async () => {
    const { rows } = await scanned(recordedBy([{ ...recorder, daily: [volume] }]), { inventory: 'config' });
    expect(rows.find((row) => row.kind === volume && row.region === 'eu-west-1')).toMatchObject({
      state: 'read',
      route: 'config',
      detail: 'recorder default looks at this kind once a day',
    });
  });

  it('was started less than a day ago: the services are asked', async () => {
    const { rows } = await scanned(recordedBy([{ ...recorder, startedHoursAgo: 2 }]), { inventory: 'auto' });
    expect(ways(rows)).toEqual(direct);
  });

  it('is no reason to tell anybody that the inventory lacks what nobody judges', async () => {
    const sandbox = await startSandbox({ estate: blind() });
    try {
      const options = optionsFor(sandbox, { accounts: [ids.production], inventory: 'auto' });
      const plan = await awsSource(options).plan(needs, new AbortController().signal);
      expect(plan.notices.filter((notice) => notice.includes('from the services themselves'))).toEqual([]);
      expect(plan.shards.map(({ name }) => name)).toContain(`aws/${ids.production}/${remote}/config`);
    } finally {
      await sandbox.close();
    }
  });
});

describe('a shard that is read from the services', () => {
  let sandbox: Sandbox;
  const options = () =>
    optionsFor(sandbox, { accounts: [ids.production], kinds: [...needs.keys()], inventory: 'direct' });

  beforeAll(async () => {
    sandbox = await startSandbox({ estate: recordedBy([]), longestPage: 3, emptyPageEvery: 3 });
  });
  afterEach(() => sandbox.clearFaults());
  afterAll(() => sandbox.close());

  const shardOf = async () => {
    const source = awsSource(options());
    const plan = await source.plan(needs, new AbortController().signal);
    const shard = plan.shards.find(({ name }) => name.endsWith('/eu-west-1/direct'));
    if (shard === undefined) throw new Error('no such shard');
    return { source, shard };
  };

  it('goes on from each of its checkpoints and ends the same', async () => {
    const { source, shard } = await shardOf();
    const whole = await readShard(source, shard);
    expect(whole.checkpoints.length).toBeGreaterThan(5);
    for (const cursor of whole.checkpoints) {
      const rest = await readShard((await shardOf()).source, shard, cursor);
      const keys = keysOf(whole.resources);
      expect(keys).toEqual(expect.arrayContaining(keysOf(rest.resources)));
      expect(rest.coverage).toEqual(whole.coverage.slice(whole.coverage.length - rest.coverage.length));
    }
  });

  it('says that a checkpoint can not be read, kind by kind', async () => {
    const { source, shard } = await shardOf();
    const { coverage, resources } = await readShard(source, shard, '{"not":"ours"}');
    expect(resources).toEqual([]);
    expect(coverage.map(({ state }) => state)).toEqual(shard.kinds.map(() => 'unavailable'));
  });

  it.each([
    ['expire-token', 'truncated'],
    ['repeat-token', 'truncated'],
  ] as const)('a page token that is bad (%s) makes the kind %s', async (type, state) => {
    sandbox.addFault({ match: { action: 'ec2:DescribeVolumes' }, effect: { type } });
    const { source, shard } = await shardOf();
    const { coverage } = await readShard(source, shard);
    expect(coverage.find((row) => row.kind === volume)).toMatchObject({ state });
    expect(coverage.find((row) => row.kind === group)?.state).toBe('read');
  });

  it('counts a row once that comes on two pages', async () => {
    const undisturbed = await readShard((await shardOf()).source, (await shardOf()).shard);
    sandbox.addFault({ match: { action: 'ec2:DescribeVolumes' }, effect: { type: 'overlap' } });
    const { source, shard } = await shardOf();
    const { resources, coverage } = await readShard(source, shard);
    expect(keysOf(resources)).toEqual(keysOf(undisturbed.resources));
    expect(coverage.find((row) => row.kind === volume)).toMatchObject({ state: 'read' });
  });

  it('refused a list, names the permission and reads the rest', async () => {
    sandbox.addFault({ match: { action: 'ec2:DescribeVolumes' }, effect: { type: 'deny' } });
    const { source, shard } = await shardOf();
    const { coverage } = await readShard(source, shard);
    expect(coverage.find((row) => row.kind === volume)).toMatchObject({
      state: 'denied',
      missing: 'ec2:DescribeVolumes',
      count: 0,
    });
  });
});

describe('a region without network interfaces', () => {
  it('has no instances, without a call for them', async () => {
    const bare: Estate = {
      ...recordedBy([]),
      live: meridian.live.filter(({ kind }) => kind !== instance && kind !== 'AWS::EC2::NetworkInterface'),
    };
    const more = new Map([...needs, ['AWS::EC2::NetworkInterface', new Set(['settings'])]]);
    const sandbox = await startSandbox({ estate: bare });
    try {
      const { coverage } = await scan(
        optionsFor(sandbox, { accounts: [ids.production], kinds: [...more.keys()], inventory: 'direct' }),
        more,
      );
      expect(coverage.find((row) => row.kind === instance)).toMatchObject({ state: 'read', count: 0 });
      expect(sandbox.calls.map(({ action }) => action)).not.toContain('ec2:DescribeInstances');
    } finally {
      await sandbox.close();
    }
  });
});
