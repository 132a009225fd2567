import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { S3Sandbox } from '#sandbox/s3/server.ts';
import { startS3Sandbox } from '#sandbox/s3/server.ts';
import { openS3Store } from '#store/s3-client.ts';
import { scan } from '#test/pipeline/scan-scene.ts';
import { runCli } from './run-cli.ts';

let sandbox: S3Sandbox;
let cwd = '';

beforeAll(async () => {
  sandbox = await startS3Sandbox();
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'plumbline-s3-'));
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  sandbox.deny(() => false);
  sandbox.objects.clear();
  await rm(cwd, { recursive: true });
});

const configure = (lines: readonly string[]): Promise<void> =>
  writeFile(
    join(cwd, 'plumbline.yaml'),
    `store:\n  driver: s3\n${lines.map((line) => `  ${line}\n`).join('')}`,
  );

const opened = () =>
  openS3Store({ bucket: sandbox.bucket, prefix: 'kept', region: 'eu-west-1', endpoint: sandbox.endpoint });

describe('a store on S3', () => {
  it('holds scans that the commands show', async () => {
    await scan({}, { store: opened() });
    await configure([`bucket: ${sandbox.bucket}`, 'prefix: kept', `endpoint: ${sandbox.endpoint}`]);
    const { code, out } = await runCli(['scans'], { cwd });
    expect(code).toBe(0);
    expect(out).toMatch(/^ *1 .*tideway/m);
    expect([...sandbox.objects.keys()]).toContain('kept/manifests/00000001.json');
  });

  it('is found by the variables that AWS has for its address', async () => {
    await configure([`bucket: ${sandbox.bucket}`]);
    const { out } = await runCli(['scans'], { cwd, env: { AWS_ENDPOINT_URL_S3: sandbox.endpoint } });
    expect(out).toContain(`No scan is in s3://${sandbox.bucket}/ yet`);
  });

  it('gives way to the folder that --store names', async () => {
    await configure([`bucket: ${sandbox.bucket}`]);
    const { out } = await runCli(['scans', '--store', 'here'], { cwd });
    expect(out).toContain(`No scan is in ${join(cwd, 'here')} yet`);
  });

  it('that refuses is no bug: exit 2, and the permission that is missing', async () => {
    await configure([`bucket: ${sandbox.bucket}`, `endpoint: ${sandbox.endpoint}`]);
    sandbox.deny(() => true);
    const { code, err } = await runCli(['scans'], { cwd });
    expect(err).toContain('s3:ListBucket failed (AccessDenied); the caller needs s3:ListBucket there');
    expect(code).toBe(2);
  });

  it.each([
    [[], "plumbline.yaml line 1: 'store.bucket' is missing"],
    [['bucket: Not_A_Bucket'], "line 3: 'store.bucket' must be a name of a bucket, not 'Not_A_Bucket'"],
    [['bucket: kept', 'prefix: a/'], "line 4: 'store.prefix' must be letters, digits"],
    [['bucket: kept', 'endpoint: http://s3.example'], "line 4: 'store.endpoint' must use https"],
  ])('with %j is refused', async (lines, said) => {
    await configure(lines);
    const { code, err } = await runCli(['scans'], { cwd });
    expect(err).toContain(said);
    expect(code).toBe(2);
  });

  it('keeps to its prefix', async () => {
    await opened().write('a', Buffer.from('one'));
    expect([...sandbox.objects.keys()]).toEqual(['kept/a']);
  });
});
