/**
 * Each format of a scan with 100,000 findings, beside the least that writing them can be: a line of `JSON.stringify` for
 * each, as bytes in the same pieces. The numbers of the report, which all formats share, are gathered before.
 */
import { bytesOf } from '#reports/formats/bytes.ts';
import type { Format, FormatInput } from '#reports/formats/format.ts';
import { formats as all } from '#reports/formats/index.ts';
import { allTables } from '#reports/formats/parquet/parquet.ts';
import { inputOf } from '#test/support/formats/written.ts';
import { largeScan } from '#test/support/scan-extremes.ts';
import { alternate } from '../alternate.ts';
import type { Measured } from '../result.ts';

const findings = 100_000;
const passes = 3;
/** The first two or three of them teach the engine. */
const tablePasses = 8;

const drain = async (body: AsyncIterable<string | Uint8Array>): Promise<number> => {
  let size = 0;
  for await (const bytes of bytesOf(body)) size += bytes.length;
  return size;
};

const write = async (format: Format, input: FormatInput): Promise<number> => {
  let size = 0;
  for await (const { body } of format.files(input)) size += await drain(body);
  return size;
};

async function* lines({ reader }: FormatInput): AsyncGenerator<string> {
  for await (const finding of reader.findings()) yield `${JSON.stringify(finding)}\n`;
}

export const formats = async (): Promise<readonly Measured[]> => {
  const input = await inputOf(largeScan(findings));
  const measure = async (name: string, work: () => Promise<number>, times = passes): Promise<Measured> => {
    let size = 0;
    const { ours, reference } = await alternate(
      times,
      async () => {
        size = await work();
      },
      () => drain(lines(input)),
    );
    const perSecond = Math.round(findings / (ours / 1_000) / 1_000) * 1_000;
    return {
      name,
      ours,
      reference,
      notes: [`${perSecond.toLocaleString('en-US')} findings/s, ${(size / 1_000_000).toFixed(1)} MB`],
    };
  };
  const results: Measured[] = [];
  // Parquet is several tables; two of them have a row for each finding. First, as whoever writes one format has it: what
  // other formats have taught the engine of these rows costs a third.
  for (const { name, bytes } of allTables.filter((table) => ['findings', 'ocsf'].includes(table.name))) {
    results.push(await measure(`parquet-${name}`, () => drain(bytes(input)), tablePasses));
  }
  for (const format of Object.values(all)) {
    results.push(await measure(`format-${format.name}`, () => write(format, input)));
  }
  return results;
};
