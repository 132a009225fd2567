/** Counts the calls of one scan that every check takes part in. */
import { allChecks } from '#checks/index.ts';
import { needsOf } from '#engine/plan.ts';
import type { Source } from '#model/source.ts';
import type { Measured } from '../result.ts';

export interface Made {
  readonly calls: number;
  readonly resources: number;
  /** Action → calls, most first. */
  readonly byAction: readonly (readonly [action: string, calls: number])[];
}

/** @param size how many resources the estate has: a scan that saw far less has counted nothing. */
export const callsOfOneScan = async (source: Source, size: number): Promise<Made> => {
  const { signal } = new AbortController();
  const plan = await source.plan(needsOf(allChecks), signal);
  let resources = 0;
  for (const shard of plan.shards) {
    for await (const event of source.read(shard, { signal })) if (event.type === 'resource') resources += 1;
  }
  if (resources < size / 2) throw new Error(`only ${resources} of ${size} resources were read`);
  const { calls, byAction } = source.usage();
  return { calls, resources, byAction: [...byAction].sort(([, a], [, b]) => b - a) };
};

/** @param pageSize rows of the fullest page that the cloud's documentation allows. */
export const measured = (name: string, size: number, made: Made, pageSize: number): Measured => ({
  name: `calls-${name}-${size}`,
  ours: (made.calls / made.resources) * 1_000,
  reference: 1_000 / pageSize,
  unit: 'calls per 1,000 resources',
});

/** As many as asked for, out of a few: each again under a name of its own. */
export const repeated = <T>(items: readonly T[], size: number, copy: (item: T, round: number) => T): T[] => {
  const all: T[] = [];
  for (let round = 0; all.length < size; round += 1) {
    for (const item of items) if (all.length < size) all.push(round === 0 ? item : copy(item, round));
  }
  return all;
};
