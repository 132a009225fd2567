/** The `plumbline` command: its sub-commands and the options that all of them have. */
import { Command } from 'commander';
import { version } from '#config/version.ts';
import { alertCommand } from './commands/alert.ts';
import { checksCommand } from './commands/checks.ts';
import { coverageCommand } from './commands/coverage.ts';
import { diffCommand } from './commands/diff.ts';
import { driftCommand } from './commands/drift.ts';
import { exceptCommand } from './commands/except.ts';
import { permissionsCommand } from './commands/permissions.ts';
import { pushCommand } from './commands/push.ts';
import { queryCommand } from './commands/query.ts';
import { replayCommand } from './commands/replay.ts';
import { reportCommand } from './commands/report.ts';
import { sandboxCommand } from './commands/sandbox.ts';
import { scanCommand } from './commands/scan.ts';
import { scansCommand } from './commands/scans.ts';
import { showCommand } from './commands/show.ts';
import type { Context } from './context.ts';

/** In the order of the help. */
const subcommands: readonly ((context: Context) => Command)[] = [
  scanCommand,
  showCommand,
  coverageCommand,
  diffCommand,
  driftCommand,
  exceptCommand,
  reportCommand,
  queryCommand,
  alertCommand,
  replayCommand,
  scansCommand,
  permissionsCommand,
  pushCommand,
  checksCommand,
  sandboxCommand,
];

export const buildProgram = (context: Context): Command => {
  const program = new Command(context.io.command)
    .description('Reads what is in a cloud estate, and says pass, fail or unknown.')
    .version(version, '-V, --version')
    .option('--config <file>', 'configuration file (plumbline.yaml in the working folder)')
    .option('--store <dir>', 'folder that scans are kept in (store.path of the configuration)')
    .option('--no-color', 'no colour')
    .option('--debug', 'show where an internal error comes from, and what libraries warn of')
    .helpCommand('help [command]', 'explain one command')
    .showSuggestionAfterError();

  for (const build of subcommands) program.addCommand(build(context));
  const pending: string[] = [];
  // A sub-command does not take these over from its parent by itself.
  for (const command of [program, ...program.commands.flatMap((each) => [each, ...each.commands])]) {
    command
      .exitOverride()
      .configureHelp({ showGlobalOptions: command !== program })
      .configureOutput({
        writeOut: (text) => pending.push(text),
        writeErr: (text) => pending.push(text),
        getOutHelpWidth: () => context.io.stdout.columns || 100,
      });
  }
  output.set(program, pending);
  return program;
};

const output = new WeakMap<Command, string[]>();

/** Help, version, and what commander has against its arguments; it writes without waiting, and this process waits. */
export const printedBy = (program: Command): string => (output.get(program) ?? []).join('');
