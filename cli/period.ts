/** What the store says of a framework over a time. */
import { allChecks } from '#checks/index.ts';
import { UsageError } from '#config/usage-error.ts';
import { isDate } from '#engine/calendar.ts';
import type { Framework } from '#model/framework.ts';
import { nearestName } from '#model/nearest-name.ts';
import { scansBetween } from '#pipeline/read-period.ts';
import { readerOf } from '#pipeline/read-scan.ts';
import type { PeriodFacts, PeriodScan } from '#reports/facts/period.ts';
import { periodFacts } from '#reports/facts/period.ts';
import { frameworkOf, frameworks } from '#reports/frameworks/index.ts';
import type { StoreDriver } from '#store/driver.ts';

/** As typed. */
export interface PeriodFlags {
  readonly from: string;
  readonly to?: string;
  readonly framework?: string;
  readonly control?: string;
}

export interface Period {
  readonly framework: Framework;
  readonly from: Date;
  /** Not part of it. */
  readonly to: Date;
}

const dayLength = 86_400_000;

/** @throws UsageError for what is no day, framework or control, or no period. */
export const periodOf = (flags: PeriodFlags, now: Date): Period => {
  const from = new Date(dayOf('--from', flags.from));
  // The last day is part of the period, as far as it has been.
  const end = flags.to === undefined ? now.getTime() : dayOf('--to', flags.to) + dayLength;
  const to = new Date(Math.min(end, now.getTime()));
  if (from.getTime() >= to.getTime()) {
    throw new UsageError(
      flags.to === undefined || from.getTime() >= now.getTime()
        ? `--from ${flags.from} is not in the past: nothing can be said of it`
        : `--from ${flags.from} is after --to ${flags.to}`,
    );
  }
  const framework = askedFramework(flags.framework ?? 'practice');
  if (flags.control !== undefined) askedControl(framework, flags.control);
  return { framework, from, to };
};

const dayOf = (flag: string, day: string): number => {
  if (!isDate(day)) throw new UsageError(`${flag} must be a day such as 2026-10-31, in UTC, not '${day}'`);
  return Date.parse(day);
};

const askedFramework = (id: string): Framework => {
  const found = frameworkOf(id);
  if (found !== undefined) return found;
  const ids = frameworks.map((framework) => framework.id);
  throw new UsageError(`there is no framework '${id}': ${ids.join(', ')}`);
};

const askedControl = (framework: Framework, id: string): void => {
  const ids = framework.controls.map((control) => control.id);
  if (ids.includes(id)) return;
  const nearest = nearestName(id, ids);
  const hint = nearest === undefined ? '; docs/frameworks.md lists them' : `: did you mean '${nearest}'?`;
  throw new UsageError(`${framework.title} has no control '${id}'${hint}`);
};

/** @param longestGap hours between two scans that are no gap yet. */
export const readPeriod = async (
  store: StoreDriver,
  estate: string,
  { framework, from, to }: Period,
  longestGap: number,
): Promise<PeriodFacts> => {
  const { manifests, unreadable } = await scansBetween(store, estate, from, to);
  const scans: PeriodScan[] = [];
  for (const manifest of manifests) {
    const reader = readerOf(store, manifest);
    const exceptions = await Array.fromAsync(reader.exceptions());
    scans.push({
      manifest,
      attestations: await Array.fromAsync(reader.attestations()),
      exceptions: exceptions.filter(({ hides }) => hides > 0),
    });
  }
  return periodFacts({ framework, from, to, scans, unreadable, checks: allChecks, longestGap });
};
