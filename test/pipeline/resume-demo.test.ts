/** The sample organisation, its scan killed at several places and gone on with by a source that knows nothing of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allChecks } from '#checks/index.ts';
import type { Source } from '#model/source.ts';
import { runScan } from '#pipeline/run-scan.ts';
import type { Sandbox } from '#sandbox/contract.ts';
import { serveSandbox } from '#sandbox/serve.ts';
import { awsSource } from '#sources/aws/source.ts';
import type { StoreDriver } from '#store/driver.ts';
import { memoryStore } from '#store/memory.ts';
import { awsOptionsFor } from '#test/support/answered-scan.ts';
import { resultOf, strangers } from './resume-scene.ts';
import { onDay, scanOptions } from './scan-scene.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await serveSandbox();
});
afterAll(() => sandbox.close());

/** Hands over so many events and then nothing any more. */
const dyingAfter = (source: Source, events: number, dead: () => void): Source => {
  let handed = 0;
  return {
    ...source,
    async *read(shard, options) {
      for await (const event of source.read(shard, options)) {
        handed += 1;
        if (handed > events) {
          dead();
          await new Promise<never>(() => undefined);
        }
        yield event;
      }
    },
  };
};

describe.each(['config', 'config-aggregator'] as const)('the sample organisation, read by %s', (route) => {
  const optionsFor = (store: StoreDriver, source: Source) => ({
    ...scanOptions({}, { store, checks: allChecks, now: onDay(1), concurrency: 1, checkpointsPerFile: 1 }),
    sources: [source],
  });
  const cloud = (): Source => awsSource(awsOptionsFor(sandbox, route));

  it('is the same after a resume', async () => {
    let events = 0;
    const counting = dyingAfter(cloud(), Number.POSITIVE_INFINITY, () => undefined);
    const counted: Source = {
      ...counting,
      async *read(shard, options) {
        for await (const event of counting.read(shard, options)) {
          events += 1;
          yield event;
        }
      },
    };
    const expected = await resultOf((await runScan(optionsFor(memoryStore(), counted))).reader);
    expect(events).toBeGreaterThan(300);
    for (const share of [0.05, 0.3, 0.55, 0.8, 0.97]) {
      const store = memoryStore();
      await new Promise<void>((dead) => {
        void runScan(optionsFor(store, dyingAfter(cloud(), Math.floor(events * share), dead)));
      });
      const { reader } = await runScan({ ...optionsFor(store, cloud()), resume: true });
      expect(await resultOf(reader), `killed at ${share}`).toEqual(expected);
      expect(await strangers(store, reader)).toEqual([]);
    }
  });
});
