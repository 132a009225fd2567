/**
 * Scans that are kept in moto's S3, which decides conditional writes itself: killed and gone on with, and judged again.
 * PLUMBLINE_KILLS sets how often one is killed.
 */
import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listScans, openScan } from '#pipeline/read-scan.ts';
import type { StoreDriver } from '#store/driver.ts';
import { s3Store } from '#store/s3.ts';
import type { Place } from '#test/cli/estate.ts';
import { openPlace } from '#test/cli/estate.ts';
import { resultOf, strangers } from '#test/pipeline/resume-scene.ts';
import { all, bucket as bucketNamed, prod, scan, volume } from '#test/pipeline/scan-scene.ts';

const endpoint = process.env['PLUMBLINE_MOTO'];
if (endpoint === undefined) {
  console.log('moto is not running (npm run test:real starts it); skipped, proves nothing');
}

const run = promisify(execFile);
const kills = Number(process.env['PLUMBLINE_KILLS'] ?? 12);
const bucket = 'killed-scans';
const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret' };
const client = new S3Client({
  endpoint: endpoint ?? 'http://127.0.0.1:1',
  region: 'us-east-1',
  forcePathStyle: true,
  credentials,
});
const storeAt = (prefix: string): StoreDriver => s3Store({ client, bucket, prefix });

describe.skipIf(endpoint === undefined)('scans in a bucket in moto', () => {
  beforeAll(async () => {
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
  });

  describe('a scan that is killed and resumed', () => {
    const script = join(import.meta.dirname, '../pipeline/resumed-scan.ts');
    const scanAt = (prefix: string, step: number, how: string): Promise<{ readonly stdout: string }> =>
      run(process.execPath, [script, `s3 ${endpoint} ${bucket} ${prefix}`, String(step), how]);
    /** The signal that ended it; undefined where it came to its end. */
    const killedAt = (prefix: string, step: number, how: string): Promise<string | undefined> =>
      scanAt(prefix, step, how).then(
        () => undefined,
        (error: { signal?: string; message: string }) => error.signal ?? error.message,
      );
    /** A scan of the day before, for the second one to compare with. */
    const begun = async (prefix: string): Promise<StoreDriver> => {
      const store = storeAt(prefix);
      const place = { region: 'eu-west-1', account: prod };
      const resources = [volume('111-eu-west-1-3', false, place), bucketNamed('gone', 1, place)];
      await scan({ resources }, { store, concurrency: 1 });
      return store;
    };

    it('ends as if undisturbed, to the byte, and leaves nothing behind', { timeout: 300_000 }, async () => {
      const undisturbed = await begun('undisturbed');
      const steps = Number((await scanAt('undisturbed', 0, 'begin')).stdout);
      expect(steps).toBeGreaterThan(100);
      const textOf = async (store: StoreDriver): Promise<string> =>
        JSON.stringify(await resultOf(await openScan(store, 2)), undefined, 1);
      const expected = await textOf(undisturbed);
      let resumed = 0;
      for (let index = 0; index < kills; index += 1) {
        const point = Math.max(1, Math.round(((index + 0.5) * steps) / kills));
        const name = `killed at step ${point} of ${steps}`;
        const store = await begun(`killed-${index}`);
        expect(await killedAt(`killed-${index}`, point, 'begin'), name).toBe('SIGKILL');
        if ((await listScans(store)).manifests.length === 1) {
          // Struck before it said what it was asked, there is nothing to go on with.
          const unfinished = (await store.list('runs/')).some((key) => key.endsWith('/run'));
          expect(await killedAt(`killed-${index}`, 0, unfinished ? 'resume' : 'begin'), name).toBeUndefined();
          if (unfinished) {
            resumed += 1;
            expect(await strangers(store, await openScan(store, 2)), name).toEqual([]);
          }
        }
        expect(await textOf(store), name).toBe(expected);
        expect((await listScans(store)).manifests, name).toHaveLength(2);
      }
      expect(resumed).toBeGreaterThan(kills / 2);
    });
  });

  describe('the command line', () => {
    let place: Place;
    beforeAll(async () => {
      place = await openPlace();
    });
    afterAll(() => place.close());

    const main = join(import.meta.dirname, '../../cli/main.ts');
    const configure = (prefix: string): Promise<void> =>
      place.configure({ store: { driver: 's3', bucket, prefix, region: 'us-east-1', endpoint } });
    /** The driver and the source take the same chain of credentials; moto takes any. */
    const begin = (...argv: readonly string[]) =>
      spawn(process.execPath, [main, ...argv], {
        cwd: place.cwd,
        env: { PATH: process.env['PATH'] ?? '', AWS_EC2_METADATA_DISABLED: 'true', ...place.env },
      });
    const ended = (child: ReturnType<typeof begin>) =>
      new Promise<{ code: number | null; signal: string | null; out: string; err: string }>(
        (resolve, reject) => {
          let out = '';
          let err = '';
          child.stdout.on('data', (chunk: Buffer) => {
            out += chunk.toString();
          });
          child.stderr.on('data', (chunk: Buffer) => {
            err += chunk.toString();
          });
          child.on('error', reject);
          child.on('close', (code, signal) => resolve({ code, signal, out, err }));
        },
      );
    const plumbline = (...argv: readonly string[]) => ended(begin(...argv));
    const foundIn = async (prefix: string): Promise<readonly string[]> =>
      (await all((await openScan(storeAt(prefix), 1)).findings())).map(({ finding, check }) =>
        [check, finding].join(' '),
      );

    it('goes on with a scan that was killed, and judges it again the same', {
      timeout: 120_000,
    }, async () => {
      await configure('whole');
      expect(await plumbline('scan', '--output', 'ndjson')).toMatchObject({ code: 3 });

      await configure('struck');
      place.sandbox.clearCalls();
      const child = begin('scan', '--output', 'ndjson', '--concurrency', '1');
      const end = ended(child);
      while (place.sandbox.calls.length < 45 && child.exitCode === null) await delay(2);
      child.kill('SIGKILL');
      expect(await end).toMatchObject({ signal: 'SIGKILL' });
      const store = storeAt('struck');
      expect(await store.list('manifests/')).toEqual([]);
      expect((await store.list('runs/')).some((key) => key.endsWith('/run'))).toBe(true);
      expect((await store.list('scans/')).length).toBeGreaterThan(0);

      const resumed = await plumbline('scan', '--output', 'ndjson', '--resume');
      expect(resumed, resumed.err).toMatchObject({ code: 3 });
      expect(await store.list('runs/')).toEqual([]);
      expect(await foundIn('struck')).toEqual(await foundIn('whole'));
      expect((await foundIn('struck')).length).toBeGreaterThan(50);

      place.sandbox.clearCalls();
      const replayed = await plumbline('replay', '1', '--out', 'again');
      expect(replayed, replayed.err).toMatchObject({ code: 0 });
      expect(replayed.out).toMatch(/^Scan 1, judged again by Plumbline \S+: judges as it did\.$/m);
      // Neither of the two asked a cloud, nor changed what is kept.
      expect(place.sandbox.calls).toEqual([]);
      expect(await store.list('manifests/')).toHaveLength(1);
    });
  });
});
