/** One scan under faults, from its seed to what broke. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { S3Client } from '@aws-sdk/client-s3';
import { openScan } from '#pipeline/read-scan.ts';
import type { StoreDriver } from '#store/driver.ts';
import { filesStore } from '#store/files.ts';
import { memoryStore } from '#store/memory.ts';
import { s3Store } from '#store/s3.ts';
import { cloudOf, drawScenario } from './draw-scenario.ts';
import type { Baseline, Ground, Seen } from './ground.ts';
import { onDay, seeScan } from './ground.ts';
import { brokenPromises, scars } from './oracle.ts';
import type { Cloud, Scenario } from './scenario.ts';
import { quick } from './scenario.ts';
import { contentsOf, meetingAt, troubled } from './trouble.ts';

export interface Result {
  readonly scenario: Scenario;
  /** Sentences; none is good. */
  readonly broken: readonly string[];
  readonly milliseconds: number;
  /** Calls that a fault struck, and requests that failed in the end. */
  readonly struck: number;
  readonly failed: number;
}

/** No scan may take longer, whatever strikes it: a hang costs all its tries. */
const budget = 30_000;

/** @param cloud the seed's own when left out. */
export const runFaultedScan = (seed: number, ground: Ground, cloud?: Cloud): Promise<Result> =>
  runScenario(drawScenario(seed, ground, cloud), ground);

/**
 * Where a try has little time, a machine that stands still lets calls run out that nothing struck, and what they would
 * have told is unknown without a fault. Such a scan tells nothing, and is made again; what breaks each time is told.
 */
export const runScenario = async (scenario: Scenario, ground: Ground): Promise<Result> => {
  const stalls = monitorEventLoopDelay({ resolution: 10 });
  for (let again = scenario.timeout <= quick ? 2 : 0; ; again -= 1) {
    stalls.reset();
    stalls.enable();
    const result = await runOnce(scenario, ground);
    stalls.disable();
    const stoodStill = stalls.max / 1e6 > scenario.timeout / 3;
    if (result.broken.length === 0 || !stoodStill || again <= 0) return result;
  }
};

const runOnce = async (scenario: Scenario, ground: Ground): Promise<Result> => {
  const baseline = await ground.baseline(scenario);
  const started = performance.now();
  const place = await openPlace(scenario, ground, baseline);
  try {
    const outcome = await disturbedScan(scenario, ground, baseline, place.store);
    return { scenario, milliseconds: Math.round(performance.now() - started), ...outcome };
  } catch (error) {
    // With the seed, whatever it is.
    const broken = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
    return { scenario, milliseconds: Math.round(performance.now() - started), broken, struck: 0, failed: 0 };
  } finally {
    ground[scenario.cloud].sandbox.clearFaults();
    await place.remove();
  }
};

interface Place {
  readonly store: StoreDriver;
  remove(): Promise<void>;
}

const openPlace = async ({ driver, seed }: Scenario, ground: Ground, { store }: Baseline): Promise<Place> => {
  const place = await emptyPlace(driver, seed, ground);
  for (const [key, bytes] of await contentsOf(store)) await place.store.write(key, bytes);
  return place;
};

const emptyPlace = async (driver: Scenario['driver'], seed: number, { s3 }: Ground): Promise<Place> => {
  switch (driver) {
    case 'memory':
      return { store: memoryStore(), remove: () => Promise.resolve() };
    case 'files': {
      const root = await mkdtemp(join(tmpdir(), 'plumbline-faults-'));
      return { store: filesStore({ root }), remove: () => rm(root, { recursive: true, force: true }) };
    }
    case 's3': {
      const client = new S3Client({
        endpoint: s3.endpoint,
        region: 'eu-west-1',
        forcePathStyle: true,
        credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' },
      });
      return {
        store: s3Store({ client, bucket: s3.bucket, prefix: `faults/${seed}` }),
        remove: async () => {
          client.destroy();
          s3.objects.clear();
        },
      };
    }
  }
};

type Outcome = Pick<Result, 'broken' | 'struck' | 'failed'>;

const disturbedScan = async (
  scenario: Scenario,
  ground: Ground,
  baseline: Baseline,
  store: StoreDriver,
): Promise<Outcome> => {
  const { sandbox, takeCalls, consequences } = ground[scenario.cloud];
  const { cloud, route, together, storeTrouble } = scenario;
  const calm = { cloud, route, together };
  const kept = await contentsOf(store);
  takeCalls();
  for (const fault of scenario.faults) sandbox.addFault(fault);
  const stop = AbortSignal.timeout(budget);
  const meeting = meetingAt(store);
  if (!scenario.twin) meeting.end();
  const attempt = seeScan(ground.sources(scenario), {
    store: storeTrouble === undefined ? meeting.store() : troubled(store, storeTrouble),
    now: onDay(1),
    // One shard at a time: the faults come in the same order each time.
    concurrency: 1,
    signal: stop,
  });
  const twin = scenario.twin
    ? seeScan(ground.sources(calm, 'quiet'), { store: meeting.store(), now: onDay(1) })
    : undefined;
  attempt.finally(meeting.end).catch(() => undefined);
  twin?.finally(meeting.end).catch(() => undefined);
  const [ended, twinEnded] = await Promise.allSettled([attempt, twin]);
  const calls = takeCalls();
  sandbox.clearFaults();
  const { failed, gaveUp, touched } = consequences(calls, scenario, baseline.calls);
  const broken: string[] = [];
  if (stop.aborted) broken.push(`not done within ${budget} ms`);
  else if (ended.status === 'rejected')
    broken.push(...(await afterFailure(ended.reason, scenario, store, kept)));
  else {
    broken.push(...gaveUp);
    // Compared with the twin where that was faster, and never resolved by either.
    broken.push(
      ...brokenPromises({ before: baseline.seen, after: ended.value, touched, changing: scenario.changing }),
    );
  }
  if (twinEnded.status === 'rejected') broken.push(`the scan beside it failed: ${String(twinEnded.reason)}`);
  else if (twinEnded.value !== undefined) broken.push(...besides(baseline.seen, twinEnded.value, ended));
  if (scenario.recovers && broken.length === 0) {
    const after = await seeScan(ground.sources(calm), { store, now: onDay(2) });
    broken.push(...scars(baseline.seen, after, scenario.changing));
  }
  takeCalls();
  return { broken, failed: failed.length, struck: calls.filter((call) => call.struck.length > 0).length };
};

/** The undisturbed one of two scans sees what it always sees, and each has a number of its own. */
const besides = (before: Seen, twin: Seen, other: PromiseSettledResult<Seen>): readonly string[] => {
  const sentences = scars(before, twin, new Set()).map((sentence) => `beside: ${sentence}`);
  if (other.status === 'fulfilled') {
    const numbers = [twin.manifest.number, other.value.manifest.number].sort((a, b) => a - b);
    if (numbers.join() !== '2,3') sentences.push(`two scans at once got the numbers ${numbers.join()}`);
  }
  return sentences;
};

/** A scan that could not be kept has left nothing, and the scan before it as it was. */
const afterFailure = async (
  reason: unknown,
  { storeTrouble }: Scenario,
  store: StoreDriver,
  kept: ReadonlyMap<string, Buffer>,
): Promise<readonly string[]> => {
  const said = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
  if (storeTrouble === undefined) return [`the scan failed: ${said}`];
  const sentences: string[] = [];
  if (!(reason instanceof Error) || !/disk is full/.test(reason.message))
    sentences.push(`failed, but not for the store: ${said}`);
  const now = await contentsOf(store);
  for (const [key, bytes] of kept)
    if (now.get(key)?.equals(bytes) !== true) sentences.push(`no longer as it was: ${key}`);
  const manifests = [...now.keys()].filter((key) => key.startsWith('manifests/'));
  const most = storeTrouble.type === 'lost' ? 2 : 1;
  if (manifests.length > most) sentences.push(`committed although the store failed: ${manifests.join()}`);
  for (const key of manifests) {
    const reader = await openScan(store, Number(/\d+/.exec(key)?.[0]));
    for await (const _ of reader.findings());
    for await (const _ of reader.coverage());
    for await (const _ of reader.inventory());
    for await (const _ of reader.unknowns());
  }
  return sentences;
};

/** What stands in front of a failing seed's sentences. */
export const replayCommand = ({ seed, cloud }: Pick<Scenario, 'seed' | 'cloud'>): string =>
  `npm run test:faults -- --runs 1 --seed ${seed}${cloud === cloudOf(seed) ? '' : ` --cloud ${cloud}`}`;

export const describeFailure = ({ scenario, broken }: Result): string =>
  [
    `seed ${scenario.seed} (${placeOf(scenario)}, ${scenario.driver}, ${scenario.attempts} tries${scenario.twin ? ', beside another scan' : ''}):`,
    ...scenario.told.map((line) => `  fault: ${line}`),
    ...broken.slice(0, 10).map((line) => `  broken: ${line}`),
    ...(broken.length > 10 ? [`  and ${broken.length - 10} more`] : []),
    `  replay: ${replayCommand(scenario)}`,
  ].join('\n');

const placeOf = ({ cloud, route, together }: Scenario): string =>
  `${cloud === 'aws' ? route : cloud}${together ? ', with the other clouds' : ''}`;
