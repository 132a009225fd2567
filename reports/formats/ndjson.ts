/**
 * A scan as NDJSON: a line with its numbers, then one line per finding, then per unknown, then per coverage row, each in
 * the order of the scan, so that two reports of one scan are the same bytes. Nothing is shortened or cleaned: whoever
 * shows it does that.
 */
import type { CoverageRow } from '#model/coverage.ts';
import type { Finding, UnknownRow } from '#model/finding.ts';
import type { ScanReader } from '#model/scan.ts';
import { jsonLine } from '../text/json.ts';
import { oneFile } from './format.ts';
import type { ScanSummary } from './summary.ts';
import { manifestSummary } from './summary.ts';

type ReportLine =
  | ({ readonly type: 'scan' } & ScanSummary)
  | ({ readonly type: 'finding' } & Finding)
  | ({ readonly type: 'unknown' } & UnknownRow)
  | ({ readonly type: 'coverage' } & CoverageRow);

const line = (value: ReportLine): string => `${jsonLine(value)}\n`;

/** Lines with their newline; lone surrogates become U+FFFD, since strict readers refuse the whole line for one. */
export async function* ndjsonLines(reader: ScanReader): AsyncGenerator<string> {
  yield line({ type: 'scan', ...manifestSummary(reader.manifest) });
  for await (const row of reader.findings()) yield line({ type: 'finding', ...row });
  for await (const row of reader.unknowns()) yield line({ type: 'unknown', ...row });
  for await (const row of reader.coverage()) yield line({ type: 'coverage', ...row });
}

export const ndjson = oneFile(
  {
    name: 'ndjson',
    about: 'every row of the scan as it is kept, for jq and scripts',
    file: 'findings.ndjson',
    mediaType: 'application/x-ndjson',
  },
  ({ reader }) => ndjsonLines(reader),
);
