/** PLUMBLINE_KILLS sets how often a scan is killed; PLUMBLINE_SEED begins another series. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pMap from 'p-map';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listScans, openScan } from '#pipeline/read-scan.ts';
import { filesStore } from '#store/files.ts';
import { resultOf, strangers } from './resume-scene.ts';
import { bucket, prod, scan, volume } from './scan-scene.ts';

const script = join(import.meta.dirname, 'resumed-scan.ts');
const run = promisify(execFile);
const kills = Number(process.env['PLUMBLINE_KILLS'] ?? 40);
const seed = Number(process.env['PLUMBLINE_SEED'] ?? 1);

/** A number in [0, 1) that depends on the seed and the place in the series alone. */
const chance = (index: number): number => {
  let state = (seed * 2654435761 + index * 40503) >>> 0;
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (Math.imul(state, 2246822519) >>> 0) / 2 ** 32;
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-resume-'));
  const store = filesStore({ root: join(folder, 'before') });
  const place = { region: 'eu-west-1', account: prod };
  await scan(
    { resources: [volume('111-eu-west-1-3', false, place), bucket('gone', 1, place)] },
    { store, concurrency: 1 },
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const copy = async (name: string): Promise<string> => {
  const root = join(folder, name);
  await cp(join(folder, 'before'), root, { recursive: true });
  return root;
};

/** The signal that ended it; undefined where it came to its end first. */
const killedAt = (root: string, step: number, how: string): Promise<string | undefined> =>
  run(process.execPath, [script, root, String(step), how]).then(
    () => undefined,
    (error: { signal?: string; message: string }) => error.signal ?? error.message,
  );

describe('a scan that is killed and resumed', () => {
  it('ends as if undisturbed, wherever it was struck, and leaves nothing behind', {
    timeout: 60_000 + kills * 5_000,
  }, async () => {
    const undisturbed = await copy('undisturbed');
    const steps = Number((await run(process.execPath, [script, undisturbed, '0'])).stdout);
    expect(steps).toBeGreaterThan(100);
    const expected = await resultOf(await openScan(filesStore({ root: undisturbed }), 2));
    let resumed = 0;
    await pMap(
      Array.from({ length: kills }, (_, index) => index),
      async (index) => {
        const point = 1 + Math.floor(chance(index) * steps);
        const name = `seed ${seed}, kill ${index} at step ${point}`;
        const root = await copy(`killed-${index}`);
        expect(await killedAt(root, point, 'begin'), name).toBe('SIGKILL');
        // Every third is killed once more while it goes on.
        if (index % 3 === 0) {
          const again = await killedAt(
            root,
            1 + Math.floor(chance(index + kills) * (steps - point)),
            'resume',
          );
          if (again !== undefined && again !== 'SIGKILL') {
            expect(again, name).toMatch(/ResumeError: there is no unfinished scan/);
          }
        }
        const store = filesStore({ root });
        const { manifests } = await listScans(store);
        if (manifests.length === 1) {
          // Struck before it said what it was asked, there is nothing to go on with.
          const begun = (await store.list('runs/')).some((key) => key.endsWith('/run'));
          // In a process like the first one: a check's hash is of its text, which the test runner changes.
          expect(await killedAt(root, 0, begun ? 'resume' : 'begin'), name).toBeUndefined();
          if (begun) {
            resumed += 1;
            expect(await strangers(store, await openScan(store, 2)), name).toEqual([]);
          }
        }
        expect(await resultOf(await openScan(store, 2)), name).toEqual(expected);
        expect((await listScans(store)).manifests, name).toHaveLength(2);
        await rm(root, { recursive: true, force: true });
      },
      { concurrency: 2 },
    );
    expect(resumed).toBeGreaterThan(kills / 2);
  });
});
