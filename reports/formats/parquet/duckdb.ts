/** The tables as views of DuckDB, for the folder that they lie in. */
import type { TableFacts } from './table.ts';

const views = ({ name, about }: TableFacts): string => `-- ${about}
CREATE OR REPLACE VIEW ${name} AS SELECT * FROM read_parquet('${name}/${name}.parquet');
CREATE OR REPLACE VIEW all_${name} AS SELECT * FROM read_parquet('../../*/parquet/${name}/${name}.parquet', union_by_name = true);
`;

export const duckdbSql = (tables: readonly TableFacts[]): string =>
  [
    `-- In this folder: duckdb -init duckdb.sql
-- ${tables.map(({ name }) => name).join(', ')}: this scan. all_… of each: the scans beside it too.
`,
    ...tables.map(views),
  ].join('\n');
