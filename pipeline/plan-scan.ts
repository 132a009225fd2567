/** Asks every source for its plan. One cloud that can't be planned must not hide what the others have. */
import type { Check } from '#model/check.ts';
import type { CoverageRow } from '#model/coverage.ts';
import { listing } from '#model/coverage.ts';
import { known } from '#model/reading.ts';
import type { Provider } from '#model/resource.ts';
import { compareText } from '#model/resource.ts';
import type { Needs, Source, SourcePlan } from '#model/source.ts';
import type { ShardTask } from './judge-shard.ts';
import type { PlannedSource } from './stored-plan.ts';

export interface ScanPlan {
  readonly tasks: readonly ShardTask[];
  readonly coverage: readonly CoverageRow[];
  readonly callers: Readonly<Partial<Record<Provider, string>>>;
  readonly accountNames: Readonly<Record<string, string>>;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly notices: readonly string[];
}

export const planSources = async (
  sources: readonly Source[],
  needs: Needs,
  signal: AbortSignal,
): Promise<readonly PlannedSource[]> => {
  const planned: PlannedSource[] = [];
  for (const source of sources) {
    try {
      planned.push({ provider: source.provider, plan: await source.plan(needs, signal) });
    } catch (error) {
      // Alone, its error says more than a scan without anything in it.
      if (signal.aborted || sources.length === 1) throw error;
      const failure = error instanceof Error ? error.message : String(error);
      planned.push({ provider: source.provider, failure });
    }
  }
  return planned;
};

/** @param planned what each of the sources planned, in their order. */
export const assemblePlan = (
  sources: readonly Source[],
  planned: readonly PlannedSource[],
  onPlanned: (source: Source, plan: SourcePlan) => void,
): ScanPlan => {
  const tasks: ShardTask[] = [];
  const coverage: CoverageRow[] = [];
  const callers: Partial<Record<Provider, string>> = {};
  const accountNames: Record<string, string> = {};
  const notices: string[] = [];
  for (const [index, source] of sources.entries()) {
    const one = planned[index];
    if (one === undefined) throw new Error(`source ${index} (${source.provider}) has no plan`);
    if (!('plan' in one)) {
      notices.push(`${source.provider} could not be planned, so all of it is unknown: ${one.failure}`);
      coverage.push(notPlanned(source.provider, one.failure));
      continue;
    }
    const { plan } = one;
    onPlanned(source, plan);
    callers[source.provider] = plan.identity;
    for (const [account, name] of plan.accountNames) accountNames[account] = name;
    notices.push(...plan.notices);
    coverage.push(...plan.coverage);
    const analyses = { trust: known(plan.trust) };
    for (const shard of plan.shards) {
      const mentioned = new Set(
        plan.coverage.filter((row) => row.part === listing && speaksOf(row, shard)).map((row) => row.kind),
      );
      tasks.push({ source, shard, analyses, planned: mentioned });
    }
  }
  const shards = tasks.map(({ shard }) => shard);
  return {
    tasks,
    coverage,
    callers,
    accountNames,
    accounts: distinct([...shards, ...coverage].map(({ account }) => account)),
    regions: distinct([...shards, ...coverage].map(({ region }) => region)),
    notices,
  };
};

const speaksOf = (row: CoverageRow, shard: ShardTask['shard']): boolean =>
  row.provider === shard.provider &&
  (row.account === shard.account || row.account === listing) &&
  (row.region === shard.region || row.region === listing);

const notPlanned = (provider: Provider, detail: string): CoverageRow => ({
  provider,
  account: listing,
  region: listing,
  kind: listing,
  part: listing,
  state: 'unavailable',
  count: 0,
  route: 'plan',
  detail,
});

const distinct = (values: readonly string[]): readonly string[] =>
  [...new Set(values)].filter((value) => value !== listing).sort(compareText);

/** Checks on the kinds that are asked for; a check that is on none of them does not run. All when none is named. */
export const checksInScope = (checks: readonly Check[], kinds: readonly string[]): readonly Check[] =>
  kinds.length === 0
    ? checks
    : checks
        .map((check) => ({ ...check, on: check.on.filter((kind) => kinds.includes(kind)) }))
        .filter((check) => check.on.length > 0);
