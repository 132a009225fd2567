/** The file of exceptions: read for a scan, and checked before one. */
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { allChecks } from '#checks/index.ts';
import { checkedExceptions } from '#config/exceptions.ts';
import { UsageError } from '#config/usage-error.ts';
import type { ExceptionSet } from '#engine/exceptions/exception.ts';
import type { Origin } from '#model/scan.ts';
import { fileOrigin, noOrigin } from '#pipeline/origin.ts';
import type { Io } from './io.ts';
import type { Settings } from './settings.ts';

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

export const exceptionsOrigin = async (file: string, bytes: Uint8Array | undefined): Promise<Origin> =>
  bytes === undefined ? noOrigin : await fileOrigin(file, bytes);

/** As seen from the working folder, where it is not longer than that. */
export const shownPath = (file: string, cwd: string): string => {
  const near = relative(cwd, file);
  return near === '' || near.startsWith('..') ? file : near;
};

const readIfThere = async (file: string): Promise<Uint8Array | undefined> => {
  try {
    return await readFile(file);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT') return undefined;
    throw new UsageError(`${file} can't be read: ${String(code ?? cause)}`, { cause });
  }
};
