/** The plan of a scan as its store keeps it: a file of rows, since there may be a million places in it. */
import type { CoverageRow } from '#model/coverage.ts';
import type { Provider } from '#model/resource.ts';
import type { Shard, SourcePlan } from '#model/source.ts';
import { CorruptFileError, readRows, writeRows } from '#store/blocks.ts';
import type { StoreDriver } from '#store/driver.ts';
import type { KeptParts } from './shard-log.ts';

/** What one source planned, or why it could not. */
export type PlannedSource =
  | { readonly provider: Provider; readonly plan: SourcePlan }
  | { readonly provider: Provider; readonly failure: string };

export interface StoredPlan {
  /** In the order of the scan's sources. */
  readonly sources: readonly PlannedSource[];
  /** The parts that were kept of each kind: what some check looked at then. */
  readonly kept: KeptParts;
}

export const planKey = (prefix: string): string => `${prefix}/plan`;

type PlanRow =
  | { readonly type: 'kept'; readonly parts: Readonly<Record<string, readonly string[]>> }
  | { readonly type: 'failed'; readonly provider: Provider; readonly failure: string }
  /** The shards and coverage that follow, up to the next of its kind, are of this source. */
  | {
      readonly type: 'source';
      readonly provider: Provider;
      readonly identity: string;
      readonly notices: readonly string[];
      readonly accountNames: readonly (readonly [string, string])[];
      readonly trust: {
        readonly accounts: readonly string[];
        readonly organization: string;
        readonly partners: readonly string[];
      };
    }
  | { readonly type: 'shard'; readonly shard: Shard }
  | { readonly type: 'coverage'; readonly row: CoverageRow };

export const writePlan = async (store: StoreDriver, prefix: string, plan: StoredPlan): Promise<void> => {
  await writeRows(store, planKey(prefix), rowsOf(plan));
};

function* rowsOf({ sources, kept }: StoredPlan): Generator<PlanRow> {
  yield { type: 'kept', parts: Object.fromEntries(kept) };
  for (const source of sources) {
    const { provider } = source;
    if (!('plan' in source)) {
      yield { type: 'failed', provider, failure: source.failure };
      continue;
    }
    const { identity, notices, accountNames, trust, shards, coverage } = source.plan;
    yield {
      type: 'source',
      provider,
      identity,
      notices,
      accountNames: [...accountNames],
      trust: {
        accounts: [...trust.accounts],
        organization: trust.organization,
        partners: [...trust.partners],
      },
    };
    for (const shard of shards) yield { type: 'shard', shard };
    for (const row of coverage) yield { type: 'coverage', row };
  }
}

/** @throws CorruptFileError, NewerFormatError, MissingKeyError */
export const readPlan = async (store: StoreDriver, key: string): Promise<StoredPlan> => {
  const sources: PlannedSource[] = [];
  let kept: KeptParts = new Map();
  let shards: Shard[] | undefined;
  let coverage: CoverageRow[] = [];
  const orphan = (): CorruptFileError =>
    new CorruptFileError(key, 1, 'a row belongs to no source', store.location);
  for await (const row of readRows<PlanRow>(store, key)) {
    switch (row.type) {
      case 'kept':
        kept = new Map(Object.entries(row.parts));
        break;
      case 'failed':
        shards = undefined;
        sources.push({ provider: row.provider, failure: row.failure });
        break;
      case 'source': {
        const { provider, identity, notices, accountNames, trust } = row;
        shards = [];
        coverage = [];
        sources.push({
          provider,
          plan: {
            shards,
            coverage,
            identity,
            notices,
            accountNames: new Map(accountNames),
            trust: {
              accounts: new Set(trust.accounts),
              organization: trust.organization,
              partners: new Set(trust.partners),
            },
          },
        });
        break;
      }
      case 'shard':
        if (shards === undefined) throw orphan();
        shards.push(row.shard);
        break;
      case 'coverage':
        if (shards === undefined) throw orphan();
        coverage.push(row.row);
    }
  }
  return { sources, kept };
};
