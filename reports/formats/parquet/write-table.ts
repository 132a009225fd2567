/** A table as a Parquet file: row group by row group, each of a bounded number of rows and characters. */
import { constants, zstdCompressSync } from 'node:zlib';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';

import { cellsOf } from './cells.ts';
import type { Table, TableInput } from './table.ts';
import { elementsOf } from './types.ts';

/**
 * Readers skip whole groups by their statistics, and hold one at a time; so do we. Four times as many take half as long
 * again to write, since they no longer fit where memory is fast.
 */
const groupRows = 5_000;
const groupCharacters = 16 * 1024 * 1024;

/** Level 1: a third of Snappy's size, in less time, since it is Node's own. */
const zstd = (bytes: Uint8Array): Uint8Array =>
  zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 1 } });

/** Bytes of a file, a piece for each row group. The same rows give the same bytes: no time, no random number is in them. */
export async function* parquetBytes<Row, Input extends TableInput>(
  table: Table<Row, Input>,
  input: Input,
): AsyncGenerator<Uint8Array> {
  const writer = new ByteWriter();
  const file = new ParquetWriter({
    writer,
    createdBy: 'plumbline',
    codec: 'ZSTD',
    compressors: { ZSTD: zstd },
    schema: [
      { name: 'plumbline', num_children: table.columns.length },
      ...table.columns.flatMap(({ name, type, nullable }) =>
        elementsOf(name, type, nullable === true ? 'OPTIONAL' : 'REQUIRED'),
      ),
    ],
  });
  /** A copy, since the writer goes on with the same buffer. */
  const taken = (): Uint8Array => {
    const bytes = writer.getBytes().slice();
    writer.index = 0;
    return bytes;
  };
  const add = async (rows: readonly Row[]): Promise<Uint8Array> => {
    await file.write({
      columnData: table.columns.map(({ name, type, distinct, of }) => ({
        name,
        data: cellsOf(
          type,
          rows.map((row) => of(row, input.facts)),
        ),
        statistics: distinct !== true,
      })),
      rowGroupSize: rows.length,
    });
    return taken();
  };

  let rows: Row[] = [];
  let characters = 0;
  for await (const row of table.rows(input)) {
    if (table.keep?.(row, input.facts) === false) continue;
    rows.push(row);
    characters += table.weight(row);
    if (rows.length < groupRows && characters < groupCharacters) continue;
    yield await add(rows);
    rows = [];
    characters = 0;
  }
  if (rows.length > 0) yield await add(rows);
  await file.finish();
  yield taken();
}
