import { describe, expect, it } from 'vitest';
import type { AnalysisReadings } from '#engine/judge.ts';
import { Judge } from '#engine/judge.ts';
import { needsOf, planChecks } from '#engine/plan.ts';
import type { Check } from '#model/check.ts';
import { defineCheck } from '#model/check.ts';
import type { CoverageRow } from '#model/coverage.ts';
import type { FailRow } from '#model/finding.ts';
import type { Reading } from '#model/reading.ts';
import { known, unread, unreadReasons } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import { fail, failIfAny, irrelevant, pass, passWith, unknownBecause } from '#model/verdict.ts';

const metadata = {
  title: 'Bucket keeps a policy',
  finding: '{name} has no policy',
  consequence: 'Nobody limits it.',
  severity: 'high',
  controls: { practice: ['CLD-1'] },
  remediation: 'Add one.',
  sources: ['https://docs.aws.amazon.com/'],
} as const;

const hasPolicy = defineCheck({
  ...metadata,
  id: 'data.aws.bucket-has-policy',
  on: 'AWS::S3::Bucket',
  reads: ['policy'],
  evaluate: ({ policy }) => failIfAny(policy === 'none' ? [{ path: 'policy', found: 'none' }] : []),
});

/** Can fail on its policy alone, and needs the ACL only when there is one. */
const notPublic = defineCheck({
  ...metadata,
  id: 'data.aws.bucket-not-public',
  on: 'AWS::S3::Bucket',
  reads: ['policy'],
  mayRead: ['acl'],
  evaluate({ policy, acl }) {
    if (policy !== 'none') return passWith({ acl: irrelevant('the policy decides') });
    if (!acl.known) return unknownBecause(acl);
    return acl.value.grants.length > 0 ? fail([{ path: 'acl', found: 'AllUsers' }]) : passWith({ acl });
  },
});

const forWholeAccount = defineCheck({
  ...metadata,
  id: 'data.aws.bucket-is-ours',
  on: 'AWS::S3::Bucket',
  uses: ['trust'],
  evaluate: ({ trust }, bucket) =>
    failIfAny(trust.accounts.has(bucket.account) ? [] : [{ path: 'account', found: bucket.account }]),
});

const document = { version: '2012-10-17', statements: [] };
const privateAcl = { owner: 'us', grants: [] };

const bucket = (parts: Record<string, Reading<unknown>>, id = 'arn:aws:s3:::one'): Resource => ({
  provider: 'aws',
  kind: 'AWS::S3::Bucket',
  account: '111122223333',
  region: 'eu-west-1',
  id,
  name: 'one',
  tags: { team: 'pay', secret: 'not kept' },
  observedAt: '2026-11-24T06:00:00.000Z',
  parts,
});

const trust: AnalysisReadings = {
  trust: known({ accounts: new Set(['111122223333']), organization: 'o-1', partners: new Set<string>() }),
};

const run = (
  checks: readonly Check[],
  resources: readonly Resource[],
  gaps: readonly CoverageRow[] = [],
  analyses = trust,
) => {
  const fails: FailRow[] = [];
  const judge = new Judge({
    plan: planChecks(checks),
    analyses,
    onFail: (row) => {
      fails.push(row);
    },
    ownerTags: ['team'],
  });
  for (const resource of resources) judge.judge(resource);
  for (const gap of gaps) judge.gap(gap);
  return { fails, unknowns: judge.unknowns(), counts: (id: string) => judge.counts().get(id) };
};

describe('a part that was read', () => {
  it('passes and fails are counted, and only the fail leaves a row', () => {
    const { fails, unknowns, counts } = run(
      [hasPolicy],
      [bucket({ policy: known(document) }), bucket({ policy: known('none') }, 'arn:aws:s3:::two')],
    );
    expect(counts(hasPolicy.id)).toEqual({ asked: 2, notApplicable: 0, pass: 1, fail: 1, unknown: 0 });
    expect(unknowns).toEqual([]);
    expect(fails).toMatchObject([
      { check: hasPolicy.id, id: 'arn:aws:s3:::two', severity: 'high', tags: { team: 'pay' } },
    ]);
    expect(fails[0]?.tags).not.toHaveProperty('secret');
  });

  it('a fingerprint follows the parts that the check may look at, and nothing else', () => {
    const fingerprintOf = (parts: Record<string, Reading<unknown>>) =>
      run([hasPolicy], [bucket(parts)]).fails[0]?.fingerprint;
    const before = fingerprintOf({ policy: known('none'), acl: known(privateAcl) });
    expect(fingerprintOf({ policy: known('none'), acl: unread('denied') })).toBe(before);
    const seen = run(
      [notPublic],
      [bucket({ policy: known('none'), acl: known({ owner: 'us', grants: [1] }) })],
    ).fails[0];
    const changed = run(
      [notPublic],
      [bucket({ policy: known('none'), acl: known({ owner: 'us', grants: [2] }) })],
    ).fails[0];
    expect(seen?.fingerprint).not.toBe(changed?.fingerprint);
  });
});

describe('a part that was not read', () => {
  it.each(unreadReasons)('makes every verdict that declares it unknown: %s', (reason) => {
    const { fails, unknowns, counts } = run(
      [hasPolicy, notPublic],
      [bucket({ policy: unread(reason, 's3:GetBucketPolicy'), acl: known(privateAcl) })],
    );
    expect(fails).toEqual([]);
    for (const check of [hasPolicy, notPublic]) {
      expect(counts(check.id)).toEqual({ asked: 1, notApplicable: 0, pass: 0, fail: 0, unknown: 1 });
    }
    for (const row of unknowns)
      expect(row).toMatchObject({ part: 'policy', reason, missing: 's3:GetBucketPolicy' });
  });

  it('a part that the source forgot to hand over is unknown, not absent', () => {
    const { unknowns } = run([hasPolicy], [bucket({})]);
    expect(unknowns).toMatchObject([{ part: 'policy', reason: 'unsupported' }]);
  });

  it('a part named like something every object has is not read by accident', () => {
    const odd = { ...hasPolicy, id: 'data.aws.odd', reads: ['constructor'] } as Check;
    expect(run([odd], [bucket({})]).unknowns).toMatchObject([{ part: 'constructor', reason: 'unsupported' }]);
  });

  it('resources that lack it for one reason share one row', () => {
    const { unknowns } = run(
      [hasPolicy],
      ['a', 'b', 'c'].map((id) => bucket({ policy: unread('throttled') }, id)),
    );
    expect(unknowns).toHaveLength(1);
    expect(unknowns[0]?.resources).toEqual(['a', 'b', 'c']);
  });

  it('an optional part that decides nothing here does not make the verdict unknown', () => {
    expect(
      run([notPublic], [bucket({ policy: known(document), acl: unread('denied') })]).counts(notPublic.id)
        ?.pass,
    ).toBe(1);
  });

  it('an optional part that decides makes it unknown and is named', () => {
    const { unknowns } = run(
      [notPublic],
      [bucket({ policy: known('none'), acl: unread('denied', 's3:GetBucketAcl') })],
    );
    expect(unknowns).toMatchObject([
      { checks: [notPublic.id], part: 'acl', reason: 'denied', missing: 's3:GetBucketAcl' },
    ]);
  });

  it('an analysis that could not be made is unknown with its reason', () => {
    const without: AnalysisReadings = { trust: unread('denied', 'organizations:ListAccounts') };
    const { unknowns } = run([forWholeAccount], [bucket({})], [], without);
    expect(unknowns).toMatchObject([
      { part: 'trust', reason: 'denied', missing: 'organizations:ListAccounts' },
    ]);
  });
});

describe('a check that misbehaves', () => {
  const broken = (id: string, evaluate: () => unknown, mayRead: readonly string[] = []): Check =>
    ({ ...hasPolicy, id, mayRead, evaluate }) as unknown as Check;

  it.each<[string, Check]>([
    [
      'it throws',
      broken('data.aws.throws', () => {
        throw new RangeError('boom');
      }),
    ],
    ['it returns nothing', broken('data.aws.silent', () => undefined)],
    [
      'it returns a pass of its own making',
      broken('data.aws.forged', () => ({ verdict: 'pass', shown: [] })),
    ],
    ['it returns a copy of the real pass', broken('data.aws.copied', () => ({ ...pass }))],
    ['it passes without accounting for an optional part', broken('data.aws.careless', () => pass, ['acl'])],
    [
      'it shows a part that was not read',
      broken('data.aws.shows', () => passWith({ acl: unread('denied') as never }), ['acl']),
    ],
    ['it fails without evidence', broken('data.aws.bare', () => fail([]))],
  ])('is unknown with its own cause, and the others go on: %s', (_, check) => {
    const { fails, unknowns, counts } = run(
      [check, hasPolicy],
      [bucket({ policy: known('none'), acl: known(privateAcl) })],
    );
    expect(counts(check.id)).toEqual({ asked: 1, notApplicable: 0, pass: 0, fail: 0, unknown: 1 });
    expect(unknowns).toMatchObject([{ checks: [check.id], reason: 'check-error' }]);
    expect(fails.map((row) => row.check)).toEqual([hasPolicy.id]);
  });
});

describe('a kind that could not be listed', () => {
  const gap: CoverageRow = {
    provider: 'aws',
    account: '111122223333',
    region: 'eu-west-1',
    kind: 'AWS::S3::Bucket',
    part: '*',
    state: 'denied',
    count: 0,
    route: 'config',
    missing: 'config:SelectResourceConfig',
  };

  it('asks each check on it once and answers unknown', () => {
    const { unknowns, counts } = run([hasPolicy, notPublic], [], [gap]);
    expect(counts(hasPolicy.id)).toEqual({ asked: 1, notApplicable: 0, pass: 0, fail: 0, unknown: 1 });
    expect(unknowns).toMatchObject([{ part: '*', resources: ['*'], missing: 'config:SelectResourceConfig' }]);
    expect(unknowns[0]?.checks).toEqual([hasPolicy.id, notPublic.id]);
  });

  it('counts once, however many rows tell of it', () => {
    expect(run([hasPolicy], [], [gap, { ...gap, state: 'throttled' }]).counts(hasPolicy.id)?.unknown).toBe(1);
  });

  it('a whole account that can not be entered is unknown for every kind of its cloud', () => {
    expect(run([hasPolicy], [], [{ ...gap, kind: '*' }]).counts(hasPolicy.id)?.unknown).toBe(1);
    expect(run([hasPolicy], [], [{ ...gap, kind: '*', provider: 'azure' }]).counts(hasPolicy.id)?.asked).toBe(
      0,
    );
  });

  it.each(['read', 'absent'] as const)('is no question when its state is %s', (state) => {
    expect(run([hasPolicy], [], [{ ...gap, state }]).counts(hasPolicy.id)?.asked).toBe(0);
  });
});

describe('the plan', () => {
  it('checks that look at the same parts share one group, whatever order they name them in', () => {
    const twice = (id: string, reads: ('policy' | 'acl')[]) =>
      defineCheck({ ...metadata, id, on: 'AWS::S3::Bucket', reads, evaluate: () => pass });
    const plan = planChecks([twice('data.aws.b', ['policy', 'acl']), twice('data.aws.a', ['acl', 'policy'])]);
    expect(plan.get('AWS::S3::Bucket')?.map((group) => group.checks.map((check) => check.id))).toEqual([
      ['data.aws.a', 'data.aws.b'],
    ]);
  });

  it('what a joined part stands on is needed too', () => {
    const joined = defineCheck({
      ...metadata,
      id: 'data.aws.joined',
      on: 'AWS::S3::Bucket',
      reads: ['accountPublicAccessBlock'],
      evaluate: () => pass,
    });
    const needs = needsOf([joined]);
    expect(new Set(needs.keys())).toEqual(new Set(['AWS::S3::AccountPublicAccessBlock', 'AWS::S3::Bucket']));
  });
});
