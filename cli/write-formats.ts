/** The formats of a scan that other tools read: as files beside the report, or one of them to stdout. */
import type { Configuration } from '#config/schema.ts';
import type { ScanReader } from '#model/scan.ts';
import { writeFormat } from '#reports/formats/folder.ts';
import type { FormatInput, FormatName } from '#reports/formats/format.ts';
import { formatNames } from '#reports/formats/format.ts';
import { formats } from '#reports/formats/index.ts';
import { ndjsonLines } from '#reports/formats/ndjson.ts';
import type { Output } from './io.ts';
import { nearPath, orExplain } from './write-report.ts';

/** What may stand in `output.formats`, and what of it is a file for other tools. */
export type OutputName = Configuration['output']['formats'][number];

export const fileFormats = (names: readonly OutputName[]): readonly FormatName[] =>
  formatNames.filter((name) => names.includes(name));

export interface FormatsPlace {
  readonly folder: string;
  readonly cwd: string;
}

/** @returns the files, as the reader can type them. */
export const writeFormats = async (
  names: readonly FormatName[],
  input: FormatInput,
  { folder, cwd }: FormatsPlace,
): Promise<readonly string[]> => {
  const written: string[] = [];
  for (const name of names) {
    const paths = await orExplain(writeFormat(formats[name], input, folder), folder);
    for (const path of paths) written.push(nearPath(path, cwd));
  }
  return written;
};

/** Streamed, since a scan may be larger than memory. */
export const printNdjson = async (reader: ScanReader, output: Output): Promise<void> => {
  for await (const line of ndjsonLines(reader)) await output.write(line);
};
