/**
 * The contract of a format that other tools read: from a committed scan to files, as a stream. A format looks at no
 * clock, disk or environment, so the same scan gives the same bytes; and it holds no more of a scan than a page of it.
 */
import type { ScanReader } from '#model/scan.ts';
import type { ReportFacts } from '../facts/facts.ts';

export const formatNames = [
  'csv',
  'ndjson',
  'sarif',
  'ocsf',
  'asff',
  'junit',
  'markdown',
  'parquet',
] as const;

export type FormatName = (typeof formatNames)[number];

export interface FormatInput {
  readonly reader: ScanReader;
  /** Of the same reader. */
  readonly facts: ReportFacts;
  /** How this reader calls Plumbline; stands in the commands that a format offers. */
  readonly command: string;
}

export interface FormatFile {
  /** `/`-separated segments of `[A-Za-z0-9._-]`, none of them of dots only: a path below any folder and key of any store. */
  readonly name: string;
  readonly mediaType: string;
  /** Text is written as UTF-8. */
  readonly body: AsyncIterable<string | Uint8Array>;
}

export interface Format {
  readonly name: FormatName;
  /** One line for `--help` and the docs. */
  readonly about: string;
  /** True for every name that a file of it may have: what an earlier report left under such a name is stale. */
  readonly owns: (name: string) => boolean;
  /** Each body is to be read to its end before the next file is asked for. */
  readonly files: (input: FormatInput) => AsyncIterable<FormatFile>;
}

/** A format that is one file. */
export const oneFile = (
  format: Pick<Format, 'name' | 'about'> & Pick<FormatFile, 'mediaType'> & { readonly file: string },
  body: (input: FormatInput) => AsyncIterable<string | Uint8Array>,
): Format => ({
  name: format.name,
  about: format.about,
  owns: (name) => name === format.file,
  async *files(input) {
    yield { name: format.file, mediaType: format.mediaType, body: body(input) };
  },
});
