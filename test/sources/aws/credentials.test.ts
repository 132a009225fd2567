/** What a plan says where AWS can't be asked at all: why, and how to mend it. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Source, SourcePlan } from '#model/source.ts';
import type { AwsOptions } from '#sources/aws/options.ts';
import { awsSource } from '#sources/aws/source.ts';
import { MissingCredentialsError } from '#sources/aws/unreachable.ts';

let folder: string;
const closings: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-credentials-'));
  for (const name of [
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'AWS_PROFILE',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  ]) {
    vi.stubEnv(name, undefined);
  }
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'));
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await Promise.all(closings.splice(0).map((close) => close()));
  await rm(folder, { recursive: true });
});

const sourceWith = (more: Partial<AwsOptions>): Source =>
  awsSource({
    accounts: 'caller',
    regions: 'enabled',
    inventory: 'config',
    kinds: [],
    partners: [],
    homeRegion: 'eu-west-1',
    endpoint: 'http://127.0.0.1:9',
    callsPerSecond: 10,
    attempts: 1,
    timeout: 500,
    backoffBase: 1,
    ...more,
  });

const planWith = (more: Partial<AwsOptions> = {}): Promise<SourcePlan> =>
  sourceWith(more).plan(new Map(), new AbortController().signal);

/** An address on loopback where everything is answered like this. */
const answering = async (status: number, type: string, body: string): Promise<string> => {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(status, { 'content-type': type }).end(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closings.push(() => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' };

describe('a plan without credentials', () => {
  it('says so, and how to mend it, after no call', async () => {
    const source = planWith();
    await expect(source).rejects.toThrow(MissingCredentialsError);
    await expect(source).rejects.toThrow(/^no AWS credentials: .*[^.]\. Sign in .* aws\.profile\.$/s);
  });

  it('names the profile that was asked for and is not there, and takes no other way in', async () => {
    const warned = vi.spyOn(console, 'warn');
    vi.stubEnv('AWS_ACCESS_KEY_ID', keys.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', keys.secretAccessKey);
    await writeFile(join(folder, 'config'), '[profile other]\nregion = eu-west-1\n');
    const source = planWith({ profile: 'audti' });
    await expect(source).rejects.toThrow(MissingCredentialsError);
    await expect(source).rejects.toThrow(/audti.*aws configure list-profiles/s);
    expect(warned).not.toHaveBeenCalled();
  });

  it('says of a profile that nobody signed in with which command does', async () => {
    await writeFile(
      join(folder, 'config'),
      [
        '[profile audit]',
        'sso_session = corp',
        'sso_account_id = 111122223333',
        'sso_role_name = reader',
        '[sso-session corp]',
        'sso_region = eu-west-1',
        'sso_start_url = https://corp.example/start',
      ].join('\n'),
    );
    vi.stubEnv('HOME', folder);
    await expect(planWith({ profile: 'audit' })).rejects.toThrow(/aws sso login --profile audit/);
  });
});

describe('a profile that has keys', () => {
  it('is what signs, whatever else could', async () => {
    await writeFile(
      join(folder, 'credentials'),
      '[audit]\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = y\n',
    );
    const seen: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers.authorization);
      request.resume();
      request.on('end', () => response.writeHead(403).end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closings.push(() => new Promise((resolve) => server.close(resolve)));
    vi.stubEnv('AWS_ACCESS_KEY_ID', keys.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', keys.secretAccessKey);
    await planWith({
      profile: 'audit',
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    });
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.every((header) => header?.includes('AKIAPROFILE'))).toBe(true);
  });
});

describe('a profile that a program signs in for', () => {
  it('runs it once for many calls', async () => {
    const runs = join(folder, 'runs');
    const made = JSON.stringify({ Version: 1, AccessKeyId: 'AKIAPROFILE', SecretAccessKey: 'y' });
    await writeFile(join(folder, 'made.json'), made);
    await writeFile(
      join(folder, 'config'),
      `[profile audit]\ncredential_process = echo run >> ${runs} && cat ${join(folder, 'made.json')}\n`,
    );
    const endpoint = await answering(500, 'text/xml', '');
    const source = sourceWith({ profile: 'audit', attempts: 4, endpoint });
    await source.plan(new Map(), new AbortController().signal);
    expect(source.usage().calls).toBe(4);
    expect(await readFile(runs, 'utf8')).toBe('run\n');
  });
});

describe('an AWS that does not say who asks', () => {
  const error = (code: string): string =>
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`;

  it.each(['InvalidClientTokenId', 'ExpiredToken', 'SignatureDoesNotMatch'])(
    'is all unknown, and %s is mended by signing in',
    async (code) => {
      const plan = await planWith({
        credentials: keys,
        endpoint: await answering(403, 'text/xml', error(code)),
      });
      expect(plan.shards).toEqual([]);
      expect(plan.coverage).toMatchObject([{ account: 'unknown', state: 'unavailable' }]);
      expect(plan.notices.join()).toMatch(/AWS did not say who asks.*aws sso login.*clock/);
    },
  );

  it('names the address and the proxy that nothing answers at, without its password', async () => {
    const plan = await planWith({ credentials: keys, proxy: 'http://me:hunter2@127.0.0.1:9' });
    expect(plan.notices.join()).toMatch(/the proxy 127\.0\.0\.1:9 .* and the address 127\.0\.0\.1:9/);
    expect(plan.notices.join()).not.toContain('hunter2');
  });

  it.each([
    ['a page for people', '<!doctype html><html><body>Sign in to the Wi-Fi</body></html>'],
    ['nothing', ''],
  ])('takes %s for no answer of AWS', async (_, body) => {
    const plan = await planWith({ credentials: keys, endpoint: await answering(200, 'text/html', body) });
    expect(plan.coverage).toMatchObject([{ state: 'malformed' }]);
    expect(plan.notices.join()).toContain('What answers is not AWS');
  });
});
