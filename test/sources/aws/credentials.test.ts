import { afterEach, expect, test, vi } from 'vitest';
import { MissingCredentialsError } from '#sources/aws/plan.ts';
import { awsSource } from '#sources/aws/source.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('without any credentials the plan says so, and how to mend it', async () => {
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE']) {
    vi.stubEnv(name, undefined);
  }
  for (const name of ['AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI']) {
    vi.stubEnv(name, undefined);
  }
  vi.stubEnv('AWS_CONFIG_FILE', '/does/not/exist');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/does/not/exist');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  const source = awsSource({
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
  });
  const plan = source.plan(new Map(), new AbortController().signal);
  await expect(plan).rejects.toThrow(MissingCredentialsError);
  await expect(plan).rejects.toThrow(/^no AWS credentials: .* aws\.profile/s);
  expect(source.usage().calls).toBe(0);
});
