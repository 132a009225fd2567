/**
 * The tables as Athena takes them, over all scans that lie under one prefix. Which partitions there are, Athena works out
 * by itself (partition projection), so nothing is to be run after a scan.
 *
 * Source: Athena User Guide, "Partition projection with Amazon Athena", "Supported types for partition projection".
 */
import type { TableFacts } from './table.ts';
import { athenaType } from './types.ts';

/** To be replaced by the prefix below which each scan has a folder of its number. */
export const athenaLocation = 's3://BUCKET/PREFIX';
/** A query that names no scan looks for a folder of each of them. */
const mostScans = 10_000;

const comment = (text: string): string => `COMMENT '${text.replaceAll('`', '').replaceAll("'", "\\'")}'`;

/** How the files of several scans lie, and so what tells one from another. */
interface Layout {
  readonly partition: string;
  readonly type: string;
  /** How Athena knows which partitions there are. */
  readonly projection: readonly (readonly [key: string, value: string])[];
  /** Below {@link athenaLocation}. */
  readonly folder: string;
  readonly hint: string;
}

const layouts = {
  /** As the command line writes reports. */
  folder: {
    partition: 'scan',
    type: 'int',
    projection: [
      ['type', 'integer'],
      ['range', `1,${mostScans}`],
    ],
    folder: `\${scan}/parquet`,
    hint: 'the prefix with a folder for each scan, as plumbline-out has them. Name the scan in your queries: WHERE scan = 12.',
  },
  /** As scheduled scans write them: nobody can tell a run from its number, so a query has to name it. */
  store: {
    partition: 'run',
    type: 'string',
    projection: [['type', 'injected']],
    folder: `scans/\${run}/report/parquet`,
    hint: "the store's bucket and prefix. Athena answers only with the run in the query, as the manifest of the scan names it: WHERE run = '…'.",
  },
} as const satisfies Readonly<Record<string, Layout>>;

const createTable = ({ name, about, columns }: TableFacts, layout: Layout): string => {
  // Athena wants the name of a partition in no column.
  const listed = columns.filter((column) => column.name !== layout.partition);
  const properties = [
    ['projection.enabled', 'true'],
    ...layout.projection.map(([key, value]) => [`projection.${layout.partition}.${key}`, value]),
    ['storage.location.template', `${athenaLocation}/${layout.folder}/${name}/`],
  ];
  return `CREATE EXTERNAL TABLE IF NOT EXISTS plumbline_${name} (
${listed.map((column) => `  \`${column.name}\` ${athenaType(column.type)} ${comment(column.about)}`).join(',\n')}
)
${comment(about)}
PARTITIONED BY (\`${layout.partition}\` ${layout.type})
STORED AS PARQUET
LOCATION '${athenaLocation}/'
TBLPROPERTIES (
${properties.map(([key, value]) => `  '${key}' = '${value}'`).join(',\n')}
);
`;
};

export const athenaSql = (tables: readonly TableFacts[], name: keyof typeof layouts): string => {
  const layout = layouts[name];
  return [
    `-- Put ${athenaLocation} right: ${layout.hint}
-- Athena takes one statement at a time.
`,
    ...tables.map((table) => createTable(table, layout)),
  ].join('\n');
};
