import { cp, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withDuck } from '#test/support/formats/duckdb.ts';
import { everydayScan } from '#test/support/scan-scenes.ts';
import { frozenColumns } from './frozen-columns.ts';

interface AthenaTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly partitions: readonly string[];
  readonly properties: Readonly<Record<string, string>>;
  readonly location: string;
}

const name = '`([a-z_]+)`';
const text = "'((?:[^'\\\\]|\\\\.)*)'";
/** Of what Hive's grammar allows, what is written here; anything else is no table. */
const statement = new RegExp(
  `^CREATE EXTERNAL TABLE IF NOT EXISTS ([a-z_]+) \\(\\n([^]*?)\\n\\)\\nCOMMENT ${text}\\nPARTITIONED BY \\(${name} (int|string)\\)\\nSTORED AS PARQUET\\nLOCATION ${text}\\nTBLPROPERTIES \\(\\n([^]*?)\\n\\)$`,
);
const column = new RegExp(`^ {2}${name} (\\S+) COMMENT ${text},?$`);
const property = new RegExp(`^ {2}${text} = ${text},?$`);

const tablesOf = (sql: string): readonly AthenaTable[] =>
  sql
    .replace(/^--.*\n/gm, '')
    .split(';\n')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((each) => {
      const [, table = '', columns = '', , partition = '', type = '', location = '', properties = ''] =
        statement.exec(each) ?? [];
      return {
        name: table,
        columns: columns.split('\n').map((line) => {
          const [, of = line, type = '?'] = column.exec(line) ?? [];
          return `${of} ${type}`;
        }),
        partitions: [`${partition} ${type}`],
        location,
        properties: Object.fromEntries(
          properties.split('\n').map((line) => {
            const [, key = line, value = '?'] = property.exec(line) ?? [];
            return [key, value];
          }),
        ),
      };
    });

/** DuckDB's names of types, as Athena names them. */
const athenaTypeOf = (duck: string): string =>
  duck
    .replaceAll('"', '')
    .replaceAll('VARCHAR', 'string')
    .replaceAll('INTEGER', 'int')
    .replaceAll('BIGINT', 'bigint')
    .replaceAll('BOOLEAN', 'boolean')
    .replaceAll('TIMESTAMP', 'timestamp');

/** `STRUCT(a string, b int)[]` → `array<struct<a:string,b:int>>`, from the innermost out. */
const nestedTypeOf = (duck: string): string => {
  let type = athenaTypeOf(duck);
  for (let before = ''; before !== type; ) {
    before = type;
    type = type
      .replace(/STRUCT\(([^()]*)\)/, (_all, fields: string) => {
        const inner = fields.replace(
          /(^|, )(\w+) /g,
          (_field, comma: string, of: string) => `${comma.trim()}${of}:`,
        );
        return `struct<${inner}>`;
      })
      .replace(/(struct<(?:[^<>]|<(?:[^<>]|<(?:[^<>]|<[^<>]*>)*>)*>)*>|\b(?:string|int))\[\]/, 'array<$1>');
  }
  return type;
};

describe('the statements beside the files', () => {
  it.each([
    [
      'with the scan as the partition',
      'athena.sql',
      'scan int',
      {
        'projection.scan.type': 'integer',
        'projection.scan.range': '1,10000',
        'storage.location.template': `s3://BUCKET/PREFIX/\${scan}/parquet/TABLE/`,
      },
    ],
    [
      'with the run as the partition, where the store has them',
      'athena-store.sql',
      'run string',
      {
        'projection.run.type': 'injected',
        'storage.location.template': `s3://BUCKET/PREFIX/scans/\${run}/report/parquet/TABLE/`,
      },
    ],
  ])(
    'make Athena tables of the very columns that are in the files, %s',
    async (_how, file, partition, how) => {
      await withDuck(everydayScan(), async ({ folder }) => {
        const tables = tablesOf(await readFile(join(folder, 'parquet', file), 'utf8'));
        expect(tables.map((table) => table.name)).toEqual(
          Object.keys(frozenColumns).map((table) => `plumbline_${table}`),
        );
        for (const [table, columns] of Object.entries(frozenColumns)) {
          const made = tables.find((each) => each.name === `plumbline_${table}`);
          expect(made?.columns, table).toEqual(
            columns
              .map((each) => {
                const space = each.indexOf(' ');
                return `${each.slice(0, space)} ${nestedTypeOf(each.slice(space + 1))}`;
              })
              .filter((each) => each !== partition),
          );
          expect(made?.partitions).toEqual([partition]);
          expect(made?.location).toBe('s3://BUCKET/PREFIX/');
          expect(made?.properties).toEqual({
            'projection.enabled': 'true',
            ...how,
            'storage.location.template': how['storage.location.template'].replace('TABLE', table),
          });
        }
      });
    },
  );

  it('make DuckDB views of this scan, and of all scans that lie beside it', async () => {
    await withDuck(everydayScan(), async ({ folder, rows }) => {
      await cp(folder, join(dirname(folder), '13'), { recursive: true });
      const sql = await readFile(join(folder, 'parquet/duckdb.sql'), 'utf8');
      await rows(`set file_search_path = '${join(folder, 'parquet')}'`);
      await rows(sql);
      for (const table of Object.keys(frozenColumns)) {
        const [counts] = await rows(
          `select (select count(*) from ${table})::int one, (select count(*) from all_${table})::int every`,
        );
        expect(counts?.['every'], table).toBe(2 * Number(counts?.['one']));
      }
      expect(await rows("select count(*)::int n from findings where standing = 'fail'")).not.toEqual([
        { n: 0 },
      ]);
    });
  });
});
