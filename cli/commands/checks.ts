/** `plumbline checks`: what can be asked, and what one check means. */
import { Command } from 'commander';
import { allChecks } from '#checks/index.ts';
import { matchChecks } from '#config/select-checks.ts';
import { actionsFor } from '#engine/permissions.ts';
import type { Check } from '#model/check.ts';
import { renderCheck, renderCheckList } from '#reports/console/checks.ts';
import type { Context } from '../context.ts';
import { globalFlags, screenOf } from '../context.ts';

export const checksCommand = (context: Context): Command =>
  new Command('checks')
    .summary('list the checks, or explain one')
    .description('Lists the checks. One id, or a pattern that only one check has, explains that check.')
    .argument('[check]', "id, or pattern with '*', such as 'iam.*'")
    .action(async (pattern: string | undefined, _options: unknown, command: Command) => {
      const { io } = context;
      const screen = screenOf(io, io.stdout, globalFlags(command).color);
      const found = pattern === undefined ? allChecks : matchChecks(allChecks, pattern);
      const [first] = found;
      if (first === undefined) return;
      await io.stdout.write(
        found.length === 1
          ? renderCheck(first, permissionsOf(first), screen)
          : `${renderCheckList(found, screen)}One of them: ${io.command} checks ${first.id}\n`,
      );
    });

/** Of one account by itself: with an aggregator, that is asked instead of AWS Config. */
const permissionsOf = (check: Check): readonly string[] =>
  actionsFor([check], { route: 'config', inventory: 'auto', assumesRole: false })
    .filter((use) => use.checks.includes(check.id))
    .map(({ action }) => action);
