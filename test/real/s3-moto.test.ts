/** The store's S3 driver against moto, a server that other people wrote and that decides conditional writes itself. */
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { s3Store } from '#store/s3.ts';
import { describeStoreDriver } from '#test/support/store-suite.ts';

const endpoint = process.env['PLUMBLINE_MOTO'];
if (endpoint === undefined) {
  console.log('moto is not running (npm run test:real starts it); skipped, proves nothing');
}

const bucket = 'scans';
const client = new S3Client({
  endpoint: endpoint ?? 'http://127.0.0.1:1',
  region: 'us-east-1',
  forcePathStyle: true,
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret' },
});
let stores = 0;
const empty = () => {
  stores += 1;
  return s3Store({ client, bucket, prefix: `store/${stores}` });
};

describe.skipIf(endpoint === undefined)('a bucket in moto', () => {
  beforeAll(async () => {
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
  });

  describeStoreDriver('s3', empty);

  it('decides conditional writes itself: the second writer is told 412', async () => {
    const write = (Body: string) =>
      client.send(new PutObjectCommand({ Bucket: bucket, Key: 'conditional', Body, IfNoneMatch: '*' }));
    await write('first');
    await expect(write('second')).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412 },
    });
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: 'conditional' }));
    expect(await Body?.transformToString()).toBe('first');
  });

  it('holds no parts of an upload that broke off after the first of them', async () => {
    async function* broken() {
      yield Buffer.alloc(11 * 1024 * 1024);
      throw new Error('the shard broke');
    }
    await expect(empty().write('broken', broken())).rejects.toThrow('the shard broke');
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
    expect(Uploads).toEqual([]);
  });

  it('lists more keys than one page holds', async () => {
    const store = empty();
    for (let start = 0; start < 1100; start += 50) {
      await Promise.all(
        Array.from({ length: 50 }, (_, index) => store.write(`many/${start + index}`, Buffer.of(1))),
      );
    }
    expect(await store.list('many/')).toHaveLength(1100);
  });
});
