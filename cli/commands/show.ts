/** `plumbline show`: one finding, why it is one, how to mend it. */
import { Command } from 'commander';
import { allChecks } from '#checks/index.ts';
import { renderFinding } from '#reports/console/finding.ts';
import type { Context } from '../context.ts';
import { commandPrefix, globalFlags, newScreen, screenOf } from '../context.ts';
import { findAsked } from '../find-asked.ts';
import { openAsked } from '../open-scan.ts';

export const showCommand = (context: Context): Command =>
  new Command('show')
    .summary('show one finding: why, and how to mend it')
    .description(
      'Shows one finding: evidence, consequence, how to mend and verify it, since when it is open.',
    )
    .argument('<finding>', 'first characters of its id')
    .option('--scan <number>', 'an earlier scan than the last')
    .action(async (typed: string, options: { readonly scan?: string }, command: Command) => {
      const { io } = context;
      const flags = globalFlags(command);
      const prefix = commandPrefix(io, flags);
      const { reader } = await openAsked(io, flags, options.scan);
      const finding = await findAsked(reader, typed, newScreen(io, flags), prefix);
      await io.stdout.write(
        renderFinding(finding, reader.manifest, allChecks, {
          ...screenOf(io, io.stdout, flags.color),
          command: prefix,
          // What was typed is enough to name it again.
          shortId: (id) => id.slice(0, Math.max(6, typed.trim().length)),
        }),
      );
    });
