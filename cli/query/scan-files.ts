/** Scans as files that DuckDB reads: the same tables as the Parquet format has. */
import { join } from 'node:path';
import { allChecks } from '#checks/index.ts';
import type { ScanReader } from '#model/scan.ts';
import { writeWhole } from '#reports/formats/folder.ts';
import { scanTables } from '#reports/formats/parquet/parquet.ts';
import { indexChecks } from '#reports/text/wording.ts';

export const tableNames: readonly string[] = scanTables.map(({ name }) => name);

/**
 * Only the tables that the statement names are made; all of them for one that names none, such as `show tables`. What
 * was not made is not there, so that a table can't be taken for an empty one.
 */
const namedIn = (sql: string): ((name: string) => boolean) => {
  const words = new Set(sql.toLowerCase().match(/\w+/gu));
  const isNamed = (name: string): boolean => words.has(name);
  return tableNames.some(isNamed) ? isNamed : () => true;
};

/** @returns each table with its files, one for each scan. */
export const writeScans = async (
  readers: readonly ScanReader[],
  sql: string,
  folder: string,
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const isNamed = namedIn(sql);
  const checks = indexChecks(allChecks);
  const files = new Map<string, string[]>();
  for (const { name, bytes } of scanTables) {
    if (!isNamed(name)) continue;
    const paths: string[] = [];
    for (const reader of readers) {
      const path = join(folder, `${name}-${reader.manifest.number}.parquet`);
      await writeWhole(path, bytes({ reader, facts: { manifest: reader.manifest, checks } }));
      paths.push(path);
    }
    files.set(name, paths);
  }
  return files;
};
