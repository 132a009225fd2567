import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { parse, stringify } from 'yaml';
import { listScans, openScan } from '#pipeline/read-scan.ts';
import { filesStore } from '#store/files.ts';
import { runCli } from '#test/cli/run-cli.ts';
import type { Contents } from '#test/support/scheduled/contents.ts';
import { contentsOfScan } from '#test/support/scheduled/contents.ts';
import { inProcess } from '#test/support/scheduled/in-process.ts';
import type { Invoke, Place } from '#test/support/scheduled/scene.ts';
import { execute, openPlace, push, pushedCommit } from '#test/support/scheduled/scene.ts';

const at = new Date('2026-11-25T06:00:00Z');
const now = (): Date => at;
const scheduled = '2026-11-25T06:00:00Z';

let place: Place;
let bundle: string;
/** The scan that the command makes of the same estate. */
let byHand: Contents;

const scanByHand = async (): Promise<Contents> => {
  const cwd = await mkdtemp(join(tmpdir(), 'plumbline-by-hand-'));
  try {
    await writeFile(join(cwd, 'plumbline.yaml'), place.configuration);
    await runCli(['scan', '--allow-incomplete', '--output', 'text'], { cwd, now });
    return await contentsOfScan(filesStore({ root: join(cwd, 'plumbline-out/store') }), 'latest');
  } finally {
    await rm(cwd, { recursive: true });
  }
};

beforeAll(async () => {
  place = await openPlace({}, { regions: ['eu-west-1'] });
  for (const [name, value] of Object.entries(place.env)) vi.stubEnv(name, value);
  byHand = await scanByHand();
  expect(byHand.rows['findings']).not.toBe('');
  expect(byHand.manifest.resources).toBeGreaterThan(100);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await place.close();
});
beforeEach(async () => {
  bundle = await push(place, at);
});
afterEach(() => {
  place.sandbox.clearFaults();
  place.s3.deny(() => false);
  place.s3.objects.clear();
});

const scanNumbers = async (): Promise<readonly number[]> =>
  (await listScans(place.store)).manifests.map(({ number }) => number);

describe('a scheduled scan', () => {
  it('says what the command says of the same estate, and which configuration it was made with', async () => {
    const { invoke } = inProcess(place, { now });
    const { ended, waits, queued } = await execute(place, invoke, { scheduled });
    expect(ended).toMatchObject({ status: 'SUCCEEDED' });
    expect(waits).toEqual([]);
    expect(await contentsOfScan(place.store, 1)).toEqual(byHand);
    const { manifest } = await openScan(place.store, 1);
    expect(manifest).toMatchObject({ bundle, configuration: { commit: pushedCommit } });
    expect(queued).toEqual([JSON.stringify({ run: manifest.run, number: 1 })]);
  });

  it('names the commit that `plumbline push` handed over, and what was pushed since by the next one only', async () => {
    const cwd = await mkdtemp(join(tmpdir(), 'plumbline-pushed-'));
    try {
      const git = (...args: readonly string[]): string =>
        execFileSync('git', ['-C', cwd, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        }).trim();
      const { bucket, endpoint } = place.s3;
      const pushed = async (estate: string): Promise<string> => {
        const { store: _store, ...rest } = parse(place.configuration) as Readonly<Record<string, unknown>>;
        const store = { driver: 's3', bucket, prefix: 'kept', region: 'eu-west-1', endpoint };
        await writeFile(join(cwd, 'plumbline.yaml'), stringify({ ...rest, estate, store }));
        git('add', '.');
        git('commit', '-q', '-m', estate);
        expect((await runCli(['push'], { cwd, now })).code).toBe(0);
        return git('rev-parse', 'HEAD');
      };
      git('init', '-q');
      const first = await pushed('meridian');
      const { invoke } = inProcess(place, { now });
      let second = '';
      await execute(
        place,
        async (name, event) => {
          if (name === 'PlanAws') second = await pushed('weir');
          return invoke(name, event);
        },
        { scheduled },
      );
      await execute(place, invoke, { scheduled: '2026-11-26T06:00:00Z', execution: 'two' });
      const made = [(await openScan(place.store, 1)).manifest, (await openScan(place.store, 2)).manifest];
      expect(made.map(({ estate, configuration }) => [estate, configuration.commit])).toEqual([
        ['meridian', first],
        ['weir', second],
      ]);
      expect(made.map(({ configuration }) => configuration.dirty)).toEqual([false, false]);
    } finally {
      await rm(cwd, { recursive: true });
    }
  });

  it('leaves what the manifest names, the report, and nothing of its way', async () => {
    const { invoke } = inProcess(place, { now });
    await execute(place, invoke, { scheduled });
    const { manifest } = await openScan(place.store, 1);
    const left = (await place.store.list(`scans/${manifest.run}/`)).map((key) =>
      key.slice(`scans/${manifest.run}/`.length).replace(/-?attempt\d+/, ''),
    );
    expect(left).toContain('report/summary.json');
    expect(left).toContain('report/report.html');
    // As the configuration of the scan says.
    for (const file of [
      'findings.csv',
      'findings.sarif',
      'resolved.sarif',
      'parquet/findings/findings.parquet',
      'parquet/athena-store.sql',
    ])
      expect(left).toContain(`report/${file}`);
    expect(left).not.toContain('report/findings.ndjson');
    expect(
      left.filter((key) => /^(results|plans)\//.test(key) || /\/(usage|done|work|trust)/.test(key)),
    ).toEqual([]);
  });

  it('whose every function is invoked twice, at once, does its work once', async () => {
    const { invoke } = inProcess(place, { now });
    const twice: Invoke = async (name, event) => {
      const [first, second] = await Promise.allSettled([invoke(name, event), invoke(name, event)]);
      if (first.status === 'fulfilled') return first.value;
      if (second.status === 'fulfilled') return second.value;
      throw first.reason;
    };
    const { ended } = await execute(place, twice, { scheduled });
    expect(ended).toMatchObject({ status: 'SUCCEEDED' });
    expect(await scanNumbers()).toEqual([1]);
    expect(await contentsOfScan(place.store, 1)).toEqual(byHand);
  });

  it('whose every function is invoked again afterwards answers the same, and does nothing', async () => {
    const { invoke } = inProcess(place, { now });
    const again: Invoke = async (name, event) => {
      const first = await invoke(name, event);
      expect(await invoke(name, event)).toEqual(first);
      return first;
    };
    const { ended } = await execute(place, again, { scheduled });
    expect(ended).toMatchObject({ status: 'SUCCEEDED' });
    expect(await scanNumbers()).toEqual([1]);
    expect(await contentsOfScan(place.store, 1)).toEqual(byHand);
  });

  it('that is started twice for one moment is made once, by the first', async () => {
    const { invoke } = inProcess(place, { now });
    const [first, second] = await Promise.all([
      execute(place, invoke, { scheduled, execution: 'one' }),
      execute(place, invoke, { scheduled, execution: 'two' }),
    ]);
    expect([first.ended.status, second.ended.status]).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    const ends = [first.entered.at(-1), second.entered.at(-1)];
    expect(ends).toEqual(expect.arrayContaining(['Done', 'MadeElsewhere']));
    expect(await scanNumbers()).toEqual([1]);
    const third = await execute(place, invoke, { scheduled, execution: 'three' });
    expect(third.entered.at(-1)).toBe('MadeElsewhere');
    expect(await scanNumbers()).toEqual([1]);
  });

  it('and another schedule at once commit one scan each, and no half', async () => {
    const { invoke } = inProcess(place, { now });
    const runs = await Promise.all([
      execute(place, invoke, { scheduled, execution: 'one' }),
      execute(place, invoke, { scheduled: '2026-11-25T06:00:01Z', execution: 'two' }),
    ]);
    expect(runs.map(({ ended }) => ended.status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    const { manifests, problems } = await listScans(place.store);
    expect(problems).toEqual([]);
    expect(manifests.map(({ number, comparedWith }) => [number, comparedWith])).toEqual([
      [2, 1],
      [1, 0],
    ]);
    expect(new Set(manifests.map(({ run }) => run)).size).toBe(2);
    expect(await contentsOfScan(place.store, 1)).toEqual(byHand);
    const later = await contentsOfScan(place.store, 2);
    expect(later.rows['coverage']).toEqual(byHand.rows['coverage']);
    expect(later.rows['inventory']).toEqual(byHand.rows['inventory']);
  });

  it('without a configuration says how to push one', async () => {
    place.s3.objects.clear();
    const { invoke } = inProcess(place, { now });
    const { ended } = await execute(place, invoke, { scheduled });
    expect(ended).toMatchObject({
      status: 'FAILED',
      error: 'BundleError',
      cause: expect.stringContaining('run `plumbline push`'),
    });
  });
});
