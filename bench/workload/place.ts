/** Where the rows of the workload lie: each run of {@link shardSize} rows is one account and region. */

export const shardSize = 10_000;

const regions = ['eu-west-1', 'eu-central-1', 'us-east-1', 'ap-southeast-2'] as const;

export interface Place {
  readonly account: string;
  readonly region: string;
}

export const placeOf = (index: number): Place => {
  const shard = Math.floor(index / shardSize);
  return {
    account: String(100_000_000_000 + Math.floor(shard / regions.length) * 7919),
    region: regions[shard % regions.length] ?? regions[0],
  };
};
