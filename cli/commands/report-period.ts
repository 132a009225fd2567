/** `plumbline report --from`: what the scans of a time said of a framework's controls. */
import { join } from 'node:path';
import { UsageError } from '#config/usage-error.ts';
import { renderPeriod } from '#reports/console/period.ts';
import type { PeriodFacts } from '#reports/facts/period.ts';
import { periodCsv } from '#reports/formats/csv/period.ts';
import { writeWhole } from '#reports/formats/folder.ts';
import { utcDay } from '#reports/text/numbers.ts';
import type { Context, GlobalFlags } from '../context.ts';
import { screenOf } from '../context.ts';
import type { PeriodFlags } from '../period.ts';
import { periodOf, readPeriod } from '../period.ts';
import { loadSettings } from '../settings.ts';
import { openStore } from '../store.ts';
import { nearPath, orExplain } from '../write-report.ts';

type TimeFlags = Partial<PeriodFlags> & { readonly format?: readonly string[]; readonly out?: string };

export const isOfTime = (flags: TimeFlags): boolean =>
  (['from', 'to', 'framework', 'control'] as const).some((flag) => flags[flag] !== undefined);

export const reportPeriod = async (
  { io }: Context,
  flags: GlobalFlags & TimeFlags,
  number: string | undefined,
): Promise<void> => {
  const { from } = flags;
  if (from === undefined) throw new UsageError('--from is missing: the first day, such as 2026-10-01');
  if (number !== undefined) {
    throw new UsageError(`a report over a time is of all its scans: leave out ${number}, or --from`);
  }
  if (flags.format !== undefined) {
    throw new UsageError('a report over a time is text and CSV: leave out --format');
  }
  const period = periodOf({ ...flags, from }, io.now());
  const settings = await loadSettings(io, flags);
  const { estate, report } = settings.configuration;
  const facts = await readPeriod(await openStore(settings), estate, period, report.longestGapHours);
  const path = join(settings.outDir, fileName(facts));
  await orExplain(writeWhole(path, chunks(facts)), settings.outDir);
  await io.stdout.write(
    renderPeriod(facts, {
      ...screenOf(io, io.stdout, flags.color),
      estate,
      ...(flags.control === undefined ? {} : { control: flags.control }),
    }),
  );
  await io.stdout.write(`\n${nearPath(path, io.cwd)}\n`);
};

/** By its first and its last day. */
const fileName = ({ framework, from, to }: PeriodFacts): string =>
  `${framework.id}-${utcDay(from)}-${utcDay(new Date(Date.parse(to) - 1).toISOString())}.csv`;

async function* chunks(facts: PeriodFacts): AsyncGenerator<string> {
  yield* periodCsv(facts);
}
