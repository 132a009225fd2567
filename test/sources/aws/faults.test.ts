import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { CoverageRow } from '#model/coverage.ts';
import { isGap } from '#model/coverage.ts';
import type { Needs } from '#model/source.ts';
import type { Fault, FaultEffect, Sandbox } from '#sandbox/contract.ts';
import { startSandbox } from '#sandbox/start.ts';
import { ids, loadMeridian, now } from '#test/sandbox/clients.ts';
import type { SourceRead } from '#test/support/read-source.ts';
import { allNeeds, keysOf, optionsFor, scan } from './sandbox-scan.ts';

const account = ids.security;
const region = 'eu-west-1';
const clock = () => now.getTime();

let sandbox: Sandbox;
let undisturbed: SourceRead;

/** One account and region, so that a scan takes milliseconds. */
/** CloudFront is recorded in another region than the one that is scanned here. */
const ofTheRegion: Needs = new Map(
  [...allNeeds].filter(([kind]) => kind !== 'AWS::CloudFront::Distribution'),
);

const scanWith = async (...faults: readonly Fault[]): Promise<SourceRead> => {
  for (const fault of faults) sandbox.addFault(fault);
  return scan(
    optionsFor(sandbox, { accounts: 'caller', regions: [region], attempts: 2, timeout: 200 }),
    ofTheRegion,
    clock,
  );
};

beforeAll(async () => {
  sandbox = await startSandbox({ estate: await loadMeridian(), now: () => now });
  undisturbed = await scanWith();
});
afterEach(() => {
  sandbox.clearFaults();
  sandbox.clearCalls();
});
afterAll(async () => {
  await sandbox.close();
});

const listings = (scanned: SourceRead, kind: string): readonly CoverageRow[] =>
  scanned.coverage.filter((row) => row.kind === kind && row.part === '*' && row.account === account);

const unread = (scanned: SourceRead, kind: string, part: string): readonly string[] =>
  scanned.resources
    .filter((resource) => resource.kind === kind)
    .flatMap((resource) => {
      const reading = resource.parts[part];
      return reading === undefined || reading.known ? [] : [reading.reason];
    });

test('the undisturbed scan of one region has no gap', () => {
  expect(undisturbed.coverage.filter(isGap)).toEqual([]);
  expect(undisturbed.resources.length).toBeGreaterThan(30);
});

const effects: readonly [string, FaultEffect, readonly string[]][] = [
  ['denied by a policy', { type: 'deny', by: 'policy' }, ['denied']],
  ['denied by a service control policy', { type: 'deny', by: 'scp' }, ['denied-by-guardrail']],
  ['throttled beyond the budget', { type: 'throttle' }, ['throttled']],
  ['answered 503', { type: 'error', status: 503, code: 'ServiceUnavailable' }, ['unavailable']],
  ['answered 400 with a code nobody knows', { type: 'error', status: 400, code: 'Strange' }, ['unavailable']],
  [
    'refused for the credentials',
    { type: 'error', status: 403, code: 'UnrecognizedClientException' },
    ['unavailable'],
  ],
  ['reset', { type: 'reset' }, ['unavailable']],
  ['left hanging', { type: 'hang' }, ['unavailable']],
  ['cut', { type: 'cut' }, ['unavailable', 'malformed']],
  ['garbled', { type: 'garble' }, ['malformed']],
];

describe.each(effects)('a call that is %s', (_name, effect, states) => {
  test.each(['config:SelectResourceConfig', 'config:GetDiscoveredResourceCounts'])(
    '%s makes every kind of AWS Config unknown',
    async (action) => {
      const scanned = await scanWith({ match: { action }, effect });
      for (const kind of [
        'AWS::S3::Bucket',
        'AWS::EC2::SecurityGroup',
        'AWS::S3::AccountPublicAccessBlock',
      ]) {
        const rows = listings(scanned, kind);
        expect(rows.map((row) => row.state)).toHaveLength(1);
        expect(states).toContain(rows[0]?.state);
        expect(rows[0]?.missing).toBe(action);
        expect(scanned.resources.filter((resource) => resource.kind === kind)).toEqual([]);
      }
      expect(unread(scanned, 'AWS::::Account', 'trails')).toHaveLength(1);
      expect(unread(scanned, 'AWS::::Account', 'publicAccessBlock')).toHaveLength(1);
      expect(listings(scanned, 'AWS::IAM::Role')[0]?.state).toBe('read');
    },
  );

  test.each(['config:DescribeConfigurationRecorders', 'config:DescribeConfigurationRecorderStatus'])(
    '%s makes every kind of AWS Config unknown, since items may be old',
    async (action) => {
      const scanned = await scanWith({ match: { action }, effect });
      const [row] = listings(scanned, 'AWS::S3::Bucket');
      expect(states).toContain(row?.state);
      expect(row?.missing).toBe(action);
      expect(scanned.resources.some((resource) => resource.kind === 'AWS::S3::Bucket')).toBe(false);
      expect(unread(scanned, 'AWS::Config::ConfigurationRecorder', 'recording')).toHaveLength(1);
      expect(scanned.plan.notices[0]).toContain('AWS Config could not be asked');
    },
  );

  test('iam:GetAccountAuthorizationDetails makes what is read by it unknown', async () => {
    const action = 'iam:GetAccountAuthorizationDetails';
    const scanned = await scanWith({ match: { action }, effect });
    for (const kind of ['AWS::IAM::Role', 'AWS::IAM::Policy']) {
      const [row] = listings(scanned, kind);
      expect(states).toContain(row?.state);
      expect(row?.missing).toBe(action);
    }
    // The credential report still tells who the users are.
    const users = scanned.resources.filter((resource) => resource.kind === 'AWS::IAM::User');
    expect(users.length).toBeGreaterThan(0);
    for (const user of users) {
      expect(user.parts['policies']?.known).toBe(false);
      expect(user.parts['credentials']?.known).toBe(true);
    }
  });

  test.each([
    ['iam:GenerateCredentialReport', 'rootCredentials'],
    ['iam:GetCredentialReport', 'rootCredentials'],
    ['iam:GetAccountSummary', 'summary'],
    ['iam:GetAccountPasswordPolicy', 'passwordPolicy'],
    ['iam:ListVirtualMFADevices', 'rootMfaVirtual'],
  ])('%s makes the part of the account unknown', async (action, part) => {
    const scanned = await scanWith({ match: { action }, effect });
    const reasons = unread(scanned, 'AWS::::Account', part);
    expect(reasons).toHaveLength(1);
    expect(states).toContain(reasons[0]);
    const reading = scanned.resources.find((resource) => resource.kind === 'AWS::::Account')?.parts[part];
    expect(reading).toMatchObject({ known: false, missing: action });
    expect(listings(scanned, 'AWS::S3::Bucket')[0]?.state).toBe('read');
  });

  test.each(['sts:GetCallerIdentity', 'organizations:ListAccounts', 'account:ListRegions'])(
    '%s leaves a gap in an organisation scan, or nothing that a scan could miss',
    async (action) => {
      sandbox.addFault({ match: { action }, effect });
      const scanned = await scan(
        optionsFor(sandbox, { attempts: 2, timeout: 300, kinds: ['AWS::::Account'] }),
        undefined,
        clock,
      );
      const gaps = scanned.coverage.filter((row) => isGap(row) && row.missing === action);
      expect(gaps.length).toBeGreaterThan(0);
      for (const row of gaps) {
        expect(states).toContain(row.state);
        expect([row.kind, row.part]).toEqual(['*', '*']);
      }
      expect(scanned.plan.notices.length).toBeGreaterThan(0);
    },
  );
});

test('a page token that the service refuses cuts the listing, and says so', async () => {
  const scanned = await scanWith({
    match: { action: 'config:SelectResourceConfig' },
    effect: { type: 'expire-token' },
  });
  const states = new Set(scanned.coverage.filter(isGap).map((row) => row.state));
  expect([...states]).toEqual(['truncated']);
});

test('a marker that IAM refuses cuts the listing, and says so', async () => {
  const scanned = await scanWith({
    match: { action: 'iam:GetAccountAuthorizationDetails' },
    effect: { type: 'expire-token' },
  });
  expect(isGap(listings(scanned, 'AWS::IAM::Role')[0] as CoverageRow)).toBe(true);
});

test('a garbled field makes its part malformed, and leaves the others alone', async () => {
  const scanned = await scanWith({
    match: { action: 'config:SelectResourceConfig', kind: 'AWS::S3::Bucket' },
    effect: { type: 'garble-field', path: 'supplementaryConfiguration.BucketPolicy' },
  });
  const buckets = scanned.resources.filter((resource) => resource.kind === 'AWS::S3::Bucket');
  expect(buckets.length).toBeGreaterThan(0);
  for (const bucket of buckets) {
    expect(bucket.parts['policy']).toMatchObject({ known: false, reason: 'malformed' });
    expect(bucket.parts['publicAccessBlock']?.known).toBe(true);
  }
});

test.each([
  ['a throttle', { type: 'throttle' }],
  ['a 503', { type: 'error', status: 503, code: 'ServiceUnavailable' }],
  ['a reset', { type: 'reset' }],
  ['a cut body', { type: 'cut' }],
] as const)('%s that passes changes nothing', async (_name, effect) => {
  const scanned = await scanWith({ match: { action: 'config:SelectResourceConfig' }, effect, times: 1 });
  expect(keysOf(scanned.resources)).toEqual(keysOf(undisturbed.resources));
  expect(scanned.coverage.filter(isGap)).toEqual([]);
});

test('a refused call is not made again', async () => {
  await scanWith({ match: { action: 'config:SelectResourceConfig' }, effect: { type: 'deny' } });
  const refused = sandbox.calls.filter((call) => call.action === 'config:SelectResourceConfig');
  expect(refused).toHaveLength(1);
});

test('one kind that makes its answers unreadable does not cost the others', async () => {
  const scanned = await scanWith({
    match: { action: 'config:SelectResourceConfig', kind: 'AWS::SNS::Topic' },
    effect: { type: 'garble' },
  });
  expect(listings(scanned, 'AWS::SNS::Topic')[0]?.state).toBe('malformed');
  expect(listings(scanned, 'AWS::SQS::Queue')[0]?.state).toBe('read');
  expect(listings(scanned, 'AWS::S3::Bucket')[0]?.state).toBe('read');
});
