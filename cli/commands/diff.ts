/** `plumbline diff`: what is different in the later of two scans. */
import { Command } from 'commander';
import { allChecks } from '#checks/index.ts';
import { openScan } from '#pipeline/read-scan.ts';
import { renderDiff } from '#reports/console/diff.ts';
import { compareScans } from '#reports/facts/differences.ts';
import type { Context } from '../context.ts';
import { globalFlags, screenOf } from '../context.ts';
import { UsageError } from '../exit.ts';
import { loadSettings } from '../settings.ts';
import { openStore, scanNumber } from '../store.ts';

export const diffCommand = (context: Context): Command =>
  new Command('diff')
    .summary('what changed between two scans')
    .description('Says what changed between two scans of one estate: findings, and what could be judged.')
    .argument('<scan>', 'number of a scan')
    .argument('<scan>', 'number of another scan')
    .action(async (one: string, other: string, _options: unknown, command: Command) => {
      const { io } = context;
      const flags = globalFlags(command);
      const [from = 0, to = 0] = [scanNumber(one), scanNumber(other)].sort((a, b) => a - b);
      if (from === to) throw new UsageError(`scan ${from} can't be compared with itself`);
      const store = openStore(await loadSettings(io, flags));
      const [earlier, later] = [await openScan(store, from), await openScan(store, to)];
      const [estate, otherEstate] = [earlier.manifest.estate, later.manifest.estate];
      if (estate !== otherEstate) {
        throw new UsageError(
          `scan ${from} is of ${JSON.stringify(estate)}, scan ${to} of ${JSON.stringify(otherEstate)}: name two scans of one estate`,
        );
      }
      await io.stdout.write(
        renderDiff(
          await compareScans(earlier, later),
          later.manifest,
          allChecks,
          screenOf(io, io.stdout, flags.color),
        ),
      );
    });
