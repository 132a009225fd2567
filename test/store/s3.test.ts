import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { compareText } from '#model/resource.ts';
import type { S3Sandbox } from '#sandbox/s3/server.ts';
import { startS3Sandbox } from '#sandbox/s3/server.ts';
import { MissingKeyError } from '#store/driver.ts';
import { s3Store } from '#store/s3.ts';
import { openS3Store } from '#store/s3-client.ts';
import { StoreError } from '#store/store-error.ts';
import { describeStoreDriver } from '#test/support/store-suite.ts';

let sandbox: S3Sandbox;
let client: S3Client;

beforeAll(async () => {
  sandbox = await startS3Sandbox();
  client = new S3Client({
    endpoint: sandbox.endpoint,
    region: 'eu-west-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' },
  });
});

afterAll(async () => {
  client.destroy();
  await sandbox.close();
});

beforeEach(() => {
  sandbox.conflictNext(0);
  sandbox.loseAnswers(0);
  sandbox.deny(() => false);
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const store = () => s3Store({ client, bucket: sandbox.bucket, prefix: 'org' });

let folders = 0;
describeStoreDriver('s3', () => {
  folders += 1;
  return s3Store({ client, bucket: sandbox.bucket, prefix: `suite/${folders}` });
});

describe('s3 store', () => {
  it('what is written whole or as a stream is read back to the byte', async () => {
    const large = Buffer.alloc(11 * 1024 * 1024, 'plumb');
    async function* chunks() {
      for (let at = 0; at < large.length; at += 1_000_000) yield large.subarray(at, at + 1_000_000);
    }
    await store().write('scans/a/large', chunks());
    await store().write('scans/a/small', bytes('one'));
    expect(large.equals((await store().read('scans/a/large')) ?? Buffer.of())).toBe(true);
    expect(Buffer.from((await store().read('scans/a/small')) ?? []).toString()).toBe('one');
    expect([...sandbox.objects.keys()]).toContain('org/scans/a/small');
  });

  it('a stream that breaks leaves nothing to be seen', async () => {
    async function* broken() {
      yield Buffer.alloc(6 * 1024 * 1024);
      throw new Error('the shard broke');
    }
    await expect(store().write('scans/a/broken', broken())).rejects.toThrow('the shard broke');
    expect(await store().read('scans/a/broken')).toBeUndefined();
    expect(sandbox.unfinished()).toEqual([]);
  });

  /** Two parts and a little more. */
  async function* long() {
    for (let part = 0; part < 11; part += 1) yield Buffer.alloc(1024 * 1024, part);
  }

  it('an upload whose parts are refused leaves none of them to be billed', async () => {
    let parts = 0;
    sandbox.deny((method) => {
      if (method === 'PUT') parts += 1;
      return method === 'PUT' && parts === 2;
    });
    await expect(store().write('scans/a/half', long())).rejects.toThrow(
      /scans\/a\/half: s3:PutObject failed \(AccessDenied\); the caller needs s3:PutObject there$/,
    );
    expect(sandbox.unfinished()).toEqual([]);
    expect(await store().read('scans/a/half')).toBeUndefined();
  });

  it('parts that may not be taken back are told of, and what failed is told first', async () => {
    sandbox.deny((method, _key, action) => method === 'PUT' || action === 's3:AbortMultipartUpload');
    await expect(store().write('scans/a/left', long())).rejects.toThrow(
      /s3:PutObject failed \(AccessDenied\).*parts are still there.*the caller needs s3:AbortMultipartUpload there/,
    );
    expect(sandbox.unfinished()).toEqual(['org/scans/a/left']);
  });

  it('of twenty writers that race for one key exactly one wins', async () => {
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => store().createIfAbsent('manifests/1', bytes(`${index}`))),
    );
    expect(results.filter(Boolean)).toHaveLength(1);
    const winner = results.indexOf(true);
    expect(Buffer.from((await store().read('manifests/1')) ?? []).toString()).toBe(`${winner}`);
  });

  it('a conflict is asked again until it is decided', async () => {
    sandbox.conflictNext(3);
    expect(await store().createIfAbsent('manifests/2', bytes('two'))).toBe(true);
    sandbox.conflictNext(100);
    await expect(store().createIfAbsent('manifests/3', bytes('three'))).rejects.toThrow(
      'ConditionalRequestConflict',
    );
  });

  it('a write whose answer was lost is known to be ours, and another writer’s is not', async () => {
    sandbox.loseAnswers(1);
    expect(await store().createIfAbsent('manifests/4', bytes('ours'))).toBe(true);
    sandbox.loseAnswers(1);
    expect(await store().createIfAbsent('manifests/4', bytes('theirs'))).toBe(false);
  });

  it('nothing under a key is undefined, and a refusal is an error that names what is missing', async () => {
    expect(await store().read('none')).toBeUndefined();
    await expect(async () => {
      for await (const _ of store().stream('none')) expect.unreachable();
    }).rejects.toThrow(MissingKeyError);
    sandbox.deny((method) => method === 'GET');
    await expect(store().read('none')).rejects.toThrow(/needs s3:GetObject/);
    await expect(store().list('')).rejects.toThrow(/needs s3:ListBucket/);
  });

  it('more keys than one page holds are all listed, sorted', async () => {
    for (let index = 0; index < 1100; index += 1) sandbox.objects.set(`org/many/${index}`, Buffer.of());
    const keys = await store().list('many/');
    expect(keys).toHaveLength(1100);
    expect(keys).toEqual([...keys].sort(compareText));
  });

  it('deleting what is not there is no error', async () => {
    await store().write('gone', bytes('x'));
    await store().delete('gone');
    await store().delete('gone');
    expect(await store().read('gone')).toBeUndefined();
  });

  it('a server that fails while a stream is written is named, not the stream', async () => {
    async function* chunks() {
      yield bytes('one');
    }
    sandbox.deny((method) => method !== 'GET');
    const attempt = store().write('scans/a/refused', chunks());
    await expect(attempt).rejects.toThrow(StoreError);
    await expect(attempt).rejects.toThrow(/s3:PutObject failed \(AccessDenied\); the caller needs/);
  });

  it('a bucket that is not there is named, with what to do', async () => {
    const elsewhere = s3Store({ client, bucket: 'nobodys-bucket' });
    await expect(elsewhere.read('a')).rejects.toThrow(/s3:\/\/nobodys-bucket.*make the bucket first/);
  });

  it.each([
    [403, 'AccessDenied', undefined, 'the caller needs s3:GetObject there'],
    [
      403,
      'AccessDenied',
      'User: arn:aws:iam::111122223333:user/ann is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:…',
      'the caller needs kms:Decrypt there',
    ],
    [403, 'InvalidAccessKeyId', undefined, 'AWS does not know these credentials: sign in again'],
    [403, 'SignatureDoesNotMatch', undefined, 'the secret key is not that of the access key'],
    [403, 'RequestTimeTooSkewed', undefined, 'the clock of this machine is wrong'],
    [400, 'ExpiredToken', undefined, 'the credentials have expired: sign in again'],
    [400, 'AuthorizationHeaderMalformed', undefined, 'the bucket is in another region: set store.region'],
    [400, 'KMS.DisabledException', undefined, 'the KMS key of the bucket, or store.kmsKey, is disabled'],
  ])('an answer of %d %s (%s) is told with what mends it', async (status, code, message, mend) => {
    const broken = await startS3Sandbox();
    broken.failWith({ status, code, ...(message === undefined ? {} : { message }) });
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example');
    try {
      const { bucket, endpoint } = broken;
      const reading = openS3Store({ bucket, endpoint, region: 'eu-west-1' }).read('a');
      await expect(reading).rejects.toThrow(`s3://${bucket}/a: s3:GetObject failed (${code}); ${mend}`);
    } finally {
      vi.unstubAllEnvs();
      await broken.close();
    }
  });

  it('a bucket in another region than was said is found there, by many at once', async () => {
    const moved = await startS3Sandbox();
    moved.moveTo('eu-central-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example');
    try {
      const { bucket, endpoint } = moved;
      const opened = openS3Store({ bucket, endpoint, region: 'eu-west-1' });
      const keys = Array.from({ length: 50 }, (_, index) => `a/${10 + index}`);
      await Promise.all(keys.map((key) => opened.write(key, bytes(key))));
      expect(await opened.list('a/')).toEqual(keys);
    } finally {
      vi.unstubAllEnvs();
      await moved.close();
    }
  });

  it('a client made from the settings alone signs with the standard chain', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example');
    try {
      const opened = openS3Store({
        bucket: sandbox.bucket,
        prefix: 'chain',
        region: 'eu-west-1',
        endpoint: sandbox.endpoint,
      });
      await opened.write('a', bytes('one'));
      expect(Buffer.from((await opened.read('a')) ?? []).toString()).toBe('one');
      expect([...sandbox.objects.keys()]).toContain('chain/a');
    } finally {
      vi.unstubAllEnvs();
    }
  });
});
