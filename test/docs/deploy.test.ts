/** The guide is followed as it is written: what can run without an account of a reader's runs here, on the sandbox. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { readPointer } from '#config/bundle.ts';
import { parseConfiguration } from '#config/load.ts';
import { openScan } from '#pipeline/read-scan.ts';
import { openS3Store } from '#store/s3-client.ts';
import { inProcess } from '#test/support/scheduled/in-process.ts';
import type { Place } from '#test/support/scheduled/scene.ts';
import { execute, openPlace, region } from '#test/support/scheduled/scene.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** Beginning of a command → why it can't run here. */
const apart: Readonly<Record<string, string>> = {
  aws: 'needs an AWS account',
  'npx serverless deploy': 'needs an AWS account',
  'npx serverless remove': 'needs an AWS account',
  'npm ci': 'needs a registry; whoever runs this test has done it',
  'git pull': 'needs the remote of the clone',
};

interface Step {
  readonly command: string;
  readonly why: string | undefined;
}

const stepsOf = (page: string): readonly Step[] =>
  [...page.matchAll(/^```sh\n(.*?)^```/gms)]
    .flatMap(([, block = '']) =>
      block
        .replaceAll(/\\\n\s*/g, '')
        .trim()
        .split('\n'),
    )
    .map((command) => {
      const found = Object.entries(apart).find(([begin]) => `${command} `.startsWith(`${begin} `));
      return { command, why: found?.[1] };
    });

const guide = await readFile(join(root, 'docs/deploy.md'), 'utf8');
const steps = stepsOf(guide);
const yaml = /^```yaml\n(.*?)^```/ms.exec(guide)?.[1] ?? '';

describe('the guide to a deployment', () => {
  let clone = '';
  let place: Place;
  let env: Readonly<Record<string, string>>;

  beforeAll(async () => {
    place = await openPlace({}, { regions: ['eu-west-1'] });
    clone = await mkdtemp(join(tmpdir(), 'plumbline-guide-'));
    await cp(root, clone, {
      recursive: true,
      filter: (from) =>
        !['node_modules', '.git', 'dist', '.serverless', 'plumbline-out'].includes(basename(from)),
    });
    await symlink(join(root, 'node_modules'), join(clone, 'node_modules'));
    env = { ...place.env, HOME: clone, CI: '1', NO_COLOR: '1', SLS_TELEMETRY_DISABLED: '1' };
    for (const [name, value] of Object.entries(place.env)) vi.stubEnv(name, value);
  }, 60_000);
  afterAll(async () => {
    vi.unstubAllEnvs();
    await place.close();
    await rm(clone, { recursive: true });
  });

  /** What a reader writes as the guide shows it, with where the sandbox is. */
  const writeConfiguration = (): Promise<void> => {
    const shown = parse(yaml) as Record<string, Record<string, unknown>>;
    const here = parse(place.configuration) as Record<string, Record<string, unknown>>;
    return writeFile(
      join(clone, 'plumbline.yaml'),
      JSON.stringify({
        ...shown,
        aws: { ...shown['aws'], ...here['aws'] },
        store: { ...shown['store'], bucket: place.s3.bucket, prefix: 'kept' },
      }),
    );
  };

  const storeOfGuide = () =>
    openS3Store({ bucket: place.s3.bucket, prefix: 'kept', region, endpoint: place.s3.endpoint });

  it('shows a configuration that is accepted', () => {
    expect(() => parseConfiguration(yaml, 'docs/deploy.md')).not.toThrow();
  });

  it('sets no command apart that is not in it', () => {
    const used = new Set(steps.flatMap(({ why }) => (why === undefined ? [] : [why])));
    expect([...new Set(Object.values(apart))].filter((why) => !used.has(why))).toEqual([]);
    expect(steps.filter(({ why }) => why === undefined).length).toBeGreaterThan(7);
  });

  it('gives serverless only parameters that it has', async () => {
    const service = parse(await readFile(join(root, 'serverless.yml'), 'utf8')) as {
      readonly params: { readonly default: object };
    };
    const named = steps.flatMap(({ command }) =>
      [...command.matchAll(/--param (\w+)=/g)].map(([, name]) => name),
    );
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !Object.hasOwn(service.params.default, name ?? ''))).toEqual([]);
  });

  it('names outputs that the stack has', async () => {
    const resources = await readFile(join(root, 'functions/service.yml'), 'utf8');
    const outputs = Object.keys((parse(resources) as { readonly Outputs: object }).Outputs);
    const [, named = ''] = /outputs of its stack, ([^:]*):/.exec(guide) ?? [];
    expect(new Set([...named.matchAll(/`(\w+)`/g)].map(([, name]) => name))).toEqual(new Set(outputs));
  });

  it('names files and other pages that are there', async () => {
    for (const [, file = ''] of guide.matchAll(/(?:file:\/\/|--template-file )(\S+)/g)) {
      expect(existsSync(join(root, file)), file).toBe(true);
    }
    for (const [, page = '', anchor] of guide.matchAll(/\]\(([\w-]+\.md)(?:#([\w-]+))?\)/g)) {
      const text = await readFile(join(root, 'docs', page), 'utf8');
      const anchors = [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
        title
          .toLowerCase()
          .replaceAll(/[^\w\- ]/g, '')
          .replaceAll(' ', '-'),
      );
      if (anchor !== undefined) expect(anchors, page).toContain(anchor);
    }
  });

  it('runs as it is written: built, packaged, pushed, scanned, read', async () => {
    const ran: string[] = [];
    let scanned = false;
    for (const { command, why } of steps) {
      if (why !== undefined) {
        // The state machine's execution is the step that AWS would take here.
        if (!command.startsWith('aws stepfunctions start-execution')) continue;
        const { ended } = await execute(place, inProcess(place, { now: () => new Date() }).invoke, {
          startedAt: new Date().toISOString(),
        });
        expect(ended).toMatchObject({ status: 'SUCCEEDED' });
        scanned = true;
        continue;
      }
      if (command === 'npx plumbline push') await writeConfiguration();
      const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', command], {
        cwd: clone,
        env: { ...env, PATH: process.env['PATH'] ?? '' },
        maxBuffer: 1 << 26,
      });
      ran.push(command);
      if (command === 'npx plumbline push') {
        const { configuration } = await readPointer(storeOfGuide());
        expect(configuration.commit).toBe('none');
        expect(stdout).toContain(`Pushed plumbline.yaml to s3://${place.s3.bucket}/kept`);
      }
      if (command === 'npx plumbline scans') expect(stdout).toMatch(/\b1\b/);
    }
    expect(scanned).toBe(true);
    expect((await openScan(storeOfGuide(), 1)).manifest.bundle).toMatch(/^[0-9a-f]{64}$/);
    expect(ran).toContain('npx serverless package');
    expect(existsSync(join(clone, 'dist/functions/aws.zip'))).toBe(true);
    expect(JSON.parse(await readFile(join(clone, 'plumbline-policy.json'), 'utf8'))).toHaveProperty(
      'Statement',
    );
    // The table of costs comes out as it stands in the guide.
    expect(await readFile(join(clone, 'docs/deploy.md'), 'utf8')).toBe(guide);
  }, 240_000);
});
