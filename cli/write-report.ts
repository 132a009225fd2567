import { isAbsolute, relative } from 'node:path';
import { allChecks } from '#checks/index.ts';
import type { ScanReader } from '#model/scan.ts';
import type { ReportFacts } from '#reports/facts/facts.ts';
import { writeHtmlReport } from '#reports/html/write.ts';

export interface ReportPlace {
  readonly folder: string;
  readonly cwd: string;
  /** How this reader calls Plumbline. */
  readonly command: string;
}

/** @returns the page to open, as the reader can type it. */
export const writeReport = async (
  reader: ScanReader,
  facts: ReportFacts,
  { folder, cwd, command }: ReportPlace,
): Promise<string> => {
  const { path } = await writeHtmlReport(reader, { checks: allChecks, outDir: folder, command, facts });
  const near = relative(cwd, path);
  return near.startsWith('..') || isAbsolute(near) ? path : near;
};
