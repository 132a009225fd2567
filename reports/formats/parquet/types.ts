/** Types of columns, as Parquet and Athena each name them. */
import type { SchemaElement } from 'hyparquet-writer';

/** `timestamp` is in UTC, to the microsecond. */
type Scalar = 'string' | 'int' | 'long' | 'boolean' | 'timestamp';

/** What stands in a list or a struct may be missing. */
export type ColumnType = Scalar | { readonly list: ColumnType } | { readonly struct: Fields };

export type Fields = Readonly<Record<string, ColumnType>>;

type Repetition = NonNullable<SchemaElement['repetition_type']>;

/**
 * Timestamps have the older of Parquet's two annotations: both mean UTC, but DuckDB reads the newer one as a time in the
 * zone of whoever looks.
 */
const scalars: Readonly<Record<Scalar, Pick<SchemaElement, 'type' | 'converted_type'>>> = {
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  int: { type: 'INT32' },
  long: { type: 'INT64' },
  boolean: { type: 'BOOLEAN' },
  timestamp: { type: 'INT64', converted_type: 'TIMESTAMP_MICROS' },
};

/**
 * The schema of a column, depth first. A list has the three levels and the names that the Parquet format prescribes; what
 * else is in use, readers understand in several ways.
 */
export const elementsOf = (
  name: string,
  type: ColumnType,
  repetition: Repetition,
): readonly SchemaElement[] => {
  const head = { name, repetition_type: repetition };
  if (typeof type === 'string') return [{ ...head, ...scalars[type] }];
  if ('list' in type) {
    return [
      { ...head, converted_type: 'LIST', num_children: 1 },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      ...elementsOf('element', type.list, 'OPTIONAL'),
    ];
  }
  const fields = Object.entries(type.struct);
  return [
    { ...head, num_children: fields.length },
    ...fields.flatMap(([field, inner]) => elementsOf(field, inner, 'OPTIONAL')),
  ];
};

const athenaScalars: Readonly<Record<Scalar, string>> = {
  string: 'string',
  int: 'int',
  long: 'bigint',
  boolean: 'boolean',
  timestamp: 'timestamp',
};

/** As Athena's `CREATE EXTERNAL TABLE` names it. */
export const athenaType = (type: ColumnType): string => {
  if (typeof type === 'string') return athenaScalars[type];
  if ('list' in type) return `array<${athenaType(type.list)}>`;
  const fields = Object.entries(type.struct).map(([name, inner]) => `${name}:${athenaType(inner)}`);
  return `struct<${fields.join(',')}>`;
};
