import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allChecks } from '#checks/index.ts';
import { runCli } from './run-cli.ts';

let cwd = '';
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'plumbline-cli-'));
});
afterEach(() => rm(cwd, { recursive: true }));

describe('usage', () => {
  it.each([
    ['no command at all', [], /Usage: npx plumbline/],
    ['a command that does not exist', ['scna'], /unknown command 'scna'\n\(Did you mean scan\?\)/],
    ['an option that does not exist', ['checks', '--al'], /unknown option '--al'/],
    ['an argument too many', ['checks', 'a', 'b'], /too many arguments/],
    [
      'a severity that does not exist',
      ['permissions', '--severity', 'urgent'],
      /Allowed choices are critical/,
    ],
    [
      'a cloud that is not there yet',
      ['permissions', '--provider', 'oracle'],
      /--provider must be one of aws/,
    ],
    [
      'a check that does not exist',
      ['checks', 'iam.aws.root-mfa-enable'],
      /did you mean 'iam\.aws\.root-mfa-enabled'\?/,
    ],
    [
      'a kind that no check is on',
      ['permissions', '--kind', 'AWS::S3::Bukcet'],
      /did you mean 'AWS::S3::Bucket'\?/,
    ],
    [
      'a choice that leaves no check',
      ['permissions', '--check', 'iam.aws.user-credentials-used', '--severity', 'critical'],
      /^no check is left to run/,
    ],
    ['an account id that is too short', ['permissions', '--account', '1234'], /^--account must be/],
    [
      'an aggregator without a region',
      ['permissions', '--aggregator', 'all'],
      /^--aggregator is written as name@region/,
    ],
    ['an external id without a role', ['scan', '--external-id', 'x'], /^--external-id needs a role/],
    [
      'a configuration that is not there',
      ['permissions', '--config', 'nope.yaml'],
      /^nope\.yaml is not there/,
    ],
  ])('%s is exit 2 with a sentence on stderr', async (_situation, argv, said) => {
    const ran = await runCli(argv, { cwd });
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toMatch(said);
    expect(ran.err).not.toContain('    at ');
  });

  it('prints help and version to stdout', async () => {
    expect(await runCli(['--help'])).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('Commands:'),
    });
    expect(await runCli(['--version'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  it('names file and line of a wrong configuration', async () => {
    await writeFile(join(cwd, 'plumbline.yaml'), 'estate: a\naws:\n  acounts: caller\n');
    expect(await runCli(['permissions'], { cwd })).toEqual({
      code: 2,
      out: '',
      err: "plumbline.yaml line 3: unknown key 'acounts', did you mean 'accounts'?\n",
    });
  });

  it.each([
    ['AWS_ENDPOINT_URL', 'http://example.com', /^AWS_ENDPOINT_URL must use https/],
    ['AWS_REGION', 'Ireland', /^AWS_REGION must be a region/],
    ['HTTPS_PROXY', 'proxy:3128', /^HTTPS_PROXY must be an http or https address/],
  ])('refuses a wrong %s', async (name, value, said) => {
    const ran = await runCli(['permissions'], { cwd, env: { [name]: value } });
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(said);
  });
});

describe('plumbline checks', () => {
  it('lists every check, and a command that explains one', async () => {
    const { code, out } = await runCli(['checks']);
    expect(code).toBe(0);
    for (const { id, title } of allChecks) expect(out).toMatch(new RegExp(`${id}\\s+${title.slice(0, 20)}`));
    expect(out).toContain(`npx plumbline checks ${allChecks[0]?.id}`);
  });

  it('lists those of a pattern', async () => {
    const { out } = await runCli(['checks', 'logging.*']);
    expect(out).toContain('logging.aws.trail-multi-region');
    expect(out).not.toContain('iam.aws');
  });

  it('explains one with its parts, permissions, remediation and sources', async () => {
    const { out } = await runCli(['checks', 'iam.aws.root-mfa-enabled']);
    expect(out).toContain('Root user signs in with MFA');
    expect(out).toContain('iam:GetAccountSummary');
    expect(out).toMatch(/severity\s+critical/);
    expect(out).toContain('https://docs.aws.amazon.com/');
  });
});

describe('plumbline permissions', () => {
  it('prints one policy that another program can read', async () => {
    const { code, out } = await runCli(['permissions'], { cwd });
    expect(code).toBe(0);
    const policy = JSON.parse(out);
    expect(policy.Version).toBe('2012-10-17');
    expect(JSON.stringify(policy)).toContain('iam:GetAccountSummary');
    for (const { Action } of policy.Statement) {
      for (const action of Action)
        expect(action).toMatch(/:(GET|Get|List|Describe|Select|Generate|AssumeRole)/);
    }
  });

  it('asks for what the chosen checks read, and no more', async () => {
    const { out } = await runCli(
      ['permissions', '--check', 'iam.aws.root-mfa-enabled', '--region', 'eu-west-1'],
      { cwd },
    );
    const actions = JSON.parse(out).Statement.flatMap((each: { Action: string[] }) => each.Action);
    expect(actions.filter((action: string) => action.startsWith('iam:'))).toEqual(['iam:GetAccountSummary']);
  });

  it('places each action where it is used when a role is assumed', async () => {
    const { out, err } = await runCli(
      [
        'permissions',
        '--account',
        'organization',
        '--role',
        'reader',
        '--aggregator',
        'all@eu-west-1@111122223333',
        '--json',
      ],
      { cwd },
    );
    expect(err).toBe('');
    const { policies } = JSON.parse(out);
    expect(policies.map((each: { attachTo: string }) => each.attachTo)).toEqual([
      'the role or user that runs the scan',
      'role reader in each scanned account, and what runs the scan for its own',
      'role reader in account 111122223333, where the aggregator is',
    ]);
    expect(JSON.stringify(policies[0])).toContain('arn:aws:iam::*:role/reader');
    expect(JSON.stringify(policies[1])).not.toContain('sts:AssumeRole');
  });

  it('asks the aggregator or each account, as the route says', async () => {
    const aggregated = await runCli(['permissions', '--route', 'aggregator'], { cwd });
    expect(aggregated.out).toContain('config:SelectAggregateResourceConfig');
    expect(aggregated.out).not.toContain('config:SelectResourceConfig');
  });

  it('speaks of the partition that the region is in', async () => {
    const { out } = await runCli(['permissions', '--role', 'reader'], {
      cwd,
      env: { AWS_REGION: 'cn-north-1' },
    });
    expect(out).toContain('arn:aws-cn:iam::*:role/reader');
  });
});
