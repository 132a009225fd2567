/** Parquet as DuckDB reads it: not by the library that wrote it, nor by its sibling. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { DuckDBInstance } from '@duckdb/node-api';
import type { ScanReader } from '#model/scan.ts';
import { writeFormat } from '#reports/formats/folder.ts';
import { parquet } from '#reports/formats/parquet/parquet.ts';
import { inputOf } from './written.ts';

export type SqlRow = Readonly<Record<string, unknown>>;

export interface Duck {
  /** Where the scan was written: the files lie in `parquet/` below it. */
  readonly folder: string;
  readonly rows: (sql: string) => Promise<readonly SqlRow[]>;
}

const rowsOf =
  (connection: DuckDBConnection) =>
  async (sql: string): Promise<readonly SqlRow[]> => {
    const reader = await connection.runAndReadAll(sql);
    return reader.getRowObjectsJson() as readonly SqlRow[];
  };

/** Writes the scan into a folder of its number and hands it over; `@findings` in a statement stands for that table's file. */
export const withDuck = async <T>(scan: ScanReader, work: (duck: Duck) => Promise<T>): Promise<T> => {
  const root = await mkdtemp(join(tmpdir(), 'plumbline-parquet-'));
  const folder = join(root, String(scan.manifest.number));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await writeFormat(parquet, await inputOf(scan), folder);
    const ask = rowsOf(connection);
    const fileOf = (name: string): string => `'${join(folder, 'parquet', name, `${name}.parquet`)}'`;
    return await work({
      folder,
      rows: (sql) => ask(sql.replace(/@(\w+)/g, (_all, name: string) => fileOf(name))),
    });
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(root, { recursive: true, force: true });
  }
};
