/** `plumbline drift`: what is not as it was approved, and who says what is. */
import { Command } from 'commander';
import { allChecks } from '#checks/index.ts';
import { UsageError } from '#config/usage-error.ts';
import { listBaselines } from '#pipeline/drift/baselines.ts';
import { renderDrift } from '#reports/console/drift.ts';
import type { AcceptFlags } from '../accept-finding.ts';
import { acceptFinding } from '../accept-finding.ts';
import type { Context } from '../context.ts';
import { commandPrefix, globalFlags, screenOf } from '../context.ts';
import { openAsked, readFacts } from '../open-scan.ts';
import { loadSettings } from '../settings.ts';
import { driftBaselineCommand } from './drift-baseline.ts';

export const driftCommand = (context: Context): Command =>
  new Command('drift')
    .summary('what is not as it was approved')
    .description(
      'Shows what drifted from the approved baseline; approves a scan as the baseline; accepts drift for a time.',
    )
    .addCommand(showCommand(context), { isDefault: true })
    .addCommand(driftBaselineCommand(context))
    .addCommand(acceptCommand(context));

const showCommand = ({ io }: Context): Command =>
  new Command('show')
    .summary('list what drifted')
    .description(
      'Lists what is not as the approved baseline has it: what it was, what it is, and since when.',
    )
    .option('--scan <number>', 'an earlier scan than the last')
    .action(async (options: { readonly scan?: string }, command: Command) => {
      const flags = globalFlags(command);
      const { reader, store } = await openAsked(io, flags, options.scan);
      const facts = await readFacts(reader);
      const baselines = await listBaselines(store, reader.manifest.estate);
      await io.stdout.write(
        await renderDrift(reader, facts, allChecks, {
          ...screenOf(io, io.stdout, flags.color),
          command: commandPrefix(io, flags),
          baselines,
        }),
      );
    });

const acceptCommand = ({ io }: Context): Command =>
  new Command('accept')
    .summary('accept one drift for a time')
    .description(
      'Writes an exception for one drift of the last scan to the file of exceptions. It is void as soon as the resource drifts further.',
    )
    .argument('<finding>', 'first characters of its id')
    .option('--owner <name>', 'who answers for it')
    .option('--until <date>', 'last day on which it holds, such as 2027-03-31')
    .option('--reason <text>', 'why it is accepted')
    .option('--ticket <id>', 'where it is discussed')
    .option('--approved-by <name>', 'who approved it; the owner when left out')
    .action(async (typed: string, _options: unknown, command: Command) => {
      const flags = command.optsWithGlobals<AcceptFlags>();
      const settings = await loadSettings(io, globalFlags(command));
      await acceptFinding(io, flags, settings, typed, ({ drift }, prefix) => {
        if (drift !== undefined) return;
        throw new UsageError(`finding ${typed} is no drift: ${prefix} except ${typed} accepts it`);
      });
    });
