/** What a scan says, apart from what it is called and how much asking it took. */
import type { Manifest, ScanReader } from '#model/scan.ts';
import { openScan } from '#pipeline/read-scan.ts';
import type { StoreDriver } from '#store/driver.ts';

export interface Contents {
  readonly manifest: Partial<Manifest>;
  readonly rows: Readonly<Record<string, string>>;
}

const textOf = async (rows: AsyncIterable<unknown>): Promise<string> =>
  (await Array.fromAsync(rows, (row) => JSON.stringify(row))).join('\n');

export const contentsOf = async (reader: ScanReader): Promise<Contents> => {
  const { run: _run, calls: _calls, throttled: _throttled, files: _files, ...manifest } = reader.manifest;
  const { configuration: _configuration, exceptions: _exceptions, startedAt: _at, ...said } = manifest;
  return {
    manifest: { ...said, shards: said.shards.map((shard) => ({ ...shard, key: '', parts: 0 })) },
    rows: {
      findings: await textOf(reader.findings()),
      unknowns: await textOf(reader.unknowns()),
      coverage: await textOf(reader.coverage()),
      inventory: await textOf(reader.inventory()),
      exceptions: await textOf(reader.exceptions()),
    },
  };
};

export const contentsOfScan = async (store: StoreDriver, number: number | 'latest'): Promise<Contents> =>
  contentsOf(await openScan(store, number));
