/** The file of exceptions: read for a scan, and checked before one. */
import { allChecks } from '#checks/index.ts';
import { checkedExceptions } from '#config/exceptions.ts';
import type { ExceptionSet } from '#engine/exceptions/exception.ts';
import type { Io } from './io.ts';
import type { Settings } from './settings.ts';
import { readIfThere, shownPath } from './team-file.ts';

export interface ExceptionsFile {
  readonly set: ExceptionSet;
  /** Undefined where there is no file. */
  readonly bytes: Uint8Array | undefined;
}

/**
 * A file that is not there excepts nothing.
 *
 * @throws UsageError with a line per problem of the file.
 */
export const readExceptions = async (io: Io, settings: Settings, file: string): Promise<ExceptionsFile> => {
  const bytes = await readIfThere(file);
  const source = bytes === undefined ? '' : new TextDecoder().decode(bytes);
  return { set: checkedText(io, settings, file, source), bytes };
};

export const checkedText = (
  io: Pick<Io, 'cwd' | 'now'>,
  { configuration }: Pick<Settings, 'configuration'>,
  file: string,
  source: string,
): ExceptionSet =>
  checkedExceptions({ file: shownPath(file, io.cwd), source }, configuration, allChecks, io.now());
