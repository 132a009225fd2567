/**
 * DuckDB over files of our own and nothing else. The statement is the reader's, on the reader's machine; even so it gets no
 * file, no network and no extension beyond them, since people paste what they find.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import { UsageError } from '#config/usage-error.ts';

type DuckdbModule = typeof import('@duckdb/node-api');

/** It is large and native, so whoever asks no questions need not have it. */
export const loadDuckdb = async (
  load: () => Promise<DuckdbModule> = () => import('@duckdb/node-api'),
): Promise<DuckdbModule> => {
  try {
    return await load();
  } catch (cause) {
    throw new UsageError(
      'plumbline query needs DuckDB, which is not installed, or not for this machine.\nBeside Plumbline: npm install @duckdb/node-api',
      { cause },
    );
  }
};

export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

export interface Answer {
  readonly columns: readonly string[];
  /** In the order of the answer, some at a time. */
  readonly rows: AsyncIterable<readonly (readonly Value[])[]>;
}

export interface DatabaseOptions {
  /** The only folder that statements may look into. */
  readonly folder: string;
  /** View → its files, at least one. */
  readonly views: ReadonlyMap<string, readonly string[]>;
  readonly signal: AbortSignal;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** @throws UsageError, with what DuckDB has against the statement. */
export const askDuckdb = async <T>(
  { DuckDBInstance }: DuckdbModule,
  sql: string,
  { folder, views, signal }: DatabaseOptions,
  work: (answer: Answer) => Promise<T>,
): Promise<T> => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const interrupt = (): void => connection.interrupt();
  signal.addEventListener('abort', interrupt);
  try {
    for (const [view, files] of views) {
      await connection.run(
        `CREATE VIEW ${view} AS SELECT * FROM read_parquet([${files.map(quoted).join(', ')}])`,
      );
    }
    await connection.run(`SET temp_directory = ${quoted(folder)}`);
    await connection.run(`SET allowed_directories = [${quoted(folder)}]`);
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
    return await work(await answerOf(connection, sql));
  } finally {
    signal.removeEventListener('abort', interrupt);
    connection.closeSync();
    instance.closeSync();
  }
};

const answerOf = async (connection: DuckDBConnection, sql: string): Promise<Answer> => {
  const result = await explained(connection.stream(sql));
  const wide = result.columnTypes().map((type) => wideNumbers.has(String(type)));
  async function* rows(): AsyncGenerator<readonly (readonly Value[])[]> {
    const batches = result.yieldRowsJson();
    for (;;) {
      // What is wrong with a value is found out when its row is made.
      const { value, done } = await explained(batches.next());
      if (done === true) return;
      yield (value as Value[][]).map((row) =>
        row.map((cell, index) => (wide[index] === true ? narrowed(cell) : cell)),
      );
    }
  }
  return { columns: result.deduplicatedColumnNames(), rows: rows() };
};

/** Handed over as text, since they may be larger than a number of JavaScript; counts and sums never are. */
const wideNumbers: ReadonlySet<string> = new Set(['BIGINT', 'UBIGINT', 'HUGEINT', 'UHUGEINT']);

const narrowed = (cell: Value): Value =>
  typeof cell === 'string' && Number.isSafeInteger(Number(cell)) ? Number(cell) : cell;

const explained = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? wordsOf(cause.message) : String(cause), { cause });
  }
};

/** DuckDB has no words of its own for a text without a statement. */
const wordsOf = (message: string): string =>
  message === 'Error in native callback'
    ? 'there is no statement in it: write one such as "select * from findings"'
    : message;
