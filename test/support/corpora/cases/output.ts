/** Questions about what a report writes for a hostile value; of the formats that the product writes. */
import { parse } from 'csv-parse/sync';
import { cell, csvRows } from '#reports/formats/csv/cell.ts';
import { markup } from '#reports/html/markup.ts';
import type { PlainAdapter } from '../contract.ts';
import { objectsIn } from '../input.ts';

export const askOutput: PlainAdapter = ({ question, input }) => {
  const values = [...objectsIn(input)].flatMap((holder) =>
    Object.values(holder).filter((one) => typeof one === 'string'),
  );
  const [value] = values;
  if (value === undefined) return undefined;
  if (/\bcsv\b|\bspreadsheet\b|\bexcel\b/i.test(question)) return askCsv(values);
  if (!/\bhtml\b|\bweb page\b|\bpage\b/i.test(question)) return undefined;
  const html = String(markup`${value}`);
  return { verdict: /[<>]/.test(html) ? 'raw' : 'escaped', html };
};

/** A row of the values, as a program reads it back that knows nothing of formulas. */
const askCsv = (values: readonly string[]): ReturnType<PlainAdapter> => {
  const rows: readonly (readonly string[])[] = parse(csvRows([values.map(cell)]));
  const [row = []] = rows;
  const runs = row.some((one) => /^[=+\-@\t\r\n]/.test(one));
  return {
    verdict: runs || row.length !== values.length ? 'raw' : 'escaped',
    records: rows.length,
    parsed_value: row[0] ?? '',
  };
};
