/** `plumbline coverage`: what a scan could not read, and why. */
import { Command } from 'commander';
import { renderCoverage } from '#reports/console/coverage.ts';
import type { Context } from '../context.ts';
import { commandPrefix, globalFlags, screenOf } from '../context.ts';
import { openAsked, readFacts } from '../open-scan.ts';

export const coverageCommand = (context: Context): Command =>
  new Command('coverage')
    .summary('what the last scan could not read, and why')
    .description('Says what a scan read by account, what it could not read, why, and what mends it.')
    .option('--scan <number>', 'an earlier scan')
    .action(async (options: { readonly scan?: string }, command: Command) => {
      const { io } = context;
      const flags = globalFlags(command);
      const { reader } = await openAsked(io, flags, options.scan);
      const facts = await readFacts(reader);
      await io.stdout.write(
        renderCoverage(facts, {
          ...screenOf(io, io.stdout, flags.color),
          command: commandPrefix(io, flags),
        }),
      );
    });
