/** Names of shards, and which kinds go into which. */
import { isAzureKind } from '#model/azure/kinds.ts';
import type { CoverageRow } from '#model/coverage.ts';
import { listing } from '#model/coverage.ts';
import { compareText } from '#model/resource.ts';
import type { Needs, Shard } from '#model/source.ts';
import type { Gap } from '#sources/failure.ts';
import type { AzureOptions } from './options.ts';

export const subscriptionKind = 'microsoft.resources/subscriptions';
export const groupKind = 'microsoft.resources/subscriptions/resourcegroups';
export const assignmentKind = 'microsoft.authorization/roleassignments';
export const definitionKind = 'microsoft.authorization/roledefinitions';
export const policyKind = 'microsoft.authorization/policyassignments';
export const managementGroupKind = 'microsoft.management/managementgroups';

/** Above all subscriptions: management groups, and what is assigned and defined on them. */
export const tenantKinds: readonly string[] = [assignmentKind, definitionKind, managementGroupKind];

/** Resource Graph reads a subscription's regions at once. */
export const allRegions = listing;

export const makeShard = (
  type: 'subscription' | 'tenant',
  account: string,
  kinds: readonly string[],
): Shard => ({
  name: `azure/${account}/${type}`,
  provider: 'azure',
  account,
  region: allRegions,
  kinds: [...kinds].sort(compareText),
});

export const isTenantShard = (shard: Shard): boolean => shard.name.endsWith('/tenant');

export const wanted = (kind: string, options: AzureOptions): boolean =>
  options.kinds.length === 0 || options.kinds.some((one) => one.toLowerCase() === kind);

/** The subscription itself is always one of them. */
export const neededKinds = (needs: Needs, options: AzureOptions): readonly string[] =>
  [...new Set([subscriptionKind, ...needs.keys()])].filter(
    (kind) => isAzureKind(kind) && kind !== managementGroupKind && wanted(kind, options),
  );

export const neededTenantKinds = (needs: Needs, options: AzureOptions): readonly string[] =>
  tenantKinds.filter((kind) => needs.has(kind) && wanted(kind, options));

export const gapRow = (account: string, kind: string, gap: Gap, route: string, count = 0): CoverageRow => ({
  provider: 'azure',
  account,
  region: allRegions,
  kind,
  part: listing,
  count,
  route,
  ...gap,
});

export const graphRoute = 'resource-graph';

/** @param gap undefined for a list that was read to its end. */
export const listedRow = (
  account: string,
  kind: string,
  count: number,
  gap: Gap | undefined,
  route = graphRoute,
): CoverageRow => gapRow(account, kind, gap ?? { state: 'read' }, route, count);
