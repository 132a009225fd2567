/** What a shard of AWS Config is read with; the same for all shards of one source. */
import type { Needs } from '#model/source.ts';
import type { Aggregator } from '../aggregator.ts';
import type { AwsEstate } from '../estate.ts';
import type { Recorders } from '../recorders.ts';
import type { Joins } from './joins.ts';
import type { Routes } from './route.ts';

export interface ShardTools {
  readonly estate: AwsEstate;
  readonly recorders: Recorders;
  readonly aggregator: Aggregator | undefined;
  readonly routes: Routes;
  readonly joins: Joins;
  /** Undefined where no plan was made in this process: then every part is needed. */
  readonly needs: Needs | undefined;
}
