/** The file of exceptions: read for a scan, and checked before one. */
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { allChecks } from '#checks/index.ts';
import type { ExceptionRules, ExceptionSet } from '#engine/exceptions/exception.ts';
import { parseExceptions, problemText } from '#engine/exceptions/parse.ts';
import type { Origin } from '#model/scan.ts';
import { fileOrigin, noOrigin } from '#pipeline/origin.ts';
import { UsageError } from './exit.ts';
import type { Io } from './io.ts';
import type { Settings } from './settings.ts';

export interface ExceptionsFile {
  readonly set: ExceptionSet;
  /** Undefined where there is no file. */
  readonly bytes: Uint8Array | undefined;
}

const exceptionRules = ({ configuration }: Pick<Settings, 'configuration'>): ExceptionRules => ({
  longestDays: configuration.exceptions.longestDays,
  broadest: configuration.exceptions.broadest,
  zone: configuration.timezone,
});

/**
 * A file that is not there excepts nothing.
 *
 * @throws UsageError with a line per problem of the file.
 */
export const readExceptions = async (io: Io, settings: Settings, file: string): Promise<ExceptionsFile> => {
  const bytes = await readIfThere(file);
  const source = bytes === undefined ? '' : new TextDecoder().decode(bytes);
  return { set: checkedExceptions(io, settings, file, source), bytes };
};

export const checkedExceptions = (
  io: Pick<Io, 'cwd' | 'now'>,
  settings: Settings,
  file: string,
  source: string,
): ExceptionSet => {
  const parsed = parseExceptions(source, {
    file: shownPath(file, io.cwd),
    rules: exceptionRules(settings),
    now: io.now(),
    checkIds: new Set(allChecks.flatMap((check) => [check.id, ...(check.aliases ?? [])])),
  });
  if (parsed.ok) return parsed.set;
  throw new UsageError(parsed.problems.map(problemText).join('\n'));
};

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
