/** The two ways into an inventory: an account's own AWS Config, and an organisation's aggregator. */

import { aggregatorPlace } from '../aggregator.ts';
import type { Outcome } from '../clients.ts';
import type { AwsEstate } from '../estate.ts';
import { malformed } from '../estate.ts';
import type { Counts } from './counts.ts';
import { aggregateCounts, discoveredCounts, SharedCounts } from './counts.ts';

export interface Page {
  /** Each the JSON text of one item. */
  readonly rows: readonly string[];
  readonly next: string | undefined;
}

export interface InventoryRoute {
  readonly name: 'config' | 'config-aggregator';
  /** Narrows a query to the account; empty where the service does that by itself. */
  readonly condition: string;
  /** What AWS Config has discovered, kind by kind; some minutes old at most. */
  counts(signal: AbortSignal): Promise<Outcome<Counts>>;
  /** The same as of now: a listing that fell short of `counts` is measured by it. */
  recount(signal: AbortSignal): Promise<Outcome<Counts>>;
  /** Where the route is of all regions: of one kind, region by region, as of now. */
  readonly countsByRegion?: (kind: string, signal: AbortSignal) => Promise<Outcome<Counts>>;
  page(expression: string, token: string | undefined, signal: AbortSignal): Promise<Outcome<Page>>;
}

/** The most that either query gives in a page. */
const pageSize = 100;
/** Routes, and their counts, kept at a time: more than the regions of one account. */
const maxRoutes = 64;

/** Hands the same route to all who read in one place, so that they share what it has counted. */
export class Routes {
  readonly #estate: AwsEstate;
  readonly #kept = new Map<string, InventoryRoute>();

  constructor(estate: AwsEstate) {
    this.#estate = estate;
  }

  own(account: string, region: string): InventoryRoute {
    return this.#keep(`${account}|${region}`, () => ownRoute(this.#estate, account, region));
  }

  /** All regions of an account. */
  aggregated(account: string): InventoryRoute {
    return this.#keep(account, () => aggregatorRoute(this.#estate, account));
  }

  #keep(key: string, make: () => InventoryRoute): InventoryRoute {
    const route = this.#kept.get(key) ?? make();
    this.#kept.delete(key);
    this.#kept.set(key, route);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= maxRoutes) break;
      this.#kept.delete(oldest);
    }
    return route;
  }
}

const ownRoute = (estate: AwsEstate, account: string, region: string): InventoryRoute => {
  const place = { account, region };
  const counts = new SharedCounts((signal) => discoveredCounts(estate, place, signal), estate.now);
  return {
    name: 'config',
    condition: '',
    counts: (signal) => counts.get(signal),
    recount: (signal) => counts.renew(signal),
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

const aggregatorRoute = (estate: AwsEstate, account: string): InventoryRoute => {
  const counts = new SharedCounts(
    (signal) => aggregateCounts(estate, account, undefined, 'RESOURCE_TYPE', signal),
    estate.now,
  );
  return {
    name: 'config-aggregator',
    condition: `accountId = '${account}'`,
    counts: (signal) => counts.get(signal),
    recount: (signal) => counts.renew(signal),
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
  };
};

type QueryAction = 'config:SelectResourceConfig' | 'config:SelectAggregateResourceConfig';

const pageOf = (action: QueryAction, results: unknown, next: string | undefined): Outcome<Page> => {
  if (!Array.isArray(results) || !results.every((row) => typeof row === 'string')) {
    return malformed(action, 'the answer holds no list of results');
  }
  return { ok: true, value: { rows: results, next } };
};
