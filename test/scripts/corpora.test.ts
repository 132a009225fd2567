import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { KnownDifference } from '../support/corpora/known-differences.ts';
import { readKnownDifferences, review } from '../support/corpora/known-differences.ts';
import type { Score } from '../support/corpora/run.ts';
import { agrees, runCases, runDriftCases, runSource, sourcesIn, UsageError } from '../support/corpora/run.ts';

const folder = mkdtempSync(join(tmpdir(), 'corpora-'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (path: string, value: unknown): string => {
  const full = join(folder, path);
  mkdirSync(join(full, '..'), { recursive: true });
  writeFileSync(full, typeof value === 'string' ? value : JSON.stringify(value));
  return full;
};

const row = (name: string, pointer: string, expected: string, more: object = {}) => ({
  case: name,
  inputFile: 'cases/a.json',
  pointer,
  control: 'policy grants administrator access',
  expected,
  ...more,
});

const admin = { policy: { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } } };
const reader = { policy: { Statement: { Effect: 'Allow', Action: 's3:Get*', Resource: '*' } } };
const broken = { policy: { Version: '2012-10-17' } };

write('aws-prowler-policies/cases/a.json', [admin, reader, broken]);
write('aws-prowler-policies/expected.json', [
  row('full power', '/0', 'admin'),
  row('a reader said to be one', '/1', 'admin'),
  row('a policy without statements', '/2', 'not-admin'),
  row('contested', '/1', 'admin', { doubt: 'for the test' }),
  row('a question that nobody answers', '/0', 'yes', { control: 'who knows' }),
]);
write('no-adapter/expected.json', [row('anything', '/0', 'admin')]);
write('no-adapter/cases/a.json', []);
write('not-a-source/readme.md', 'no rows here');

describe('a source', () => {
  test('is counted by what is claimed, agreed and contested', () => {
    expect(runSource(folder, 'aws-prowler-policies')).toMatchObject({
      cases: 4,
      claimed: 2,
      agree: 1,
      disagree: 1,
      doubtful: { cases: 1, claimed: 1, agree: 0 },
      disagreements: [
        { case: 'a reader said to be one', ours: 'not-admin', right: 'admin', doubtful: false },
        { case: 'contested', doubtful: true },
      ],
    });
  });

  test('without an adapter is counted, and nothing of it claimed', () => {
    expect(runSource(folder, 'no-adapter')).toMatchObject({ cases: 1, claimed: 0, disagree: 0 });
  });

  test('is a folder that has rows', () => {
    expect(sourcesIn(folder)).toEqual(['aws-prowler-policies', 'no-adapter']);
    expect(() => sourcesIn(join(folder, 'nowhere'))).toThrow(UsageError);
  });

  test('whose rows lead out of its folder is refused', () => {
    write('aws-config-items/expected.json', [
      { case: 'x', expected: 'parsed', inputFile: '../no-adapter/cases/a.json' },
    ]);
    expect(() => runSource(folder, 'aws-config-items')).toThrow(/leads out/);
    rmSync(join(folder, 'aws-config-items'), { recursive: true });
  });
});

describe('plain cases', () => {
  const plain = (id: string, kind: string, right: object) => ({
    id,
    kind,
    provider: 'aws',
    question: 'Does this policy allow iam:CreateUser?',
    input: admin.policy,
    right,
  });

  test('agree by verdict and by each further field that both have', async () => {
    const file = write('plain/cases.json', [
      plain('C1', 'iam-action-match', { verdict: 'allowed', note: 'only the corpus has this' }),
      plain('C2', 'iam-action-match', { verdict: 'allowed', 'iam:CreateUser': 'implicit-deny' }),
      plain('C3', 'kind-of-tomorrow', { verdict: 'allowed' }),
    ]);
    const score = await runCases(file);
    expect(score).toMatchObject({ cases: 3, claimed: 2, agree: 1, disagree: 1 });
    expect(score.disagreements.map((one) => one.case)).toEqual(['C2']);
    expect(score.kinds['kind-of-tomorrow']).toEqual({ cases: 1, claimed: 0, agree: 0 });
  });

  test('the order of a list says nothing, its members do', () => {
    expect(agrees({ verdict: 'a', list: ['x', 'y'] }, { verdict: 'a', list: ['y', 'x'] })).toBe(true);
    expect(agrees({ verdict: 'a', list: ['x'] }, { verdict: 'a', list: ['y', 'x'] })).toBe(false);
    expect(agrees({ list: [] }, { verdict: 'a' })).toBe(false);
  });

  test('a file that is no list of cases is a mistake of the caller', async () => {
    await expect(runCases(write('broken.json', '{'))).rejects.toThrow(/not valid JSON/);
    await expect(runCases(write('other.json', [{ id: 7 }]))).rejects.toThrow(UsageError);
    await expect(runCases(join(folder, 'nowhere.json'))).rejects.toThrow(/can't be read/);
  });
});

describe('declared things beside live ones', () => {
  const policy = (action: string) =>
    JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: action, Resource: '*' } });
  const document = (id: string, declared: string, live: string, right: object, more: object = {}) => ({
    id,
    kind: 'policies',
    provider: 'aws',
    tfType: 'aws_iam_policy',
    form: 'terraform-state',
    shape: 'config-item',
    declared: { id: 'p', policy: policy(declared), ...more },
    live: { configuration: { policyVersionList: [{ isDefaultVersion: true, document: policy(live) }] } },
    right,
  });

  test('are claimed where both are in the words of the cloud, and agree by the paths', () => {
    const file = write('drift/drift-cases.json', [
      document('D1', 's3:GetObject', 'S3:getobject', { drift: false, paths: [] }),
      document('D2', 's3:GetObject', 's3:*', { drift: true, paths: ['policy'] }),
      document('D3', 's3:GetObject', 's3:*', { drift: true, paths: ['tags.team'] }),
      document('D4', 's3:GetObject', 's3:*', { drift: false, paths: [] }),
      document('D5', 's3:GetObject', 's3:*', { drift: true, paths: ['policy'] }, { boundary: 'b' }),
      { ...document('D6', 'a:b', 'a:b', { drift: false, paths: [] }), form: 'manifest' },
    ]);
    const score = runDriftCases(file);
    expect(score).toMatchObject({ source: 'drift-cases', cases: 6, claimed: 4, agree: 2, disagree: 2 });
    expect(score.disagreements.map((one) => one.case)).toEqual(['D3', 'D4']);
    expect(Object.values(score.notClaimed ?? {})).toEqual([1, 1]);
  });
});

describe('a question about noise', () => {
  const noise = async (state: unknown, live: unknown, provider = 'aws') => {
    const file = write('noise/cases.json', [
      {
        id: 'N',
        kind: 'drift-noise',
        provider,
        question: 'Drift?',
        input: { state, live },
        right: { verdict: 'no-drift' },
      },
    ]);
    const { claimed, agree } = await runCases(file);
    return claimed === 0 ? 'not claimed' : agree === 1 ? 'no-drift' : 'drift';
  };

  test('is answered by the comparison of a scan with its baseline', async () => {
    expect(await noise({ SubnetIds: ['a', 'b'] }, { SubnetIds: ['b', 'a'] })).toBe('no-drift');
    expect(await noise({ SubnetIds: ['a', 'b'] }, { SubnetIds: ['b'] })).toBe('drift');
    expect(await noise({ tags: { a: '1' } }, { tags: { a: '1', 'aws:x': 'y' } })).toBe('no-drift');
    expect(await noise({ tags: { a: '1' } }, { tags: { a: '2' } })).toBe('drift');
    const actions = (...types: readonly string[]) => ({ Actions: types.map((Type) => ({ Type })) });
    expect(await noise(actions('x', 'y'), actions('y', 'x'))).toBe('drift');
    expect(await noise({ resources: [{ id: '/A/b' }] }, { id: '/a/B' }, 'azure')).toBe('no-drift');
    expect(await noise({ resources: [] }, {})).toBe('not claimed');
  });
});

describe('a disagreement', () => {
  const score: Score = {
    source: 's',
    cases: 100,
    claimed: 10,
    agree: 9,
    disagree: 1,
    doubtful: { cases: 1, claimed: 1, agree: 0 },
    kinds: {},
    disagreements: [
      { case: 'c', ours: 'a', right: 'b', doubtful: false },
      { case: 'd', ours: 'a', right: 'b', doubtful: true },
    ],
  };
  const entry: KnownDifference = {
    source: 's',
    case: 'c',
    ours: 'a',
    right: 'b',
    why: 'written down in the documentation',
    documentation: 'https://docs.example/',
  };

  test('stands with an entry of its own, and not without', () => {
    expect(review(score, [entry])).toMatchObject({ known: 1, problems: [] });
    expect(review(score, []).problems).toHaveLength(1);
    expect(review(score, [{ ...entry, source: 'other' }]).problems).toHaveLength(1);
  });

  test('that has changed or gone makes its entry a problem', () => {
    expect(review(score, [{ ...entry, ours: 'z' }]).problems).toHaveLength(2);
    expect(review(score, [entry, { ...entry, case: 'gone' }]).problems).toHaveLength(1);
  });

  test('is too many beyond two in a hundred', () => {
    const disagreements = ['1', '2', '3'].map((name) => ({
      case: name,
      ours: 'a',
      right: 'b',
      doubtful: false,
    }));
    const entries = disagreements.map(({ case: name }) => ({ ...entry, case: name }));
    expect(review({ ...score, disagreements }, entries).problems).toEqual([
      expect.stringMatching(/2 may stand/),
    ]);
  });

  test('of the file in docs is complete', () => {
    const entries = readKnownDifferences(join(import.meta.dirname, '../../docs/known-differences.yaml'));
    expect(entries.length).toBeGreaterThan(0);
    expect(
      entries.every(({ documentation }) => documentation.startsWith('https://docs.aws.amazon.com/')),
    ).toBe(true);
  });
});

describe('the command', () => {
  const run = (...given: readonly string[]): Promise<{ code: unknown; out: string; err: string }> =>
    new Promise((resolve) => {
      const { PLUMBLINE_CORPORA: _ignored, ...env } = process.env;
      execFile(process.execPath, ['scripts/corpora.ts', ...given], { env }, (error, out, err) => {
        resolve({ code: error === null ? 0 : error.code, out, err });
      });
    });

  test.each([
    ['names no folder', [], /--dir or PLUMBLINE_CORPORA/],
    ['names a folder that is none', ['--dir', join(folder, 'nowhere')], /is not a folder/],
    [
      'names a source that is none',
      ['--dir', folder, 'unheard-of'],
      /no source "unheard-of"; there is: aws-prowler/,
    ],
    ['asks for cases without a file', ['--dir', join(folder, 'no-adapter'), 'cases'], /--file/],
    ['has an unknown option', ['--colour'], /unknown option/],
  ])('exits with 2 when it %s', async (_name, given, message) => {
    const { code, err } = await run(...given);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });

  test('exits with 1 and says why when a difference is not known', async () => {
    const { code, out } = await run('--dir', folder, 'aws-prowler-policies');
    expect(out).toMatch(/a reader said to be one: ours not-admin, right admin/);
    expect(code).toBe(1);
  });

  test('exits with 0 and prints JSON that a program can read', async () => {
    const { code, out } = await run('--dir', folder, '--json', 'no-adapter');
    expect(JSON.parse(out)).toMatchObject([{ source: 'no-adapter', cases: 1, claimed: 0, problems: [] }]);
    expect(code).toBe(0);
  });
});
