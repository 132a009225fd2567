/** `plumbline report`: writes the HTML report of a scan again. */
import { join } from 'node:path';
import { Command } from 'commander';
import { earlierScans } from '#pipeline/read-scan.ts';
import { trendLength } from '#reports/facts/trend.ts';
import type { Context } from '../context.ts';
import { commandPrefix, globalFlags } from '../context.ts';
import { openAsked, readFacts } from '../open-scan.ts';
import { writeReport } from '../write-report.ts';

export const reportCommand = (context: Context): Command =>
  new Command('report')
    .summary('write the HTML report of a scan again')
    .description('Writes the HTML report of a scan, of the last one when none is named.')
    .argument('[scan]', 'number of the scan')
    .option('--out <dir>', 'folder of the reports')
    .action(async (number: string | undefined, options: { readonly out?: string }, command: Command) => {
      const { io } = context;
      const flags = globalFlags(command);
      const { settings, store, reader } = await openAsked(io, { ...flags, ...options }, number);
      const facts = await readFacts(reader, await earlierScans(store, reader.manifest, trendLength));
      const folder = join(settings.outDir, String(reader.manifest.number));
      const path = await writeReport(reader, facts, {
        folder,
        cwd: io.cwd,
        command: commandPrefix(io, flags),
      });
      await io.stdout.write(`${path}\n`);
    });
