/**
 * Compares the product's answers with public data whose right answers are known.
 *
 *   npm run corpora -- [--dir DIR] [--file FILE] [--json] [SOURCE…]
 *
 * `--file` is a file of cases; with the source `drift-cases`, one of declared things beside live ones.
 *
 * Exit code 0: every answer agrees or is a known difference; 1: one does not; 2: usage.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import type { Reviewed } from '#test/support/corpora/known-differences.ts';
import { readKnownDifferences, review } from '#test/support/corpora/known-differences.ts';
import type { Score } from '#test/support/corpora/run.ts';
import { runCases, runDriftCases, runSource, sourcesIn, UsageError } from '#test/support/corpora/run.ts';

const casesSource = 'cases';
const driftSource = 'drift-cases';

interface Options {
  readonly dir?: string;
  readonly file?: string;
  readonly json?: true;
}

const differencesFile = join(dirname(fileURLToPath(import.meta.url)), '../docs/known-differences.yaml');

const run = async (wanted: readonly string[], options: Options): Promise<number> => {
  const directory = options.dir ?? process.env['PLUMBLINE_CORPORA'];
  if (directory === undefined && options.file === undefined) {
    throw new UsageError('name a folder with --dir or PLUMBLINE_CORPORA, or a file of cases with --file');
  }
  const known = directory === undefined ? [] : sourcesIn(directory);
  const file = options.file ?? fileOf(directory, casesSource);
  const driftFile = options.file ?? fileOf(directory, driftSource);
  const available = [
    ...known,
    ...(file === undefined ? [] : [casesSource]),
    ...(driftFile === undefined ? [] : [driftSource]),
  ];
  for (const name of wanted) {
    if (name === casesSource && file === undefined) {
      throw new UsageError(
        'cases: name the file with --file, since no cases.json lies in or beside the folder',
      );
    }
    if (!available.includes(name)) {
      throw new UsageError(`there is no source ${JSON.stringify(name)}; there is: ${available.join(', ')}`);
    }
  }
  const differences = readKnownDifferences(differencesFile);
  // A file that is named is of cases, unless it is said what of.
  const unasked = options.file === undefined ? available : available.filter((name) => name !== driftSource);
  const names = wanted.length > 0 ? wanted : unasked;
  const reviewed: Reviewed[] = [];
  for (const name of names) {
    const own = name === driftSource ? driftFile : file;
    reviewed.push(review(await scoreOf(name, directory, own), differences));
  }
  if (options.json === true) console.log(JSON.stringify(reviewed.map(asJson), undefined, 2));
  else for (const line of asText(reviewed)) console.log(line);
  return reviewed.some(({ problems }) => problems.length > 0) ? 1 : 0;
};

const fileOf = (directory: string | undefined, source: string): string | undefined =>
  directory === undefined
    ? undefined
    : [join(directory, `${source}.json`), join(directory, '..', `${source}.json`)].find((path) =>
        existsSync(path),
      );

const scoreOf = async (
  name: string,
  directory: string | undefined,
  file: string | undefined,
): Promise<Score> => {
  if (name === casesSource && file !== undefined) return runCases(file);
  if (name === driftSource && file !== undefined) return runDriftCases(file);
  if (directory === undefined) throw new UsageError(`${name}: name the folder with --dir`);
  return runSource(directory, name);
};

const asJson = ({ score, known, problems }: Reviewed): unknown => ({ ...score, known, problems });

const asText = (reviewed: readonly Reviewed[]): readonly string[] => {
  const header = ['source', 'cases', 'claimed', 'agree', 'disagree', 'known', 'doubtful'];
  const rows = reviewed.map(({ score, known }) => [
    score.source,
    String(score.cases),
    String(score.claimed),
    String(score.agree),
    String(score.disagree),
    String(known),
    `${score.doubtful.cases} (${score.doubtful.agree} of ${score.doubtful.claimed} agree)`,
  ]);
  const widths = header.map((name, index) =>
    Math.max(name.length, ...rows.map((row) => (row[index] ?? '').length)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0)))
      .join('  ');
  const problems = reviewed.flatMap(({ score, problems: list }) =>
    list.map((problem) => `${score.source}: ${printable(problem)}`),
  );
  const unclaimed = reviewed.flatMap(({ score }) =>
    Object.entries(score.notClaimed ?? {}).map(
      ([why, count]) => `${score.source}: ${count} not claimed: ${printable(why)}`,
    ),
  );
  return [
    line(header),
    ...rows.map(line),
    ...(unclaimed.length === 0 ? [] : ['', ...unclaimed]),
    ...(problems.length === 0 ? [] : ['', ...problems]),
  ];
};

/** Names come from files that others wrote. */
const printable = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '?').slice(0, 600);

const command = new Command('corpora')
  .description('Compares the answers of Plumbline with public data whose right answers are known.')
  .argument('[source...]', 'folders below the directory, or cases; all of them by default')
  .option('--dir <dir>', 'folder of corpora (or PLUMBLINE_CORPORA)')
  .option('--file <file>', 'a file of cases; by default cases.json in or beside the folder')
  .option('--json', 'print JSON')
  .exitOverride()
  .action(async (sources: readonly string[], options: Options) => {
    process.exitCode = await run(sources, options);
  });

try {
  await command.parseAsync();
} catch (error) {
  if (error instanceof UsageError) {
    console.error(`corpora: ${printable(error.message)}`);
    process.exitCode = 2;
  } else if (error instanceof Error && 'exitCode' in error) {
    // Commander has said what was wrong.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else throw error;
}
