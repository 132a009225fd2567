import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readSecret } from '#alerts/secret.ts';
import { listen } from '#sandbox/loopback.ts';

const arn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:plumbline-AbCdEf';

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example');
  vi.stubEnv('AWS_PROFILE', '');
});
afterEach(() => vi.unstubAllEnvs());

/** A Secrets Manager that gives one answer; resolves to what was asked of it too. */
const answered = async (status: number, body: object): Promise<readonly [got: unknown, asked: string]> => {
  let asked = '';
  const server = createServer(async (request, response) => {
    asked = await text(request);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
  });
  const { port, close } = await listen(server);
  const source = { arn, region: 'eu-west-1', endpoint: `http://127.0.0.1:${port}` };
  const got = await readSecret(source).catch((error: unknown) => error);
  await close();
  return [got, asked];
};

describe('the secret of a webhook', () => {
  it('is what was given', async () => {
    expect(await readSecret({ value: 'given', arn, region: 'eu-west-1' })).toBe('given');
  });

  it('is what Secrets Manager keeps', async () => {
    const [got, asked] = await answered(200, { ARN: arn, SecretString: 'kept' });
    expect(got).toBe('kept');
    expect(JSON.parse(asked)).toEqual({ SecretId: arn });
  });

  it('that is denied names the permission, and repeats nothing of what the service said', async () => {
    const [got] = await answered(400, { __type: 'AccessDeniedException', Message: 'not for hunter2hunter2' });
    expect(String(got)).toContain(`the secret ${arn} can't be read (AccessDeniedException)`);
    expect(String(got)).toContain('secretsmanager:GetSecretValue');
    expect(JSON.stringify([String(got), String((got as Error).cause)])).not.toContain('hunter2');
  });

  it('that holds bytes and no text is none', async () => {
    const [got] = await answered(200, { ARN: arn, SecretBinary: 'AAAA' });
    expect(String(got)).toContain('holds no text');
  });

  it('that was never named says where to name it', async () => {
    await expect(readSecret({ region: 'eu-west-1' })).rejects.toThrow('set PLUMBLINE_WEBHOOK_SECRET_ARN');
  });
});
