/** The whole sample organisation, judged again out of the store. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allChecks } from '#checks/index.ts';
import { replayScan } from '#pipeline/replay.ts';
import { runScan } from '#pipeline/run-scan.ts';
import type { Sandbox } from '#sandbox/contract.ts';
import { serveSandbox } from '#sandbox/serve.ts';
import { awsSource } from '#sources/aws/source.ts';
import { memoryStore } from '#store/memory.ts';
import { awsOptionsFor } from '#test/support/answered-scan.ts';
import { all, scanOptions } from './scan-scene.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await serveSandbox();
});
afterAll(() => sandbox.close());

describe.each(['config', 'config-aggregator'] as const)('the sample organisation, read by %s', (route) => {
  it('is judged again to the byte', async () => {
    const store = memoryStore();
    const options = {
      ...scanOptions({}, { store, checks: allChecks }),
      sources: [awsSource(awsOptionsFor(sandbox, route))],
    };
    const { manifest, reader } = await runScan(options);
    const again = await replayScan({ ...options, manifest, scratch: memoryStore() });
    for (const rows of ['findings', 'unknowns', 'coverage', 'inventory'] as const) {
      const text = async (stream: AsyncIterable<unknown>) =>
        (await all(stream)).map((row) => JSON.stringify(row));
      expect(await text(again.reader[rows]()), rows).toEqual(await text(reader[rows]()));
    }
    expect(again.reader.manifest.counts).toEqual(manifest.counts);
    expect(manifest.resources).toBeGreaterThan(200);
    expect((await all(again.flips())).length).toBe(0);
  });
});
