/** `plumbline report`: writes the report of a scan again, as pages or files for other tools; or of a time. */
import { join } from 'node:path';
import { Command } from 'commander';
import { earlierScans } from '#pipeline/read-scan.ts';
import { trendLength } from '#reports/facts/trend.ts';
import { formatNames } from '#reports/formats/format.ts';
import { frameworks } from '#reports/frameworks/index.ts';
import type { Context } from '../context.ts';
import { commandPrefix, globalFlags } from '../context.ts';
import { openAsked, readFacts } from '../open-scan.ts';
import type { PeriodFlags } from '../period.ts';
import { writeFormats } from '../write-formats.ts';
import { writeReport } from '../write-report.ts';
import { asReportFormats } from './format-options.ts';
import { isOfTime, reportPeriod } from './report-period.ts';

export const reportCommand = (context: Context): Command =>
  new Command('report')
    .summary('write the report of a scan again')
    .description(
      'Writes the report of a scan, of the last one when none is named. With --from it says what the scans of a time said of the controls of a framework instead.',
    )
    .argument('[scan]', 'number of the scan')
    .option('--format <formats>', `html (when left out), ${formatNames.join(', ')}`, asReportFormats)
    .option('--out <dir>', 'folder of the reports')
    .option('--from <day>', 'first day of a time, in UTC: 2026-10-01')
    .option('--to <day>', 'last day of it; today when left out')
    .option('--framework <id>', `of a time: ${frameworks.map(({ id }) => id).join(', ')}`)
    .option('--control <number>', 'of a time: what each scan said of one control')
    .action(async (number: string | undefined, options: ReportFlags, command: Command) => {
      const { io } = context;
      const flags = globalFlags(command);
      if (isOfTime(options)) return reportPeriod(context, { ...flags, ...options }, number);
      const { settings, store, reader } = await openAsked(io, { ...flags, ...options }, number);
      const facts = await readFacts(reader, await earlierScans(store, reader.manifest, trendLength));
      const folder = join(settings.outDir, String(reader.manifest.number));
      const role = settings.configuration.aws.role?.name ?? '*';
      const place = { folder, cwd: io.cwd, command: commandPrefix(io, flags), role };
      const wanted = options.format ?? ['html'];
      const pages = wanted.includes('html') ? [await writeReport(reader, facts, place)] : [];
      const files = await writeFormats(
        formatNames.filter((name) => wanted.includes(name)),
        { reader, facts, command: place.command },
        place,
      );
      await io.stdout.write([...pages, ...files].map((path) => `${path}\n`).join(''));
    });

interface ReportFlags extends Partial<PeriodFlags> {
  readonly out?: string;
  readonly format?: readonly string[];
}
