/** Runs the AWS source against a sandbox, as the pipeline does, and keeps what it said. */
import { needsOf } from '#engine/plan.ts';
import type { CoverageRow } from '#model/coverage.ts';
import type { Resource } from '#model/resource.ts';
import { compareText } from '#model/resource.ts';
import type { Needs, Shard, Source, SourcePlan } from '#model/source.ts';
import type { Sandbox } from '#sandbox/contract.ts';
import type { AwsOptions } from '#sources/aws/options.ts';
import { awsSource } from '#sources/aws/source.ts';
import { checksOf } from '#test/support/cloud-checks.ts';

const allChecks = checksOf('aws');

export const allNeeds: Needs = needsOf(allChecks);

export const optionsFor = (sandbox: Sandbox, overrides: Partial<AwsOptions> = {}): AwsOptions => ({
  accounts: 'organization',
  regions: 'enabled',
  role: { name: 'PlumblineReader', externalId: 'meridian-audit' },
  inventory: 'config',
  kinds: [],
  partners: [],
  homeRegion: sandbox.homeRegion,
  endpoint: sandbox.endpoint,
  credentials: sandbox.credentials,
  callsPerSecond: 10_000,
  attempts: 4,
  timeout: 1_000,
  backoffBase: 1,
  ...overrides,
});

export interface Scan {
  readonly source: Source;
  readonly plan: SourcePlan;
  readonly resources: readonly Resource[];
  /** Of the plan and of the shards. */
  readonly coverage: readonly CoverageRow[];
  readonly checkpoints: readonly string[];
}

export const scan = async (
  options: AwsOptions,
  needs: Needs = allNeeds,
  now: () => number = Date.now,
): Promise<Scan> => {
  const { signal } = new AbortController();
  const source = awsSource(options, now);
  const plan = await source.plan(needs, signal);
  const resources: Resource[] = [];
  const coverage: CoverageRow[] = [...plan.coverage];
  const checkpoints: string[] = [];
  for (const shard of plan.shards) {
    const read = await readShard(source, shard);
    resources.push(...read.resources);
    coverage.push(...read.coverage);
    checkpoints.push(...read.checkpoints);
  }
  return { source, plan, resources, coverage, checkpoints };
};

export const readShard = async (source: Source, shard: Shard, cursor?: string) => {
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

/** Resources that differ in nothing but when they were looked at are the same. */
export const keysOf = (resources: readonly Resource[]): string[] =>
  resources.map((one) => `${one.account}|${one.region}|${one.kind}|${one.id}`).sort(compareText);
