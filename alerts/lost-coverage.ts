/** What could be read in the last scan and can't in this one, as a person mends it: one permission, one account. */
import { questionOf } from '#model/check.ts';
import type { CoverageRow } from '#model/coverage.ts';
import { listing } from '#model/coverage.ts';
import type { UnknownRow } from '#model/finding.ts';
import type { Provider } from '#model/resource.ts';

export interface LostCoverage {
  readonly key: string;
  readonly provider: Provider;
  readonly account: string;
  readonly state: CoverageRow['state'];
  /** Permission or call; empty where none is known. */
  readonly missing: string;
  readonly principal: string;
  readonly detail: string;
  /** At most {@link kindsKept} of each. */
  readonly kinds: ReadonlySet<string>;
  readonly parts: ReadonlySet<string>;
  /** Of the checks that have no answer because of it. */
  readonly questions: ReadonlySet<string>;
  /** Verdicts that are unknown because of it; the least where resources could not be listed. */
  readonly verdicts: number;
}

const kindsKept = 20;
const groupsKept = 500;

type Open = { -readonly [K in keyof LostCoverage]: LostCoverage[K] } & {
  readonly kinds: Set<string>;
  readonly parts: Set<string>;
  readonly questions: Set<string>;
};

export interface LostGroups {
  readonly groups: readonly LostCoverage[];
  /** How many more there are than are kept. */
  readonly more: number;
}

export const groupLost = async (
  lost: AsyncIterable<CoverageRow>,
  unknowns: () => AsyncIterable<UnknownRow>,
): Promise<LostGroups> => {
  const groups = new Map<string, Open>();
  const places = new Map<string, Open>();
  const dropped = new Set<string>();
  for await (const row of lost) {
    const key = JSON.stringify([row.provider, row.account, row.state, row.missing ?? row.detail ?? '']);
    const group = groups.get(key) ?? opened(key, row);
    if (!groups.has(key)) {
      if (groups.size >= groupsKept) {
        if (dropped.size < groupsKept) dropped.add(key);
        continue;
      }
      groups.set(key, group);
    }
    if (group.kinds.size < kindsKept) group.kinds.add(row.kind);
    if (group.parts.size < kindsKept) group.parts.add(row.part);
    places.set(placeOf(row), group);
  }
  if (groups.size === 0) return { groups: [], more: 0 };
  for await (const row of unknowns()) {
    const group = places.get(placeOf(row)) ?? places.get(placeOf({ ...row, kind: listing, part: listing }));
    if (group === undefined) continue;
    group.verdicts += row.checks.length * row.resources.length;
    for (const check of row.checks) group.questions.add(questionOf(check));
  }
  return {
    groups: [...groups.values()].toSorted((a, b) => b.verdicts - a.verdicts),
    more: dropped.size,
  };
};

const opened = (key: string, row: CoverageRow): Open => ({
  key,
  provider: row.provider,
  account: row.account,
  state: row.state,
  missing: row.missing ?? '',
  principal: row.principal ?? '',
  detail: row.detail ?? '',
  kinds: new Set(),
  parts: new Set(),
  questions: new Set(),
  verdicts: 0,
});

const placeOf = (row: Pick<CoverageRow, 'provider' | 'account' | 'region' | 'kind' | 'part'>): string =>
  JSON.stringify([row.provider, row.account, row.region, row.kind, row.part]);
