/**
 * The tables as Athena takes them, over all scans that lie under one prefix. Which partitions there are, Athena works out
 * from the number of the scan (partition projection), so nothing is to be run after a scan.
 */
import type { TableFacts } from './table.ts';
import { athenaType } from './types.ts';

/** To be replaced by the prefix below which each scan has a folder of its number. */
export const athenaLocation = 's3://BUCKET/PREFIX';
/** A query that names no scan looks for a folder of each of them. */
const mostScans = 10_000;

const comment = (text: string): string => `COMMENT '${text.replaceAll('`', '').replaceAll("'", "\\'")}'`;

const createTable = ({ name, about, columns }: TableFacts): string => {
  // The scan is a partition, and Athena wants the name of one in no column.
  const listed = columns.filter((column) => column.name !== 'scan');
  return `CREATE EXTERNAL TABLE IF NOT EXISTS plumbline_${name} (
${listed.map((column) => `  \`${column.name}\` ${athenaType(column.type)} ${comment(column.about)}`).join(',\n')}
)
${comment(about)}
PARTITIONED BY (\`scan\` int)
STORED AS PARQUET
LOCATION '${athenaLocation}/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.scan.type' = 'integer',
  'projection.scan.range' = '1,${mostScans}',
  'storage.location.template' = '${athenaLocation}/\${scan}/parquet/${name}/'
);
`;
};

export const athenaSql = (tables: readonly TableFacts[]): string =>
  [
    `-- Put ${athenaLocation} right: the prefix with a folder for each scan, as plumbline-out has them.
-- Athena takes one statement at a time. Name the scan in your queries: WHERE scan = 12.
`,
    ...tables.map(createTable),
  ].join('\n');
