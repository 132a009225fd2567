/**
 * One scan in a process of its own, killed at the n-th step of its store or its cloud; says how many steps there were.
 * `resume` goes on with the one before. The store is a folder, or `s3 <endpoint> <bucket> <prefix>` in one word.
 */
import { S3Client } from '@aws-sdk/client-s3';
import type { StoreDriver } from '#store/driver.ts';
import { filesStore } from '#store/files.ts';
import { s3Store } from '#store/s3.ts';
import { manyRegions, resumable } from './resume-scene.ts';
import { onDay, scan } from './scan-scene.ts';

const [where = '', killAt, how] = process.argv.slice(2);

let steps = 0;
const step = (): void => {
  steps += 1;
  if (steps === Number(killAt)) process.kill(process.pid, 'SIGKILL');
};

/** Its steps are the requests, each before it is sent and after its answer. */
const bucketStore = (endpoint: string, bucket: string, prefix: string): StoreDriver => {
  const client = new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret' },
  });
  client.middlewareStack.add(
    (next) => async (args) => {
      step();
      const answer = await next(args);
      step();
      return answer;
    },
    { step: 'finalizeRequest', name: 'countSteps', priority: 'low' },
  );
  return s3Store({ client, bucket, prefix });
};

const [scheme, endpoint = '', bucket = '', prefix = ''] = where.split(' ');
const store =
  scheme === 's3' ? bucketStore(endpoint, bucket, prefix) : filesStore({ root: where, onStep: step });
await scan({ ...manyRegions, pause: step }, { ...resumable, store, now: onDay(1), resume: how === 'resume' });
process.stdout.write(String(steps));
