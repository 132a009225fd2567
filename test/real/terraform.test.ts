/**
 * The modules, by Terraform itself: their form, and what their expressions come to. The provider of AWS is in none of the registries that
 * tests may ask, so resources are left out before Terraform looks; what they take is held by the tests of the modules.
 */
import { execFile, spawn } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admits, documentOf } from '#test/support/trust.ts';

const program = process.env['PLUMBLINE_TERRAFORM'];
if (program === undefined) {
  console.log('Terraform is not there (npm run test:real looks for it); skipped, proves nothing');
}

const modules = join(import.meta.dirname, '../../deploy/terraform');
const scanner = '222233334444';
const roles = ['planAws', 'scanAws'].map((name) => `arn:aws-cn:iam::${scanner}:role/plumbline-${name}`);

describe.skipIf(program === undefined)('the modules in Terraform', () => {
  let folder: string;
  let environment: Readonly<Record<string, string>>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plumbline-terraform-'));
    // No settings of whoever runs this, and nothing asked of the vendor.
    environment = { PATH: process.env['PATH'] ?? '', HOME: folder, CHECKPOINT_DISABLE: '1' };
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** What an expression of a module comes to, its resources and outputs left out. */
  const evaluate = async (name: string, variables: object, expression: string): Promise<unknown> => {
    const place = await mkdtemp(join(folder, `${name}-`));
    await cp(join(modules, name), place, { recursive: true });
    for (const file of await readdir(place)) {
      if (!file.endsWith('.tf')) continue;
      const text = await readFile(join(place, file), 'utf8');
      await writeFile(
        join(place, file),
        text.replaceAll(/^(resource|data|output|terraform) [^\n]*\{\n[\s\S]*?^\}\n/gm, ''),
      );
    }
    await writeFile(join(place, 'values.tfvars.json'), JSON.stringify(variables));
    const child = spawn(program ?? '', ['console', '-var-file=values.tfvars.json'], {
      cwd: place,
      env: environment,
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
    });
    child.stdin.end(`nonsensitive(jsonencode(${expression}))\n`);
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', () => resolve());
    });
    // The console ends well whatever it says.
    if (!said.startsWith('"')) throw new Error(said);
    return JSON.parse(JSON.parse(said) as string);
  };

  it('are written as Terraform writes them', async () => {
    const { stdout } = await promisify(execFile)(program ?? '', ['fmt', '-check', '-recursive', modules], {
      env: environment,
    });
    expect(stdout).toBe('');
  });

  it('come to a trust of the two roles in their own partition, with the external id where there is one', async () => {
    const values = { scanner_role_arns: roles, external_id: 'red-door' };
    const [guarded, plain] = (await evaluate(
      'member-role',
      values,
      '[local.trust_policy_with_external_id, local.trust_policy]',
    )) as readonly unknown[];
    const as = (trust: unknown, arn: string, externalId?: string): boolean =>
      admits(documentOf(trust), {
        principal: `arn:aws-cn:iam::${scanner}:root`,
        keys: {
          'aws:principalarn': arn,
          ...(externalId === undefined ? {} : { 'sts:externalid': externalId }),
        },
      });
    for (const role of roles) {
      expect([as(plain, role), as(guarded, role), as(guarded, role, 'red-door')]).toEqual([
        true,
        false,
        true,
      ]);
    }
    expect(as(plain, `${roles[0]}2`)).toBe(false);
  });

  it('attach the policy for the aggregator only where it is', async () => {
    const count = (holds: boolean): Promise<unknown> =>
      evaluate(
        'member-role',
        { scanner_role_arns: roles, holds_aggregator: holds },
        'length(local.policies)',
      );
    const [without, holding] = await Promise.all([count(false), count(true)]);
    expect(Number(holding)).toBe(Number(without) + 1);
  });

  it.each([
    ['a wildcard', ['arn:aws:iam::222233334444:role/*']],
    ['no role', []],
  ])('refuse %s as who scans', async (_what, arns) => {
    await expect(
      evaluate('member-role', { scanner_role_arns: arns }, 'var.scanner_role_arns'),
    ).rejects.toThrow(/Name at least one role by its ARN/);
  });

  it('hand the address of the webhook on only where there is one', async () => {
    const handed = (webhook: string): Promise<unknown> =>
      evaluate(
        'scanner',
        { artifact_bucket: 'artifacts', webhook_url: webhook },
        'merge(local.shown, local.hidden)',
      );
    expect(await handed('')).not.toHaveProperty('WebhookUrl');
    expect(await handed('https://example.com/hook')).toMatchObject({
      WebhookUrl: 'https://example.com/hook',
      ArtifactBucket: 'artifacts',
      LateAfterHours: 26,
    });
  });
});
