import { isAbsolute, relative } from 'node:path';
import { allChecks } from '#checks/index.ts';
import { fileMend } from '#config/file-failure.ts';
import { UsageError } from '#config/usage-error.ts';
import { mendingsOf } from '#engine/mendings.ts';
import { missingPermissions } from '#engine/missing-permissions.ts';
import type { ScanReader } from '#model/scan.ts';
import type { ReportFacts } from '#reports/facts/facts.ts';
import { writeHtmlReport } from '#reports/html/write.ts';

export interface ReportPlace {
  readonly folder: string;
  readonly cwd: string;
  /** How this reader calls Plumbline. */
  readonly command: string;
  /** Role that is assumed in each account of AWS, for what its refusals do not name; `*` where none is configured. */
  readonly role: string;
}

/** @returns the page to open, as the reader can type it. */
export const writeReport = async (
  reader: ScanReader,
  facts: ReportFacts,
  { folder, cwd, command, role }: ReportPlace,
): Promise<string> => {
  const mendings = mendingsOf(await missingPermissions(reader.coverage(), role));
  const { path } = await orExplain(
    writeHtmlReport(reader, { checks: allChecks, outDir: folder, command, facts, mendings }),
    folder,
  );
  return nearPath(path, cwd);
};

export const nearPath = (path: string, cwd: string): string => {
  const near = relative(cwd, path);
  return near.startsWith('..') || isAbsolute(near) ? path : near;
};

/**
 * A folder that can't be written is no bug, and the scan is kept all the same.
 *
 * @throws UsageError with the folder and the file system's own word.
 */
export const orExplain = async <T>(written: Promise<T>, folder: string): Promise<T> => {
  try {
    return await written;
  } catch (cause) {
    if (!(cause instanceof Error) || !('syscall' in cause) || !('code' in cause)) throw cause;
    throw new UsageError(
      `The scan is kept, but not all could be written to ${folder}: ${fileMend(cause)}. --out names another folder.`,
      { cause },
    );
  }
};
