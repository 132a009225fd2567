/** A scan of the sample estate and the same scan judged again: every format has the same bytes for both. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allChecks } from '#checks/index.ts';
import type { ScanReader } from '#model/scan.ts';
import { replayScan } from '#pipeline/replay.ts';
import { gatherFacts } from '#reports/facts/facts.ts';
import type { FormatInput } from '#reports/formats/format.ts';
import { formats } from '#reports/formats/index.ts';
import type { Sandbox } from '#sandbox/contract.ts';
import { serveSandbox } from '#sandbox/serve.ts';
import { memoryStore } from '#store/memory.ts';
import { answeredScan, awsOptionsFor } from '#test/support/answered-scan.ts';
import { writtenOf } from '#test/support/formats/written.ts';
import { plainScan } from '#test/support/plain-scan.ts';

let sandbox: Sandbox;
let scanned: ScanReader;
let replayed: ScanReader;

beforeAll(async () => {
  sandbox = await serveSandbox();
  const store = memoryStore();
  const { reader, manifest } = await answeredScan(awsOptionsFor(sandbox, 'config'), allChecks, { store });
  scanned = reader;
  const replay = await replayScan({
    ...plainScan,
    manifest,
    checks: allChecks,
    catalogue: allChecks,
    store,
    scratch: memoryStore(),
  });
  replayed = replay.reader;
}, 60_000);
afterAll(() => sandbox.close());

const inputFor = async (reader: ScanReader): Promise<FormatInput> => ({
  reader,
  facts: await gatherFacts(reader, allChecks),
  command: 'plumbline',
});

describe('a scan that is judged again', () => {
  // SARIF, NDJSON and the summary tell of notices too, which a replay has none of; so they are held to themselves only.
  it.each(Object.values(formats))('is the same bytes each time as $name', async (format) => {
    const first = await writtenOf(format, await inputFor(replayed));
    expect(await writtenOf(format, await inputFor(replayed))).toEqual(first);
    expect([...first.values()].join('').length).toBeGreaterThan(5_000);
  });

  it.each(Object.values(formats).filter(({ name }) => ['csv', 'ocsf', 'junit', 'asff'].includes(name)))(
    'is the same bytes as the scan itself, as $name',
    async (format) => {
      expect(await writtenOf(format, await inputFor(replayed))).toEqual(
        await writtenOf(format, await inputFor(scanned)),
      );
    },
  );
});
