import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LambdaContext } from '#functions/runtime.ts';
import type { CoverageRow } from '#model/coverage.ts';
import { isGap, listing } from '#model/coverage.ts';
import { openScan } from '#pipeline/read-scan.ts';
import type { Contents } from '#test/support/scheduled/contents.ts';
import { contentsOfScan } from '#test/support/scheduled/contents.ts';
import { inProcess } from '#test/support/scheduled/in-process.ts';
import type { Invoke, Place } from '#test/support/scheduled/scene.ts';
import { execute, openPlace, push } from '#test/support/scheduled/scene.ts';
import { TaskFailure } from '#test/support/states/interpret.ts';

const at = new Date('2026-11-25T06:00:00Z');
const now = (): Date => at;
const scheduled = '2026-11-25T06:00:00Z';

let place: Place;
let undisturbed: Contents;

beforeAll(async () => {
  // Short pages, so that a shard has many checkpoints.
  place = await openPlace({ longestPage: 5 }, { accounts: ['527903184466'], regions: ['eu-west-1'] });
  for (const [name, value] of Object.entries(place.env)) vi.stubEnv(name, value);
  await push(place, at);
  await execute(place, inProcess(place, { now }).invoke, { scheduled });
  undisturbed = await contentsOfScan(place.store, 1);
  place.s3.objects.clear();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await place.close();
});
beforeEach(async () => {
  await push(place, at);
});
afterEach(() => {
  place.sandbox.clearFaults();
  place.s3.objects.clear();
});

const rowsOf = async (number = 1): Promise<readonly CoverageRow[]> =>
  Array.fromAsync((await openScan(place.store, number)).coverage());

/** Text of the shard that a work item of the interpreter's is for. */
const shardIn = (event: unknown): string => {
  const { work } = event as { readonly work: string };
  return place.s3.objects.get(`kept/${work}`)?.toString('utf8') ?? '';
};

const named = (shard: string) => (event: unknown) => shardIn(event).includes(`"name":"${shard}"`);

const production = 'aws/527903184466/eu-west-1/config';

describe('a shard whose function fails', () => {
  it('each time is unknown, says why, and the others are as they were', async () => {
    const { invoke } = inProcess(place, { now });
    const [first] = undisturbed.manifest.shards ?? [];
    const broken = first?.name ?? '';
    const failing: Invoke = async (name, event) => {
      if (name === 'ScanAws' && named(broken)(event)) {
        throw new TaskFailure(
          'Runtime.ImportModuleError',
          '{"errorMessage":"Cannot find module AKIAIOSFODNN7EXAMPLE"}',
        );
      }
      return invoke(name, event);
    };
    const { ended, waits, invoked } = await execute(place, failing, { scheduled });
    expect(ended).toMatchObject({ status: 'SUCCEEDED' });
    expect(waits).toEqual([
      ['ReadAws', 10],
      ['ReadAws', 20],
    ]);
    expect(invoked).toContain('GiveUp');
    const { manifest } = await openScan(place.store, 1);
    expect(manifest.complete).toBe(false);
    expect(manifest.shards.map(({ name }) => name)).toEqual(
      undisturbed.manifest.shards?.map(({ name }) => name),
    );
    const gaps = (await rowsOf()).filter((row) => row.route === broken);
    expect(gaps.length).toBeGreaterThan(0);
    for (const row of gaps) {
      expect(row).toMatchObject({ state: 'unavailable', part: listing });
      expect(row.detail).toBe(
        'reading broke off: Runtime.ImportModuleError: Cannot find module ‹secret:aws-access-key›',
      );
    }
  });

  it('and whose place can not even be kept is given up by the commit', async () => {
    const { invoke } = inProcess(place, { now });
    const [first] = undisturbed.manifest.shards ?? [];
    const failing: Invoke = async (name, event) => {
      if ((name === 'ScanAws' || name === 'GiveUp') && named(first?.name ?? '')(event)) {
        throw new TaskFailure('Lambda.Unknown', 'the process went away');
      }
      return invoke(name, event);
    };
    const { ended } = await execute(place, failing, { scheduled });
    expect(ended).toMatchObject({ status: 'SUCCEEDED' });
    const gaps = (await rowsOf()).filter((row) => row.route === first?.name);
    expect(gaps.length).toBeGreaterThan(0);
    for (const row of gaps) expect(row.detail).toContain('no process came to its end');
  });
});

describe('a shard that is throttled', () => {
  it('is read anew later, and ends as if it had not been', async () => {
    const { invoke } = inProcess(place, { now });
    // Two tries of one call: the budget of the source.
    place.sandbox.addFault({
      match: { action: 'iam:GetAccountAuthorizationDetails' },
      effect: { type: 'throttle' },
      times: 2,
    });
    const { ended, waits } = await execute(place, invoke, { scheduled });
    expect(ended).toMatchObject({ status: 'SUCCEEDED' });
    expect(waits.length).toBeGreaterThan(0);
    expect(waits[0]).toEqual(['ReadAws', 60]);
    expect(await contentsOfScan(place.store, 1)).toEqual(undisturbed);
  });

  it('to the end is unknown for that reason, with all that could be read', async () => {
    const { invoke } = inProcess(place, { now });
    place.sandbox.addFault({
      match: { action: 'iam:GetAccountAuthorizationDetails' },
      effect: { type: 'throttle' },
    });
    const { ended, waits } = await execute(place, invoke, { scheduled });
    expect(ended).toMatchObject({ status: 'SUCCEEDED' });
    expect(waits.map(([, seconds]) => seconds).filter((seconds) => seconds > 400)).not.toEqual([]);
    const gaps = (await rowsOf()).filter(isGap);
    expect(gaps.some((row) => row.state === 'throttled')).toBe(true);
    expect(gaps.filter((row) => row.detail?.includes('broke off') === true)).toEqual([]);
    const reader = await openScan(place.store, 1);
    expect(reader.manifest.resources).toBeGreaterThan(0);
  });
});

describe('a cloud that can not be planned', () => {
  it('since it is throttled is planned anew later', async () => {
    const { invoke } = inProcess(place, { now });
    place.sandbox.addFault({
      match: { action: 'sts:AssumeRole' },
      effect: { type: 'throttle' },
      times: 2,
    });
    const { ended, waits } = await execute(place, invoke, { scheduled });
    expect(ended).toMatchObject({ status: 'SUCCEEDED' });
    expect(waits).toEqual([['PlanAws', 60]]);
    expect(await contentsOfScan(place.store, 1)).toEqual(undisturbed);
  });

  it('and is the only one ends the execution, for the alarm, with nothing committed', async () => {
    const { invoke } = inProcess(place, { now });
    const failing: Invoke = (name, event) =>
      name === 'PlanAws'
        ? Promise.reject(new TaskFailure('Lambda.Unknown', 'the process went away'))
        : invoke(name, event);
    const { ended } = await execute(place, failing, { scheduled });
    expect(ended).toMatchObject({
      status: 'FAILED',
      error: 'NothingPlannedError',
      cause: expect.stringContaining('aws: Lambda.Unknown: the process went away'),
    });
    expect((await place.store.list('manifests/')).length).toBe(0);
  });
});

describe('a shard that does not come to its end in time', () => {
  /** A clock that runs out with each look at it. */
  const impatient = (looks: number) => (): LambdaContext => {
    let left = looks + 1;
    return {
      awsRequestId: 'request',
      getRemainingTimeInMillis: () => {
        left -= 1;
        return (left / looks) * 400_000;
      },
    };
  };

  it('pauses at a checkpoint, goes on in the next run, and ends the same', async () => {
    const { invoke, logged } = inProcess(place, { now, context: impatient(3) });
    const { ended, waits, invoked } = await execute(place, invoke, { scheduled });
    expect(ended).toMatchObject({ status: 'SUCCEEDED' });
    expect(waits).toEqual([]);
    const shards = undisturbed.manifest.shards?.length ?? 0;
    expect(invoked.filter((name) => name === 'ScanAws').length).toBeGreaterThan(shards + 3);
    expect(logged.some((line) => line.includes('shard read in part'))).toBe(true);
    expect(await contentsOfScan(place.store, 1)).toEqual(undisturbed);
  });

  /** Damages what was read first of what the next process goes on from; its last checkpoint is sound. */
  const damage = (): void => {
    for (const [key, body] of place.s3.objects) {
      if (/\/shards\/\d+\/[^/]+\/parts-0$/.test(key)) {
        place.s3.objects.set(key, body.subarray(0, body.length - 3));
      }
    }
  };

  it.each([
    ['once starts over, and ends the same', 1],
    ['each time is given up in the end, and not begun for ever', Number.POSITIVE_INFINITY],
  ])('and of which what was read is damaged %s', async (_what, times) => {
    const { invoke } = inProcess(place, { now, context: impatient(3) });
    const pauses = new Map<string, number>();
    let done = 0;
    const damaging: Invoke = async (name, event) => {
      const answer = await invoke(name, event);
      if ((answer as { readonly state?: string }).state === 'again') {
        const { work } = event as { readonly work: string };
        pauses.set(work, (pauses.get(work) ?? 0) + 1);
        // From the second on, a process leaves a file besides the one with its last checkpoint.
        if ((pauses.get(work) ?? 0) >= 2 && done < times) {
          done += 1;
          damage();
        }
      }
      return answer;
    };
    const { ended } = await execute(place, damaging, { scheduled });
    expect(ended).toMatchObject({ status: 'SUCCEEDED' });
    expect(done).toBeGreaterThan(0);
    if (times === 1) expect(await contentsOfScan(place.store, 1)).toEqual(undisturbed);
    else {
      const gaps = (await rowsOf()).filter((row) => row.detail?.startsWith('reading broke off') === true);
      expect(gaps.length).toBeGreaterThan(0);
      for (const row of gaps) expect(row.detail).toContain('could not be gone on with 3 times');
    }
  });

  it('and that hangs before its first checkpoint is tried again, then given up for that reason', async () => {
    const { invoke } = inProcess(place, {
      now,
      context: (name) => ({
        awsRequestId: 'request',
        getRemainingTimeInMillis: () => (name === 'ScanAws' ? 300 : 900_000),
      }),
    });
    place.sandbox.addFault({
      match: { action: 'config:SelectResourceConfig' },
      effect: { type: 'hang' },
    });
    const { ended, waits } = await execute(place, invoke, { scheduled });
    expect(ended).toMatchObject({ status: 'SUCCEEDED' });
    expect(waits.length).toBeGreaterThan(0);
    const gaps = (await rowsOf()).filter((row) => row.route === production);
    expect(gaps.length).toBeGreaterThan(0);
    expect(gaps.every((row) => row.detail?.includes('TimeLimitError') === true)).toBe(true);
  });
});
