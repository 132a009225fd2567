/** The two ways into an inventory: an account's own AWS Config, and an organisation's aggregator. */

import { aggregatorPlace } from '../aggregator.ts';
import type { Outcome } from '../clients.ts';
import type { AwsEstate } from '../estate.ts';
import { malformed } from '../estate.ts';

export interface Page {
  /** Each the JSON text of one item. */
  readonly rows: readonly string[];
  readonly next: string | undefined;
}

export interface InventoryRoute {
  readonly name: 'config' | 'config-aggregator';
  /** Narrows a query to the account; empty where the service does that by itself. */
  readonly condition: string;
  /** What AWS Config has discovered, kind by kind; of one kind only where it is named. */
  counts(kind: string | undefined, signal: AbortSignal): Promise<Outcome<ReadonlyMap<string, number>>>;
  /** Where the route is of all regions: the same of one kind, region by region. */
  readonly countsByRegion?: (
    kind: string,
    signal: AbortSignal,
  ) => Promise<Outcome<ReadonlyMap<string, number>>>;
  page(expression: string, token: string | undefined, signal: AbortSignal): Promise<Outcome<Page>>;
}

/** The most that either query gives in a page. */
const pageSize = 100;
/** Kinds of one account, at 100 a page. */
const maxCountPages = 100;

export const ownRoute = (estate: AwsEstate, account: string, region: string): InventoryRoute => {
  const place = { account, region };
  return {
    name: 'config',
    condition: '',
    counts: async (kind, signal) => {
      const action = 'config:GetDiscoveredResourceCounts';
      return gather(action, async (token) => {
        const input = {
          limit: 100,
          ...(kind === undefined ? {} : { resourceTypes: [kind] }),
          ...(token === undefined ? {} : { nextToken: token }),
        };
        const answer = await estate.call(action, place, input, signal);
        if (!answer.ok) return answer;
        const { resourceCounts, totalDiscoveredResources, nextToken } = answer.value;
        // The list may be left out where nothing was discovered; the total never is.
        if (!Array.isArray(resourceCounts) && totalDiscoveredResources !== 0) {
          return malformed(action, 'the answer holds no counts');
        }
        const counts = (resourceCounts ?? []).map(
          ({ resourceType, count }) => [resourceType, count] as const,
        );
        return { ok: true, value: { counts, next: nextToken } };
      });
    },
    page: async (expression, token, signal) => {
      const action = 'config:SelectResourceConfig';
      const input = {
        Expression: expression,
        Limit: pageSize,
        ...(token === undefined ? {} : { NextToken: token }),
      };
      const answer = await estate.call(action, place, input, signal);
      if (!answer.ok) return answer;
      return pageOf(action, answer.value.Results, answer.value.NextToken);
    },
  };
};

export const aggregatorRoute = (
  estate: AwsEstate,
  account: string,
): InventoryRoute & Required<Pick<InventoryRoute, 'countsByRegion'>> => ({
  name: 'config-aggregator',
  condition: `accountId = '${account}'`,
  counts: (kind, signal) => aggregateCounts(estate, account, kind, 'RESOURCE_TYPE', signal),
  countsByRegion: (kind, signal) => aggregateCounts(estate, account, kind, 'AWS_REGION', signal),
  page: async (expression, token, signal) => {
    const action = 'config:SelectAggregateResourceConfig';
    const place = await aggregatorPlace(estate, signal);
    if (!place.ok) return place;
    const answer = await estate.call(
      action,
      place.value,
      {
        ConfigurationAggregatorName: place.value.name,
        Expression: expression,
        Limit: pageSize,
        ...(token === undefined ? {} : { NextToken: token }),
      },
      signal,
    );
    if (!answer.ok) return answer;
    return pageOf(action, answer.value.Results, answer.value.NextToken);
  },
});

const aggregateCounts = async (
  estate: AwsEstate,
  account: string,
  kind: string | undefined,
  key: 'RESOURCE_TYPE' | 'AWS_REGION',
  signal: AbortSignal,
): Promise<Outcome<ReadonlyMap<string, number>>> => {
  const action = 'config:GetAggregateDiscoveredResourceCounts';
  const place = await aggregatorPlace(estate, signal);
  if (!place.ok) return place;
  return gather(action, async (token) => {
    const answer = await estate.call(
      action,
      place.value,
      {
        ConfigurationAggregatorName: place.value.name,
        GroupByKey: key,
        Filters: {
          AccountId: account,
          // The SDK's list of kinds is older than any estate.
          ...(kind === undefined ? {} : { ResourceType: kind as 'AWS::S3::Bucket' }),
        },
        Limit: 1000,
        ...(token === undefined ? {} : { NextToken: token }),
      },
      signal,
    );
    if (!answer.ok) return answer;
    const { GroupedResourceCounts, TotalDiscoveredResources, NextToken } = answer.value;
    if (!Array.isArray(GroupedResourceCounts) && TotalDiscoveredResources !== 0) {
      return malformed(action, 'the answer holds no counts');
    }
    const counts = (GroupedResourceCounts ?? []).map(
      ({ GroupName, ResourceCount }) => [GroupName, ResourceCount] as const,
    );
    return { ok: true, value: { counts, next: NextToken } };
  });
};

type QueryAction = 'config:SelectResourceConfig' | 'config:SelectAggregateResourceConfig';
type CountAction = 'config:GetDiscoveredResourceCounts' | 'config:GetAggregateDiscoveredResourceCounts';

const pageOf = (action: QueryAction, results: unknown, next: string | undefined): Outcome<Page> => {
  if (!Array.isArray(results) || !results.every((row) => typeof row === 'string')) {
    return malformed(action, 'the answer holds no list of results');
  }
  return { ok: true, value: { rows: results, next } };
};

interface CountPage {
  readonly counts: readonly (readonly [kind: string | undefined, count: number | undefined])[];
  readonly next: string | undefined;
}

const gather = async (
  action: CountAction,
  read: (token: string | undefined) => Promise<Outcome<CountPage>>,
): Promise<Outcome<ReadonlyMap<string, number>>> => {
  const counts = new Map<string, number>();
  let token: string | undefined;
  for (let page = 0; page < maxCountPages; page += 1) {
    const answer = await read(token);
    if (!answer.ok) return answer;
    for (const [kind, count] of answer.value.counts) {
      if (
        typeof kind !== 'string' ||
        typeof count !== 'number' ||
        !Number.isSafeInteger(count) ||
        count < 0
      ) {
        return malformed(action, 'a count has no kind or number');
      }
      counts.set(kind, (counts.get(kind) ?? 0) + count);
    }
    const { next } = answer.value;
    if (next === undefined) return { ok: true, value: counts };
    if (next === token) break;
    token = next;
  }
  return malformed(action, 'the list of counts does not end');
};
