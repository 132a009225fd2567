import type { BenchResult } from './result.ts';

const headings = ['benchmark', 'ours', 'reference', 'ratio', 'peak memory'] as const;

/** Columns as wide as their widest cell; numbers to the right. */
export const asTable = (results: readonly BenchResult[]): string => {
  const rows: readonly (readonly string[])[] = [
    headings,
    ...results.map((result) => [
      result.name,
      `${result.ours.toFixed(0)} ${result.unit}`,
      `${result.reference.toFixed(0)} ${result.unit} (${result.referenceKind})`,
      result.ratio.toFixed(2),
      `${result.peakMemoryMiB.toFixed(0)} MiB`,
    ]),
  ];
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const notes = results.flatMap(({ name, notes: sentences }) => sentences.map((note) => `${name}: ${note}`));
  const lines = rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .concat(notes)
    .join('\n');
  return lines;
};
