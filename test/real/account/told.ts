/** What a scan said, in the form of the expectations. */
import { compareText } from '#model/resource.ts';
import type { Expected } from './expected.ts';
import type { Scanned } from './scan.ts';

/** Check → names of the resources that fail, and how many pass. @param names for resources that have none of their own. */
export const toldOf = (
  scanned: Scanned,
  names: ReadonlyMap<string, string>,
): Readonly<Record<string, Expected>> => {
  const told: Record<string, { fails: string[]; passes: number }> = {};
  for (const [id, { pass }] of Object.entries(scanned.manifest.counts))
    told[id] = { fails: [], passes: pass };
  for (const { check, name } of scanned.findings) told[check]?.fails.push(names.get(name) ?? name);
  for (const { fails } of Object.values(told)) fails.sort(compareText);
  return told;
};

/** Check, kind, part, why, and what would answer it: one for each question or group of questions that is open. */
export const openOf = (scanned: Scanned): readonly string[] =>
  scanned.unknowns
    .flatMap(({ checks, kind, part, reason, missing }) =>
      checks.map((check) => [check, kind, part, reason, missing ?? ''].join(' ').trim()),
    )
    .sort(compareText);
