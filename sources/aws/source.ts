import type { Needs, ReadOptions, Shard, Source, SourceEvent } from '#model/source.ts';
import { Aggregator } from './aggregator.ts';
import { readGlobal } from './config/global.ts';
import { JoinedItems } from './config/joined-items.ts';
import { Joins } from './config/joins.ts';
import { Routes } from './config/route.ts';
import { readAggregated, readRegion } from './config/shard.ts';
import { DirectReader } from './direct/reader.ts';
import { readDirectly } from './direct/shard.ts';
import { AwsEstate } from './estate.ts';
import { readIam } from './iam/shard.ts';
import { JoinedLists } from './joined-lists.ts';
import type { AwsOptions } from './options.ts';
import { makePlan } from './plan.ts';
import { Recorders } from './recorders.ts';
import { OrganizationAnalyzers } from './region/organization-analyzers.ts';
import { Routing } from './routing.ts';
import type { ShardTools } from './shard-tools.ts';
import { shardType } from './shards.ts';

/**
 * AWS: the inventory from AWS Config or from the services themselves, identities from IAM. One source is one scan: what it was refused it does not
 * ask again. `read` works in a process that has made no plan; every part counts as needed then, but for what it is told.
 *
 * @param now milliseconds since 1970; the system's clock unless a test says otherwise.
 * @throws MissingCredentialsError from `plan`, when there is nothing to ask AWS with.
 */
export const awsSource = (options: AwsOptions, now: () => number = Date.now): Source => {
  const estate = new AwsEstate(options, now);
  const recorders = new Recorders(estate);
  const aggregator = options.aggregator === undefined ? undefined : new Aggregator(estate);
  const routes = new Routes(estate);
  const routing = new Routing(estate, recorders, aggregator, routes);
  const direct = new DirectReader(estate);
  const items = new JoinedItems(recorders, aggregator, routes);
  const joins = new Joins(estate, new JoinedLists(items, routing, direct));
  const organizationAnalyzers = new OrganizationAnalyzers(estate);
  let needs: Needs | undefined;
  return {
    provider: 'aws',
    plan: (wanted, signal) => {
      needs = wanted;
      return makePlan({ estate, aggregator, routing }, wanted, signal);
    },
    read: (shard, readOptions) =>
      readShard(
        {
          estate,
          recorders,
          aggregator,
          routing,
          routes,
          joins,
          direct,
          organizationAnalyzers,
          needs: readOptions.needs ?? needs,
        },
        shard,
        readOptions,
      ),
    usage: () => estate.clients.usage(),
  };
};

const readShard = (tools: ShardTools, shard: Shard, options: ReadOptions): AsyncGenerator<SourceEvent> => {
  switch (shardType(shard)) {
    case 'iam':
      return readIam(tools, shard, options);
    case 'config':
      return readRegion(tools, shard, options);
    case 'global-config':
      return readGlobal(tools, shard, options);
    case 'aggregated-config':
      return readAggregated(tools, shard, options);
    case 'direct':
      return readDirectly(tools, shard, options);
  }
};
