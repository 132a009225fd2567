import type { Needs } from '#model/source.ts';
import type { Aggregator } from './aggregator.ts';
import type { Joins } from './config/joins.ts';
import type { Routes } from './config/route.ts';
import type { DirectReader } from './direct/reader.ts';
import type { AwsEstate } from './estate.ts';
import type { Recorders } from './recorders.ts';
import type { OrganizationAnalyzers } from './region/organization-analyzers.ts';
import type { Routing } from './routing.ts';

/** What the reading of any shard stands on. */
export interface ShardTools {
  readonly estate: AwsEstate;
  readonly recorders: Recorders;
  readonly aggregator: Aggregator | undefined;
  readonly routing: Routing;
  readonly routes: Routes;
  readonly joins: Joins;
  readonly direct: DirectReader;
  readonly organizationAnalyzers: OrganizationAnalyzers;
  /** Undefined where no plan was made in this process: then every part is needed. */
  readonly needs: Needs | undefined;
}
