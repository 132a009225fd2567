import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ScanReader } from '#model/scan.ts';
import { ndjsonLines } from '#reports/formats/ndjson.ts';
import type { Output } from './io.ts';

/** Beside the report; streamed, since a scan may be larger than memory. */
export const writeNdjsonFile = async (reader: ScanReader, folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  // Findings tell where an estate is weak: for the owner's eyes only.
  const file = createWriteStream(join(folder, 'findings.ndjson'), { mode: 0o600 });
  await pipeline(Readable.from(ndjsonLines(reader)), file);
};

export const writeNdjson = async (reader: ScanReader, output: Output): Promise<void> => {
  for await (const line of ndjsonLines(reader)) await output.write(line);
};
