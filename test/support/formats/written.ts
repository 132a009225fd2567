/** What a format writes of a scan, in memory. */
import { zstdDecompressSync } from 'node:zlib';
import { parquetReadObjects } from 'hyparquet';
import type { ScanReader } from '#model/scan.ts';
import { gatherFacts } from '#reports/facts/facts.ts';
import { bytesOf } from '#reports/formats/bytes.ts';
import type { Format, FormatInput } from '#reports/formats/format.ts';
import { reportChecks } from '#test/support/scan-checks.ts';

export const inputOf = async (reader: ScanReader): Promise<FormatInput> => ({
  reader,
  facts: await gatherFacts(reader, reportChecks),
  command: 'plumbline',
});

/** Name → content, in the order in which they come; of Parquet the texts in it, a line each. */
export const written = async (format: Format, reader: ScanReader): Promise<ReadonlyMap<string, string>> =>
  writtenOf(format, await inputOf(reader));

/** The same, where several formats share one pass over the scan. */
export const writtenOf = async (format: Format, input: FormatInput): Promise<ReadonlyMap<string, string>> => {
  const files = new Map<string, string>();
  for await (const { name, body } of format.files(input)) {
    const whole = Buffer.concat(await Array.fromAsync(bytesOf(body)));
    files.set(name, name.endsWith('.parquet') ? (await textsOf(whole)).join('\n') : whole.toString('utf8'));
  }
  return files;
};

export const onlyFile = async (format: Format, reader: ScanReader): Promise<string> => {
  const files = [...(await written(format, reader)).values()];
  if (files.length !== 1) throw new Error(`${format.name} wrote ${files.length} files`);
  return files[0] ?? '';
};

export const readParquet = (bytes: Buffer): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  parquetReadObjects({
    file: new Uint8Array(bytes).buffer,
    compressors: { ZSTD: (input) => zstdDecompressSync(input) },
  });

const textsOf = async (bytes: Buffer): Promise<readonly string[]> => {
  const texts: string[] = [];
  const gather = (value: unknown): void => {
    if (typeof value === 'string') texts.push(value);
    else if (typeof value === 'object' && value !== null)
      for (const item of Object.values(value)) gather(item);
  };
  for (const row of await readParquet(bytes)) gather(row);
  return texts;
};
