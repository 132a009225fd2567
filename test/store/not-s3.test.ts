/** Something else answers in the place of S3, with status 200: nothing of it is taken for an empty or a kept store. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoreDriver } from '#store/driver.ts';
import { s3Store } from '#store/s3.ts';

let body = '';
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.writeHead(200, { 'content-type': 'text/html' }).end(body));
});
let client: S3Client;
let store: StoreDriver;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = new S3Client({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-west-1',
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' },
  });
  store = s3Store({ client, bucket: 'scans' });
});

afterAll(async () => {
  client.destroy();
  await new Promise((resolve) => server.close(resolve));
});

async function* rows() {
  yield new TextEncoder().encode('row');
}
const drain = async (stream: AsyncIterable<Uint8Array>): Promise<void> => {
  for await (const _ of stream);
};

const bytes = new TextEncoder().encode('{}');
const steps: readonly (readonly [string, (on: StoreDriver) => Promise<unknown>])[] = [
  ['listing', (on) => on.list('manifests/')],
  ['reading', (on) => on.read('manifests/00000001.json')],
  ['streaming', (on) => drain(on.stream('scans/a/findings'))],
  ['writing', (on) => on.write('scans/a/plan', bytes)],
  ['writing a stream', (on) => on.write('scans/a/findings', rows())],
  ['committing', (on) => on.createIfAbsent('manifests/00000001.json', bytes)],
];

describe.each([
  ['a page for people', '<!doctype html><html><body>Sign in to the Wi-Fi</body></html>'],
  ['nothing at all', ''],
  ['another XML', '<Envelope><Body/></Envelope>'],
])('%s in the place of S3', (_, answer) => {
  it.each(steps)('is an error of %s', async (_name, step) => {
    body = answer;
    await expect(step(store)).rejects.toThrow(/^store s3:\/\/scans\/.* s3:\w+ failed \(\w+\)/);
  });
});

it('a list that says it is cut, and not where it goes on, is no whole list', async () => {
  body =
    '<ListBucketResult><Name>scans</Name><KeyCount>1</KeyCount><IsTruncated>true</IsTruncated><Contents><Key>manifests/00000001.json</Key></Contents></ListBucketResult>';
  await expect(store.list('manifests/')).rejects.toThrow('the list is cut');
});
