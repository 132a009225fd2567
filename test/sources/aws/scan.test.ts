import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { needsOf } from '#engine/plan.ts';
import { directSourceOf, isUnrecorded, taggingAction } from '#model/aws/direct-sources.ts';
import { isGap } from '#model/coverage.ts';
import type { Kind } from '#model/kinds.ts';
import { partSource } from '#model/part-sources.ts';
import type { Sandbox } from '#sandbox/contract.ts';
import { startSandbox } from '#sandbox/start.ts';
import { awsSource } from '#sources/aws/source.ts';
import { ids, loadMeridian, now } from '#test/sandbox/clients.ts';
import { checksOf } from '#test/support/cloud-checks.ts';
import type { SourceRead } from '#test/support/read-source.ts';
import { readShard } from '#test/support/read-source.ts';
import { allNeeds, keysOf, optionsFor, scan } from './sandbox-scan.ts';

const allChecks = checksOf('aws');

const clock = () => now.getTime();
let sandbox: Sandbox;
let organization: SourceRead;
let aggregated: SourceRead;

beforeAll(async () => {
  // Every third page is empty and has a token, as the services may do.
  sandbox = await startSandbox({ estate: await loadMeridian(), now: () => now, emptyPageEvery: 3 });
  organization = await scan(optionsFor(sandbox), undefined, clock);
  aggregated = await scan(
    optionsFor(sandbox, { aggregator: { name: 'meridian-organization', region: 'eu-west-1' } }),
    undefined,
    clock,
  );
});
afterEach(() => {
  sandbox.clearCalls();
});
afterAll(async () => {
  await sandbox.close();
});

const rowsOf = (scanned: SourceRead, account: string, region: string, kind: string) =>
  scanned.coverage.filter((row) => row.account === account && row.region === region && row.kind === kind);

describe('an organisation', () => {
  test('is what its management account says, and its own accounts are trusted', () => {
    const { plan } = organization;
    expect(plan.trust.organization).toMatch(/^o-/);
    expect([...plan.trust.accounts]).toEqual(expect.arrayContaining(Object.values(ids)));
    expect(plan.accountNames.get(ids.production)).toBe('Meridian Production');
    expect(plan.identity).toContain(`:${ids.security}:user/plumbline`);
  });

  test('names shards alike from run to run', async () => {
    const again = await scan(optionsFor(sandbox), undefined, clock);
    expect(again.plan.shards).toEqual(organization.plan.shards);
    const names = organization.plan.shards.map((shard) => shard.name);
    expect(names).toEqual([...names].sort((a, b) => (a < b ? -1 : 1)));
    expect(names).toContain(`aws/${ids.production}/global/iam`);
    expect(names).toContain(`aws/${ids.production}/eu-west-1/config`);
    expect(new Set(names).size).toBe(names.length);
  });

  test('has accounts that are switched off, and those that can not be entered', () => {
    expect(rowsOf(organization, ids.retired, '*', '*')).toMatchObject([{ state: 'absent' }]);
    expect(rowsOf(organization, ids.dev, '*', '*')).toMatchObject([
      { state: 'denied', missing: 'sts:AssumeRole', part: '*' },
    ]);
    expect(organization.plan.shards.some((shard) => shard.account === ids.dev)).toBe(false);
  });

  test('has regions that are switched off: nothing can exist there', () => {
    expect(rowsOf(organization, ids.production, 'me-central-1', '*')).toMatchObject([
      { state: 'absent', detail: 'region disabled' },
    ]);
  });

  test('has no region that is misspelt: it is unknown, nobody is asked there, and the name that was meant is told', async () => {
    const regions = ['eu-west-1', 'eu-wset-1'];
    const { plan } = await scan(
      optionsFor(sandbox, { accounts: [ids.production, ids.staging], regions }),
      undefined,
      clock,
    );
    for (const account of [ids.production, ids.staging]) {
      expect(
        plan.coverage.filter((row) => row.account === account && row.region === 'eu-wset-1'),
      ).toMatchObject([{ state: 'unsupported', kind: '*', part: '*' }]);
    }
    expect(plan.shards.filter(({ region }) => region === 'eu-wset-1')).toEqual([]);
    expect(plan.notices.filter((notice) => notice.includes('eu-wset-1'))).toEqual([
      'AWS has no region eu-wset-1: nothing was read there. Did you mean eu-west-1?',
    ]);
  });

  test('says first where AWS Config records nothing', () => {
    expect(organization.plan.notices[0]).toMatch(
      /^AWS Config does not record in Meridian .+ \(\d{12}\) [a-z0-9-]+: \d+ kinds unknown/,
    );
    expect(rowsOf(organization, ids.network, 'us-east-1', 'AWS::S3::Bucket')).toMatchObject([
      { state: 'not-recorded' },
    ]);
    expect(rowsOf(organization, ids.network, 'eu-central-1', 'AWS::S3::Bucket')).toMatchObject([
      { state: 'stale' },
    ]);
    expect(rowsOf(organization, ids.production, 'us-east-1', 'AWS::SecretsManager::Secret')).toMatchObject([
      { state: 'not-recorded' },
    ]);
    expect(rowsOf(organization, ids.production, 'us-east-1', 'AWS::S3::Bucket')).toMatchObject([
      { state: 'read' },
    ]);
  });

  test('tells a rule above the account from a missing permission', () => {
    const rows = rowsOf(organization, ids.staging, 'us-east-1', 'AWS::S3::Bucket');
    expect(rows).toMatchObject([
      { state: 'denied-by-guardrail', missing: 'config:DescribeConfigurationRecorders' },
    ]);
  });

  test('has no resource twice, and one account and recorder each', () => {
    const keys = keysOf(organization.resources);
    expect(new Set(keys).size).toBe(keys.length);
    const accounts = organization.resources.filter((one) => one.kind === 'AWS::::Account');
    expect(accounts).toHaveLength(4);
    expect(new Set(accounts.map((one) => one.id))).toEqual(
      new Set([ids.security, ids.production, ids.staging, ids.network]),
    );
    const recorders = organization.resources.filter(
      (one) => one.kind === 'AWS::Config::ConfigurationRecorder',
    );
    expect(recorders).toHaveLength(12);
    expect(
      recorders.find((one) => one.account === ids.network && one.region === 'us-east-1')?.parts['recording'],
    ).toEqual({
      known: true,
      value: 'none',
    });
  });

  test('covers every kind of every shard exactly once', () => {
    for (const shard of organization.plan.shards) {
      for (const kind of shard.kinds) {
        const rows = rowsOf(organization, shard.account, shard.region, kind).filter(
          (row) => row.part === '*',
        );
        expect([shard.name, kind, rows.length]).toEqual([shard.name, kind, 1]);
      }
    }
  });

  test('counts in each listing what it handed over', () => {
    for (const row of organization.coverage.filter((one) => one.state === 'read')) {
      const found = organization.resources.filter(
        (one) => one.account === row.account && one.region === row.region && one.kind === row.kind,
      );
      expect([row.account, row.region, row.kind, found.length]).toEqual([
        row.account,
        row.region,
        row.kind,
        row.count,
      ]);
    }
  });

  test('keeps no secret of its functions', () => {
    const functions = organization.resources.filter((one) => one.kind === 'AWS::Lambda::Function');
    const found = functions.flatMap((one) => {
      const reading = one.parts['environmentSecrets'];
      return reading?.known === true ? (reading.value as { detector: string }[]) : [];
    });
    expect(found.length).toBeGreaterThan(0);
    expect(JSON.stringify(functions)).not.toMatch(/AKIA[A-Z2-7]{16}/);
  });

  test('joins flow logs, access blocks and trails in', () => {
    const here = organization.resources.filter((one) => one.account === ids.production);
    const vpcs = here.filter((one) => one.kind === 'AWS::EC2::VPC');
    expect(vpcs.length).toBeGreaterThan(0);
    for (const vpc of vpcs) expect(vpc.parts['flowLogs']?.known).toBe(true);
    expect(
      vpcs.some(
        (vpc) => vpc.parts['flowLogs']?.known === true && (vpc.parts['flowLogs'].value as []).length > 0,
      ),
    ).toBe(true);
    for (const bucket of here.filter((one) => one.kind === 'AWS::S3::Bucket')) {
      expect(bucket.parts['accountPublicAccessBlock']?.known).toBe(true);
    }
    const account = here.find((one) => one.kind === 'AWS::::Account');
    expect(account?.parts['trails']?.known).toBe(true);
    // A region that is not recorded may hold a trail of its own.
    const network = organization.resources.find(
      (one) => one.kind === 'AWS::::Account' && one.account === ids.network,
    );
    expect(network?.parts['trails']?.known).toBe(false);
  });
});

describe('an aggregator', () => {
  test('shows the same resources as the accounts themselves, where both can be read', () => {
    const expected = keysOf(organization.resources.filter((one) => one.account !== ids.network));
    expect(keysOf(aggregated.resources.filter((one) => one.account !== ids.network))).toEqual(expected);
  });

  test('that has lost a region leaves it unknown, whatever it still holds of it', async () => {
    const estate = await loadMeridian();
    const troubled = [
      { account: ids.security, region: 'us-east-1', status: 'FAILED' },
      { account: ids.security, region: 'eu-central-1', status: 'OUTDATED' },
    ] as const;
    const aggregators = estate.aggregators.map((one) => ({ ...one, troubled }));
    const lossy = await startSandbox({ estate: { ...estate, aggregators }, now: () => now });
    const aggregator = { name: 'meridian-organization', region: 'eu-west-1' };
    const lost = await scan(optionsFor(lossy, { accounts: 'caller', aggregator }), undefined, clock);
    await lossy.close();
    const state = (region: string) =>
      rowsOf(lost, ids.security, region, 'AWS::S3::Bucket').map((row) => row.state);
    expect(state('us-east-1')).toEqual(['unavailable']);
    expect(state('eu-central-1')).toEqual(['stale']);
    expect(state('eu-west-1')).toEqual(['read']);
    const regional = lost.resources.filter((one) => one.kind.startsWith('AWS::EC2::'));
    expect(new Set(regional.map((one) => one.region))).toEqual(new Set(['eu-west-1']));
  });

  test('that does not exist leaves everything of AWS Config unknown', async () => {
    const lost = await scan(
      optionsFor(sandbox, { accounts: 'caller', aggregator: { name: 'nobody', region: 'eu-west-1' } }),
      undefined,
      clock,
    );
    const rows = lost.coverage.filter((row) => row.kind === 'AWS::S3::Bucket');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(isGap)).toBe(true);
    expect(lost.resources.some((one) => one.kind === 'AWS::S3::Bucket')).toBe(false);
  });
});

describe('what is asked', () => {
  const asked = (): Set<string> => new Set(sandbox.calls.map((call) => call.action));
  const basics = new Set([
    'sts:GetCallerIdentity',
    'organizations:ListAccounts',
    'account:ListRegions',
    'config:DescribeConfigurationRecorders',
    'config:DescribeConfigurationRecorderStatus',
    'config:GetDiscoveredResourceCounts',
    'config:SelectResourceConfig',
  ]);

  test.each(allChecks.map((check) => [check.id, check] as const))(
    'for %s is what it declares',
    async (_id, check) => {
      await scan(
        optionsFor(sandbox, { accounts: 'caller', regions: ['eu-west-1'] }),
        needsOf([check]),
        clock,
      );
      const declared = check.on.flatMap((kind) =>
        [...check.reads, ...check.mayRead].flatMap((part) => {
          const source = partSource(kind as Kind, part);
          if (source.from === 'calls') return source.actions;
          // AWS Config may prove that there is nothing to list.
          const { list = [], counted = false } = directSourceOf(kind) ?? {};
          return isUnrecorded(kind) && !counted ? list : [];
        }),
      );
      // Of the resources of which there are any here.
      const besides = check.on.flatMap((kind) =>
        [...check.reads, ...check.mayRead].flatMap((part) => {
          const source = partSource(kind as Kind, part);
          return source.from === 'config' ? (source.asks ?? []) : [];
        }),
      );
      const perhaps = check.on.filter(isUnrecorded).flatMap((kind) => {
        const { list = [], parts: made = {} } = directSourceOf(kind) ?? {};
        const parts: Readonly<Record<string, readonly string[]>> = made;
        return [
          taggingAction,
          ...list,
          ...[...check.reads, ...check.mayRead].flatMap((part) => parts[part] ?? []),
        ];
      });
      const beyond = [...asked()].filter(
        (action) => !basics.has(action) && ![...declared, ...perhaps, ...besides].includes(action),
      );
      expect(beyond).toEqual([]);
      expect(declared.filter((action) => !asked().has(action))).toEqual([]);
    },
  );

  test('for credentials only leaves the details of IAM alone, and still lists the users', async () => {
    const needs = new Map([['AWS::IAM::User', new Set(['credentials'])]]);
    const scanned = await scan(optionsFor(sandbox, { accounts: 'caller' }), needs, clock);
    expect(asked().has('iam:GetAccountAuthorizationDetails')).toBe(false);
    const users = scanned.resources.filter((one) => one.kind === 'AWS::IAM::User');
    expect(users.length).toBeGreaterThan(0);
    for (const user of users) expect(user.parts['credentials']?.known).toBe(true);
  });

  test('of kinds is only those that were asked for', async () => {
    const scanned = await scan(
      optionsFor(sandbox, { accounts: 'caller', kinds: ['AWS::S3::Bucket'] }),
      allNeeds,
      clock,
    );
    expect(new Set(scanned.resources.map((one) => one.kind))).toEqual(new Set(['AWS::S3::Bucket']));
  });
});

test('a shard is read by a process that made no plan', async () => {
  const shard = organization.plan.shards.find((one) => one.name === `aws/${ids.production}/eu-west-1/config`);
  if (shard === undefined) throw new Error('no such shard');
  const alone = await readShard(awsSource(optionsFor(sandbox), clock), shard);
  const before = organization.resources.filter(
    (one) => one.account === ids.production && one.region === 'eu-west-1' && !isUnrecorded(one.kind),
  );
  expect(keysOf(alone.resources)).toEqual(keysOf(before));
});

test.each(['global/iam', 'eu-west-1/config', 'global/config'])(
  'a shard of %s goes on from each of its checkpoints',
  async (name) => {
    const shard = organization.plan.shards.find((one) => one.name === `aws/${ids.production}/${name}`);
    if (shard === undefined) throw new Error('no such shard');
    const whole = await readShard(organization.source, shard);
    expect(whole.checkpoints.length).toBeGreaterThan(0);
    for (const cursor of whole.checkpoints) {
      const rest = await readShard(awsSource(optionsFor(sandbox), clock), shard, cursor);
      const handed = keysOf(rest.resources);
      expect(keysOf(whole.resources)).toEqual(expect.arrayContaining(handed));
      expect(rest.coverage.some(isGap)).toBe(false);
    }
  },
);

test('without a role for other accounts, those are denied and no call is made', async () => {
  const { role: _none, ...options } = optionsFor(sandbox, {
    accounts: [ids.security, ids.production],
    regions: ['eu-west-1'],
  });
  const scanned = await scan(options, new Map(), clock);
  expect(rowsOf(scanned, ids.production, '*', '*')).toMatchObject([
    { state: 'denied', missing: 'sts:AssumeRole' },
  ]);
  expect(sandbox.calls.some((call) => call.action === 'sts:AssumeRole')).toBe(false);
});
