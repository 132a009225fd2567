/** `plumbline query`: a question in SQL to what is kept of scans. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { ownerRulesOf } from '#config/owners.ts';
import { withOwners } from '#model/owner.ts';
import type { ScanReader } from '#model/scan.ts';
import { listScans, readerOf } from '#pipeline/read-scan.ts';
import { wholeLedger } from '#reports/facts/ledger.ts';
import { count } from '#reports/text/numbers.ts';
import type { Context } from '../context.ts';
import { globalFlags, newScreen } from '../context.ts';
import { InterruptedError } from '../exit.ts';
import type { OpenedScan } from '../open-scan.ts';
import { openAsked } from '../open-scan.ts';
import { askDuckdb, loadDuckdb } from '../query/database.ts';
import type { AnswerFormat } from '../query/print-answer.ts';
import { answerFormats, printAnswer } from '../query/print-answer.ts';
import { tableNames, writeScans } from '../query/scan-files.ts';

export const queryCommand = (context: Context): Command =>
  new Command('query')
    .summary('ask the last scan a question in SQL')
    .description(
      `Answers a statement of DuckDB's SQL over the tables of a scan: ${tableNames.join(', ')}. Needs DuckDB: npm install @duckdb/node-api`,
    )
    .argument('<sql>', `"select check_id, count(*) from findings where state = 'new' group by 1"`)
    .addOption(new Option('--scan <number>', 'another scan than the last').conflicts('all'))
    .option('--all', 'all scans of the same estate; each row says which it is of')
    .addOption(new Option('--format <format>', 'how it is printed').choices(answerFormats).default('table'))
    .action(async (sql: string, options: QueryFlags, command: Command) => {
      const { io } = context;
      const flags = globalFlags(command);
      const duckdb = await loadDuckdb();
      const opened = await openAsked(io, flags, options.scan);
      const screen = newScreen(io, flags);
      const { readers, problems } =
        options.all === true ? await allOf(opened) : { readers: [opened.reader], problems: [] };
      for (const problem of problems) await io.stderr.write(`${screen.name(problem)}\n`);
      for (const sentence of whatIsMissing(readers)) await io.stderr.write(`${screen.own(sentence)}\n`);
      const folder = await mkdtemp(join(tmpdir(), 'plumbline-query-'));
      try {
        const views = await writeScans(readers, sql, folder);
        await askDuckdb(duckdb, sql, { folder, views, signal: io.signal }, (answer) =>
          printAnswer(answer, options.format, { output: io.stdout, screen }),
        );
      } catch (error) {
        if (io.signal.aborted) throw new InterruptedError('Interrupted.', { cause: error });
        throw error;
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });

interface QueryFlags {
  readonly scan?: string;
  readonly all?: true;
  readonly format: AnswerFormat;
}

interface Asked {
  readonly readers: readonly ScanReader[];
  /** Scans that can't be read: the answer is without them. */
  readonly problems: readonly string[];
}

const allOf = async ({ store, settings, reader }: OpenedScan): Promise<Asked> => {
  const { manifests, problems } = await listScans(store);
  const rules = ownerRulesOf(settings.configuration);
  return {
    readers: manifests
      .filter(({ estate }) => estate === reader.manifest.estate)
      .map((manifest) => withOwners(readerOf(store, manifest), rules)),
    problems: problems.map(({ number, error }) => `Scan ${number} can't be read: ${error.message}`),
  };
};

/** Rows look the same when little could be read: the denominator stands beside them. */
const whatIsMissing = (readers: readonly ScanReader[]): readonly string[] => {
  const incomplete = readers.filter(({ manifest }) => !manifest.complete);
  const [only] = readers;
  if (incomplete.length === 0 || only === undefined) return [];
  if (readers.length > 1)
    return [
      `${count(incomplete.length)} of ${count(readers.length)} scans are incomplete: the column scan_complete says which.`,
    ];
  const { unknown, applicable } = wholeLedger(only.manifest);
  return [
    `Scan ${only.manifest.number} is incomplete: ${count(unknown)} of ${count(applicable)} answers are unknown; they are in the table unknowns.`,
  ];
};
