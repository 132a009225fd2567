/** Every format by its name. */
import { asff } from './asff/asff.ts';
import { csv } from './csv/csv.ts';
import type { Format, FormatName } from './format.ts';
import { junit } from './junit/junit.ts';
import { markdown } from './markdown/markdown.ts';
import { ndjson } from './ndjson.ts';
import { ocsf } from './ocsf/ocsf.ts';
import { parquet } from './parquet/parquet.ts';
import { sarif } from './sarif/sarif.ts';

export const formats: Readonly<Record<FormatName, Format>> = {
  csv,
  ndjson,
  sarif,
  ocsf,
  asff,
  junit,
  markdown,
  parquet,
};
