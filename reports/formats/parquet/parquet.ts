/** A scan as tables in Parquet, each in a folder of its own, as Athena wants it, with the statements that make them tables. */
import type { Format, FormatFile, FormatInput } from '../format.ts';
import { athenaSql } from './athena.ts';
import { checks } from './checks.ts';
import { coverage } from './coverage.ts';
import { duckdbSql } from './duckdb.ts';
import { findings } from './findings.ts';
import { ocsf } from './ocsf.ts';
import { resources } from './resources.ts';
import type { Table, TableFacts, TableInput } from './table.ts';
import { unknowns } from './unknowns.ts';
import { parquetBytes } from './write-table.ts';

/** A table that is ready to be written; what its rows are is its own affair. */
export interface TableFile<Input> extends TableFacts {
  readonly bytes: (input: Input) => AsyncIterable<Uint8Array>;
}

const fileOf = <Row, Input extends TableInput>(table: Table<Row, Input>): TableFile<Input> => ({
  name: table.name,
  about: table.about,
  columns: table.columns,
  bytes: (input) => parquetBytes(table, input),
});

/** What `plumbline query` has too. */
export const scanTables: readonly TableFile<TableInput>[] = [
  fileOf(findings),
  fileOf(unknowns),
  fileOf(checks),
  fileOf(resources),
  fileOf(coverage),
];

export const allTables: readonly TableFile<FormatInput>[] = [...scanTables, fileOf(ocsf)];

async function* text(content: string): AsyncGenerator<string> {
  yield content;
}

async function* files(input: FormatInput): AsyncGenerator<FormatFile> {
  for (const { name, bytes } of allTables) {
    yield {
      name: `parquet/${name}/${name}.parquet`,
      mediaType: 'application/vnd.apache.parquet',
      body: bytes(input),
    };
  }
  const statements = [
    ['athena.sql', athenaSql(allTables, 'folder')],
    ['athena-store.sql', athenaSql(allTables, 'store')],
    ['duckdb.sql', duckdbSql(allTables)],
  ] as const;
  for (const [name, sql] of statements) {
    yield { name: `parquet/${name}`, mediaType: 'application/sql', body: text(sql) };
  }
}

export const parquet: Format = {
  name: 'parquet',
  about:
    'findings, unknowns, checks, resources, coverage and OCSF as tables, for Athena, DuckDB and Security Lake',
  owns: (name) => name.startsWith('parquet/'),
  files,
};
