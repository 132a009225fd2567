/** `plumbline diff`: what is different in the later of two scans. */
import { Command } from 'commander';
import { allChecks } from '#checks/index.ts';
import { UsageError } from '#config/usage-error.ts';
import type { CoverageRow } from '#model/coverage.ts';
import { isGap, listing } from '#model/coverage.ts';
import type { ScanReader } from '#model/scan.ts';
import { diffCoverage } from '#pipeline/coverage-diff.ts';
import { openScan } from '#pipeline/read-scan.ts';
import { renderDiff } from '#reports/console/diff.ts';
import { Screen } from '#reports/console/screen.ts';
import { compareScans } from '#reports/facts/differences.ts';
import { count, plural } from '#reports/text/numbers.ts';
import { placeOf } from '#reports/text/wording.ts';
import type { Context } from '../context.ts';
import { globalFlags, screenOf } from '../context.ts';
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
      const store = await openStore(await loadSettings(io, flags));
      const [earlier, later] = [await openScan(store, from), await openScan(store, to)];
      const [estate, otherEstate] = [earlier.manifest.estate, later.manifest.estate];
      if (estate !== otherEstate) {
        throw new UsageError(
          `scan ${from} is of ${JSON.stringify(estate)}, scan ${to} of ${JSON.stringify(otherEstate)}: name two scans of one estate`,
        );
      }
      const screen = screenOf(io, io.stdout, flags.color);
      const findings = renderDiff(await compareScans(earlier, later), later.manifest, allChecks, screen);
      await io.stdout.write(findings + (await coverageChanges(earlier, later, new Screen(screen))));
    });

const rowsOfEach = 20;

/** A permission that was lost since is itself news: its findings look unchanged. */
const coverageChanges = async (earlier: ScanReader, later: ScanReader, screen: Screen): Promise<string> => {
  const rows: Record<'lost' | 'gained', string[]> = { lost: [], gained: [] };
  const totals = { lost: 0, gained: 0 };
  const changes = diffCoverage(
    () => earlier.coverage(),
    () => later.coverage(),
  );
  for await (const { type, row } of changes) {
    totals[type] += 1;
    if (rows[type].length < rowsOfEach) rows[type].push(coverageLine(row, later, screen));
  }
  return (['lost', 'gained'] as const)
    .filter((type) => totals[type] > 0)
    .map((type) => {
      const more = totals[type] - rows[type].length;
      return [
        '',
        screen.own(`${type === 'lost' ? '?' : '−'} ${plural(totals[type], 'part')} ${words[type]}`),
        ...rows[type],
        ...(more > 0 ? [`    and ${count(more)} more`] : []),
        '',
      ].join('\n');
    })
    .join('');
};

const words = { lost: 'can no longer be read', gained: 'can be read again' } as const;

const coverageLine = (row: CoverageRow, { manifest }: ScanReader, screen: Screen): string => {
  const what =
    row.kind === listing ? 'every kind' : `${row.kind}${row.part === listing ? '' : `, ${row.part}`}`;
  const why = isGap(row) ? `, ${row.state}${row.missing === undefined ? '' : ` ${row.missing}`}` : '';
  return `    ${screen.name(`${placeOf(manifest, row)}  ${row.region}  ${what}${why}`)}`;
};
