import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listScans, openScan } from '#pipeline/read-scan.ts';
import { filesStore } from '#store/files.ts';
import { all, bucket, onDay, scan, statesOf, volume } from './scan-scene.ts';

const script = join(import.meta.dirname, 'killed-scan.ts');
const run = promisify(execFile);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-killed-'));
  const store = filesStore({ root: join(folder, 'before') });
  await scan({ resources: [volume('bad', false), bucket('open', 1)] }, { store });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A copy of the store with one scan in it. */
const copy = async (name: string): Promise<string> => {
  const root = join(folder, name);
  await cp(join(folder, 'before'), root, { recursive: true });
  return root;
};

describe('a scan whose process is killed', () => {
  it('is there whole or not at all, wherever it is struck, and the next scan is as if it had not been', async () => {
    const { stdout } = await run(process.execPath, [script, await copy('undisturbed'), '0']);
    const steps = Number(stdout);
    expect(steps).toBeGreaterThan(20);
    // Every fifth step, and each of the last eight: the commit is among them.
    const points = Array.from({ length: steps }, (_, index) => index + 1);
    let committed = 0;
    for (const killAt of points.filter((point) => point % 5 === 1 || point > steps - 8)) {
      const root = await copy(`killed-${killAt}`);
      const killed = await run(process.execPath, [script, root, String(killAt)]).then(
        () => undefined,
        (error: { signal?: string }) => error.signal,
      );
      expect(killed, `step ${killAt}`).toBe('SIGKILL');
      const store = filesStore({ root });
      const { manifests, problems } = await listScans(store);
      expect(problems).toEqual([]);
      for (const { number } of manifests) {
        const reader = await openScan(store, number);
        for (const rows of [reader.findings(), reader.unknowns(), reader.coverage(), reader.inventory()]) {
          expect((await all<unknown>(rows)).length).toBeGreaterThanOrEqual(0);
        }
        const states = await statesOf(reader);
        expect(states).toEqual(
          number === 1 ? { bad: 'new', open: 'new' } : { bad: 'resolved', open: 'open' },
        );
      }
      committed += manifests.length - 1;
      const next = await scan(
        { resources: [volume('bad', true), bucket('open', 1)] },
        { store, now: onDay(2) },
      );
      expect(await statesOf(next.reader)).toEqual({ bad: 'resolved', open: 'open' });
      expect(next.manifest.changes).toMatchObject({
        new: 0,
        reopened: 0,
        resolved: manifests.length === 1 ? 1 : 0,
      });
    }
    expect(committed).toBeGreaterThan(0);
  }, 120_000);
});
