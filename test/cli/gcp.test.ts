/** Google Cloud on the command line. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { serveGcpSandbox } from '#sandbox/gcp/serve.ts';
import type { GcpSandbox } from '#sandbox/gcp/start.ts';
import { runCli } from './run-cli.ts';

let sandbox: GcpSandbox;
let cwd: string;

beforeAll(async () => {
  sandbox = await serveGcpSandbox();
  cwd = await mkdtemp(join(tmpdir(), 'plumbline-gcp-'));
  const gcp = { parents: sandbox.parents, endpoint: sandbox.endpoint, callsPerMinute: 60_000 };
  await writeFile(join(cwd, 'plumbline.yaml'), stringify({ providers: ['gcp'], gcp }));
});
afterAll(async () => {
  await sandbox.close();
  await rm(cwd, { recursive: true, force: true });
});

describe('plumbline scan', () => {
  it('reads and judges Google Cloud alone', async () => {
    const { code, out } = await runCli(['scan', '--worst', '60'], { cwd });
    expect(code).toBe(3);
    expect(out).toContain('try is a database that the whole internet can reach');
    expect(out).not.toContain('arn:aws');
  });

  it('then prints the role for what was refused', async () => {
    const { code, out, err } = await runCli(['permissions', '--missing'], { cwd });
    expect(code).toBe(0);
    expect(err).toContain('meridian-legacy');
    expect(parse(out)).toMatchObject({ includedPermissions: ['cloudasset.assets.listIamPolicy'] });
  });

  it('reads the parent that the command line names', async () => {
    const { out } = await runCli(['scan', '--parent', 'projects/meridian-data', '--store', 'other'], { cwd });
    expect(out).toContain('open_figures');
    expect(out).not.toContain('try is a database');
  });

  it.each([
    [['--parent', 'meridian-data'], 'must be organizations/<number>, folders/<number> or projects/<id>'],
    [['--provider', 'gopher'], 'must be one of aws, azure, gcp'],
  ])('refuses %j', async (flags, words) => {
    const { code, err } = await runCli(['scan', ...flags], { cwd });
    expect(code).toBe(2);
    expect(err).toContain(words);
  });

  it('asks what to scan where nothing says so', async () => {
    const { code, err } = await runCli(['scan', '--provider', 'gcp'], { cwd: tmpdir() });
    expect(code).toBe(2);
    expect(err).toContain('gcp.parents is empty');
  });
});

describe('plumbline permissions', () => {
  it('prints a role with what the enabled checks read', async () => {
    const { out } = await runCli(['permissions', '--check', 'network.gcp.*'], { cwd });
    expect(parse(out)).toMatchObject({ includedPermissions: ['cloudasset.assets.listResource'] });
  });

  it('names for programs what each permission is for', async () => {
    const { out } = await runCli(['permissions', '--json'], { cwd });
    const { provider, uses } = JSON.parse(out) as { provider: string; uses: { action: string }[] };
    expect(provider).toBe('gcp');
    expect(uses.map(({ action }) => action)).toEqual([
      'cloudasset.assets.listIamPolicy',
      'cloudasset.assets.listOrgPolicy',
      'cloudasset.assets.listResource',
    ]);
  });
});
