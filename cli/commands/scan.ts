/** `plumbline scan`: reads the estate, judges it, keeps the scan, says what was found. */
import { Command, Option } from 'commander';
import { cloudsOf } from '#config/clouds.ts';
import { formatNames } from '#reports/formats/format.ts';
import type { Context } from '../context.ts';
import { commandPrefix } from '../context.ts';
import { failOnLevels } from '../exit.ts';
import { scan } from '../scan.ts';
import type { ScanFlags } from '../settings.ts';
import { loadSettings } from '../settings.ts';
import { asFormats, asOutputs, outputNames } from './format-options.ts';
import { addScopeOptions, wholeNumber } from './scope-options.ts';

export const scanCommand = (context: Context): Command =>
  addScopeOptions(
    new Command('scan')
      .summary('scan an estate')
      .description('Reads an estate, judges it, keeps the scan, and says what was found. Only ever reads.'),
  )
    .option('--profile <name>', "profile of AWS's shared configuration files, SSO included")
    .option('--external-id <text>', 'external id that the role asks for')
    .option(
      '--output <formats>',
      `what is written: ${outputNames.join(', ')}; ndjson without text goes to stdout`,
      asOutputs,
    )
    .option(
      '--format <formats>',
      `files for other tools, beside what is written: ${formatNames.join(', ')}`,
      asFormats,
    )
    .option('--out <dir>', 'folder of the reports')
    .addOption(
      new Option(
        '--fail-on <level>',
        'exit 1 for an open finding of this severity or above; new:<level> for a new one',
      ).choices(failOnLevels),
    )
    .option('--allow-incomplete', 'no exit 3 for an incomplete scan')
    .option('--worst <number>', 'how many findings the summary shows', wholeNumber(1))
    .option('--resume', 'go on with the last scan that was killed or interrupted')
    .option('--concurrency <number>', 'shards that are read at the same time', wholeNumber(1))
    .action(async (_flags: unknown, command: Command) => {
      const { io } = context;
      const flags = command.optsWithGlobals<ScanFlags>();
      const settings = await loadSettings(io, flags);
      const { exit } = await scan({
        io,
        settings,
        clouds: cloudsOf(settings.configuration, settings.loaded.folder),
        prefix: commandPrefix(io, flags),
        color: flags.color,
        resume: flags.resume === true,
        ...(flags.worst === undefined ? {} : { worst: flags.worst }),
      });
      context.exit(exit.code);
    });
