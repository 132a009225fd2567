/** `plumbline checks`: what can be asked, and what one check means. */
import { Command } from 'commander';
import { allChecks } from '#checks/index.ts';
import type { Check } from '#model/check.ts';
import { questionOf } from '#model/check.ts';
import { isKind, partSource } from '#model/part-sources.ts';
import { compareText } from '#model/resource.ts';
import type { Screen } from '#reports/console/screen.ts';
import type { Context } from '../context.ts';
import { globalFlags, newScreen } from '../context.ts';
import { matchChecks } from '../select-checks.ts';

export const checksCommand = (context: Context): Command =>
  new Command('checks')
    .summary('list the checks, or explain one')
    .description('Lists the checks. One id, or a pattern that only one check has, explains that check.')
    .argument('[check]', "id, or pattern with '*', such as 'iam.*'")
    .action(async (pattern: string | undefined, _options: unknown, command: Command) => {
      const { io } = context;
      const screen = newScreen(io, globalFlags(command));
      const found = pattern === undefined ? allChecks : matchChecks(allChecks, pattern);
      const [only] = found;
      const lines =
        found.length === 1 && only !== undefined
          ? explained(only, screen)
          : listed(found, screen, io.command);
      await io.stdout.write(`${lines.join('\n')}\n`);
    });

const listed = (checks: readonly Check[], screen: Screen, command: string): readonly string[] => {
  const idWidth = Math.max(...checks.map((check) => check.id.length)) + 2;
  const first = checks[0];
  return [
    ...checks.map((check) => {
      const lead = `${screen.left(severityWord(check, screen), 10)}${screen.left(check.id, idWidth)}`;
      return `${lead}${check.title}`;
    }),
    '',
    `${checks.length} checks. One of them: ${screen.colors.blue(`${command} checks ${first?.id ?? ''}`)}`,
  ];
};

const severityWord = (check: Check, screen: Screen): string => {
  if (check.severity !== 'critical') return check.severity;
  // Padded before it is coloured: colour codes have no width.
  return screen.colors.red(check.severity) + ' '.repeat(10 - check.severity.length);
};

const explained = (check: Check, screen: Screen): readonly string[] => {
  const row = (label: string, texts: readonly string[]): readonly string[] =>
    texts
      .flatMap((text) => screen.wrap(text, 14))
      .map((line, index) => (index === 0 ? screen.left(`  ${label}`, 14) + line.trimStart() : line));
  const parts = [...check.reads, ...check.mayRead.map((part) => `${part} (if it can)`), ...check.uses];
  return [
    check.title,
    '',
    ...row('id', [check.id]),
    ...row('earlier ids', check.aliases ?? []),
    ...row('question', [questionOf(check.id)]),
    ...row('severity', [check.severity]),
    ...row('on', check.on),
    ...row('reads', [parts.join(', ')]),
    ...row('permissions', [permissionsOf(check).join(', ')]),
    ...row('why', [check.consequence]),
    ...row('mend', [check.remediation]),
    ...row(
      'controls',
      Object.entries(check.controls).map(([framework, controls]) => `${framework}: ${controls.join(', ')}`),
    ),
    ...row('sources', check.sources),
  ];
};

/** What the parts are read by; the inventory of AWS Config stands for every part that it records. */
const permissionsOf = (check: Check): readonly string[] => {
  const actions = new Set<string>();
  for (const kind of check.on) {
    for (const part of [...check.reads, ...check.mayRead]) {
      if (!isKind(kind)) continue;
      const source = partSource(kind, part);
      if (source.from === 'calls') for (const action of source.actions) actions.add(action);
      else actions.add('config:SelectResourceConfig');
    }
  }
  return [...actions].sort(compareText);
};
