/** A cloud out of a scan's stored parts: it plans what was planned, and hands over what was handed over, to the letter. */
import { belongsTo } from '#engine/judge.ts';
import type { CoverageRow } from '#model/coverage.ts';
import { listing } from '#model/coverage.ts';
import { unread } from '#model/reading.ts';
import type { Provider, Resource } from '#model/resource.ts';
import type { Manifest } from '#model/scan.ts';
import type { Needs, Shard, Source, SourceEvent, SourcePlan } from '#model/source.ts';
import type { StoreDriver } from '#store/driver.ts';
import type { KeptParts } from './shard-log.ts';
import { readShardLog } from './shard-log.ts';
import type { PlannedSource, StoredPlan } from './stored-plan.ts';

export const storedSources = (
  store: StoreDriver,
  manifest: Pick<Manifest, 'shards' | 'number'>,
  { sources, kept }: StoredPlan,
  needs: Needs,
): readonly Source[] => {
  const entries = new Map(manifest.shards.map((entry) => [entry.name, entry]));

  async function* read(shard: Shard): AsyncGenerator<SourceEvent> {
    const entry = entries.get(shard.name);
    if (entry === undefined) throw new Error(`scan ${manifest.number} has no shard ${shard.name}`);
    for await (const event of readShardLog(store, entry.key, entry.parts ?? 0)) {
      if (event.type === 'broken') throw thrownAs(event.failure);
      yield event.type === 'resource' ? { type: 'resource', resource: completed(event.resource) } : event;
    }
  }

  /** A part that only today's checks look at was not kept, which is not the cloud's doing. */
  const completed = (resource: Resource): Resource => {
    const then = kept.get(resource.kind) ?? [];
    const missing = [...(needs.get(resource.kind) ?? [])].filter((part) => !then.includes(part));
    if (missing.length === 0) return resource;
    const parts = Object.fromEntries(missing.map((part) => [part, notKept]));
    return { ...resource, parts: { ...resource.parts, ...parts } };
  };

  return sources.map((source) => ({
    provider: source.provider,
    plan: () => planOf(source, kept, needs),
    read,
    usage: () => ({ calls: 0, throttled: 0, byAction: new Map<string, number>() }),
  }));
};

const notKept = unread(
  'unsupported',
  undefined,
  'no check looked at it when the scan was made, so it was not kept',
);

const planOf = async (source: PlannedSource, kept: KeptParts, needs: Needs): Promise<SourcePlan> => {
  if (!('plan' in source)) throw new Error(source.failure);
  const { plan, provider } = source;
  const listed = new Set(plan.shards.flatMap((shard) => shard.kinds));
  // A kind that only today's checks are on may not have been listed: that none was kept says nothing of how many there are.
  const strange = [...needs.keys()].filter(
    (kind) => !kept.has(kind) && !listed.has(kind) && belongsTo(kind, provider),
  );
  return { ...plan, coverage: [...plan.coverage, ...strange.map((kind) => neverAsked(provider, kind))] };
};

const neverAsked = (provider: Provider, kind: string): CoverageRow => ({
  provider,
  account: listing,
  region: listing,
  kind,
  part: listing,
  state: 'unsupported',
  count: 0,
  route: 'replay',
  detail: 'no check was on this kind when the scan was made',
});

/** An error that reads as the one that was thrown then: `Name: message`, or what was no error at all. */
export const thrownAs = (failure: string): unknown => {
  const colon = failure.indexOf(': ');
  if (colon === -1) return failure;
  const error = new Error(failure.slice(colon + 2));
  error.name = failure.slice(0, colon);
  return error;
};
