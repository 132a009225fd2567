/** Reads a source as the pipeline does, and keeps what it said. */
import type { CoverageRow } from '#model/coverage.ts';
import type { Resource } from '#model/resource.ts';
import type { Needs, Shard, Source, SourcePlan } from '#model/source.ts';

interface ShardRead {
  readonly resources: readonly Resource[];
  readonly coverage: readonly CoverageRow[];
  readonly checkpoints: readonly string[];
}

export interface SourceRead extends ShardRead {
  readonly source: Source;
  readonly plan: SourcePlan;
  /** Of the plan and of the shards. */
  readonly coverage: readonly CoverageRow[];
}

export const readShard = async (source: Source, shard: Shard, cursor?: string): Promise<ShardRead> => {
  const { signal } = new AbortController();
  const resources: Resource[] = [];
  const coverage: CoverageRow[] = [];
  const checkpoints: string[] = [];
  for await (const event of source.read(shard, cursor === undefined ? { signal } : { signal, cursor })) {
    if (event.type === 'resource') resources.push(event.resource);
    else if (event.type === 'coverage') coverage.push(event.row);
    else checkpoints.push(event.cursor);
  }
  return { resources, coverage, checkpoints };
};

/** @param reader reads what `source` planned, where that is to be another one. */
export const readSource = async (source: Source, needs: Needs, reader = source): Promise<SourceRead> => {
  const plan = await source.plan(needs, new AbortController().signal);
  const resources: Resource[] = [];
  const coverage: CoverageRow[] = [...plan.coverage];
  const checkpoints: string[] = [];
  for (const shard of plan.shards) {
    const read = await readShard(reader, shard);
    resources.push(...read.resources);
    coverage.push(...read.coverage);
    checkpoints.push(...read.checkpoints);
  }
  return { source, plan, resources, coverage, checkpoints };
};
