import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Io } from '#cli/io.ts';
import type { ScanFlags, Settings } from '#cli/settings.ts';
import { loadSettings } from '#cli/settings.ts';
import { awsOptionsOf } from '#config/aws-options.ts';
import type { AwsOptions } from '#sources/aws/options.ts';

let cwd = '';
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'plumbline-settings-'));
});
afterEach(() => rm(cwd, { recursive: true }));

const silent = { isTTY: false, columns: 0, write: () => Promise.resolve() };

const settings = async (
  file: string,
  flags: Partial<ScanFlags> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<Settings> => {
  await mkdir(join(cwd, 'conf'), { recursive: true });
  await writeFile(join(cwd, 'conf/plumbline.yaml'), file);
  const io: Io = {
    stdout: silent,
    stderr: silent,
    env,
    cwd,
    signal: new AbortController().signal,
    now: () => new Date(0),
    command: 'plumbline',
  };
  return loadSettings(io, { color: true, config: 'conf/plumbline.yaml', ...flags });
};

const aws = async (...args: Parameters<typeof settings>): Promise<AwsOptions> => {
  const { configuration, loaded } = await settings(...args);
  return awsOptionsOf(configuration, loaded.folder);
};

describe('a setting', () => {
  it('comes from the flag before the file', async () => {
    const { configuration } = await settings('severity: low\nfailOn: low\nkinds: [AWS::S3::Bucket]\n', {
      severity: 'high',
      failOn: 'critical',
      kind: ['AWS::EC2::Volume'],
      check: ['iam.*'],
    });
    expect(configuration).toMatchObject({
      severity: 'high',
      failOn: 'critical',
      kinds: ['AWS::EC2::Volume'],
      checks: { include: ['iam.*'] },
    });
  });

  it('comes from the file before the environment', async () => {
    const file =
      'aws:\n  homeRegion: eu-west-1\n  endpoint: https://aws.example\n  proxy: http://proxy.example:3128\n';
    const env = {
      AWS_REGION: 'us-west-2',
      AWS_ENDPOINT_URL: 'https://other.example',
      HTTPS_PROXY: 'http://other.example:1',
    };
    expect(await aws(file, {}, env)).toMatchObject({
      homeRegion: 'eu-west-1',
      endpoint: 'https://aws.example',
      proxy: 'http://proxy.example:3128',
    });
    expect(await aws('', {}, env)).toMatchObject({
      homeRegion: 'us-west-2',
      endpoint: 'https://other.example',
      proxy: 'http://other.example:1',
    });
  });

  it('of a path is relative to the file, that of a flag to the working folder', async () => {
    const file = 'store: { path: kept }\noutput: { dir: out }\nexceptions: { file: ex.yaml }\n';
    const inFile = await settings(file);
    expect(inFile.storePath).toBe(join(cwd, 'conf/kept'));
    expect(inFile.outDir).toBe(join(cwd, 'conf/out'));
    expect(inFile.exceptionsFile).toBe(join(cwd, 'conf/ex.yaml'));
    const byFlag = await settings(file, { store: 'kept', out: 'out' });
    expect(byFlag.storePath).toBe(join(cwd, 'kept'));
    expect(byFlag.outDir).toBe(join(cwd, 'out'));
  });
});

describe('the options of the source', () => {
  it('are those of one account and all its regions when nothing is said', async () => {
    expect(await aws('')).toEqual({
      accounts: 'caller',
      regions: 'enabled',
      inventory: 'auto',
      kinds: [],
      partners: [],
      homeRegion: 'us-east-1',
      callsPerSecond: 8,
      attempts: 8,
      timeout: 30_000,
      backoffBase: 200,
    });
  });

  it('take words and lists for accounts and regions', async () => {
    expect((await aws('', { account: ['organization'] })).accounts).toBe('organization');
    expect((await aws('', { account: ['111122223333'] })).accounts).toEqual(['111122223333']);
    const { regions, homeRegion } = await aws('', { region: ['eu-west-1', 'eu-west-2'] });
    expect(regions).toEqual(['eu-west-1', 'eu-west-2']);
    expect(homeRegion).toBe('eu-west-1');
    await expect(aws('', { account: ['organization', '111122223333'] })).rejects.toThrow(/^--account/);
  });

  it('take the role of the flag with the external id of the file', async () => {
    const file = 'aws:\n  role: { name: old, externalId: pick-one, inOwnAccount: true }\n';
    expect((await aws(file, { role: 'new' })).role).toEqual({
      name: 'new',
      externalId: 'pick-one',
      inOwnAccount: true,
    });
  });

  it('take an aggregator of another account', async () => {
    expect((await aws('', { aggregator: 'all@eu-west-1' })).aggregator).toEqual({
      name: 'all',
      region: 'eu-west-1',
    });
    expect((await aws('', { aggregator: 'all@eu-west-1@111122223333' })).aggregator).toEqual({
      name: 'all',
      region: 'eu-west-1',
      account: '111122223333',
    });
  });

  it('send nothing on loopback through a proxy', async () => {
    const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566', HTTPS_PROXY: 'http://proxy.example:3128' };
    expect(await aws('', {}, env)).not.toHaveProperty('proxy');
  });

  it.each([
    'http://10.0.0.1',
    'http://localhost.example',
    'http://127.0.0.1.example',
    'ftp://127.0.0.1',
    'nonsense',
  ])('do not take %s for an endpoint', async (endpoint) => {
    await expect(aws('', {}, { AWS_ENDPOINT_URL: endpoint })).rejects.toThrow(/^AWS_ENDPOINT_URL must/);
  });

  it('need the file with certificate authorities to be there', async () => {
    await expect(aws('aws: { caFile: ca.pem }')).rejects.toThrow('conf/ca.pem is not there');
    await writeFile(join(cwd, 'ca.pem'), '');
    expect((await aws('', {}, { AWS_CA_BUNDLE: 'ca.pem' })).caFile).toBe(join(cwd, 'ca.pem'));
  });
});
