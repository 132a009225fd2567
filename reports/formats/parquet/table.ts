/** What a table of a scan is: its columns, in an order that stays, and where its rows come from. */
import type { ScanReader } from '#model/scan.ts';
import type { ReportFacts } from '../../facts/facts.ts';
import type { Cell } from './cells.ts';
import type { ColumnType } from './types.ts';

/** What a table needs to know of a scan; a format knows more. */
export interface TableInput {
  readonly reader: ScanReader;
  /** Of the same reader. */
  readonly facts: ScanFacts;
}

export type ScanFacts = Pick<ReportFacts, 'manifest' | 'checks'>;

/** What others are told of a column. */
export interface ColumnFacts {
  readonly name: string;
  readonly type: ColumnType;
  /** Set where a value may be missing. */
  readonly nullable?: true;
  /** One line for the docs and the DDL. */
  readonly about: string;
}

export interface Column<Row> extends ColumnFacts {
  /** Set where nearly every row has a value of its own: then the least and the greatest help no reader to skip rows. */
  readonly distinct?: true;
  /** Texts as the cloud has them: `cells.ts` cleans them all. */
  readonly of: (row: Row, facts: ScanFacts) => Cell;
}

export interface TableFacts {
  /** A word that needs no quotes in SQL. */
  readonly name: string;
  readonly about: string;
  readonly columns: readonly ColumnFacts[];
}

export interface Table<Row, Input = TableInput> extends TableFacts {
  readonly columns: readonly Column<Row>[];
  readonly rows: (input: Input) => AsyncIterable<Row>;
  /** Which of them are written; all when left out. Not a second stream: handing each row on twice takes longer than most columns. */
  readonly keep?: (row: Row, facts: ScanFacts) => boolean;
  /** About how many characters of a cloud stand in a row: what is gathered before it is written has a bound. */
  readonly weight: (row: Row) => number;
}
