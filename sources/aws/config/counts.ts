/** What AWS Config says it has discovered: by itself, or as an aggregator has collected it. */

import { TokenLoop } from '#sources/token-loop.ts';
import { aggregatorPlace } from '../aggregator.ts';
import type { Outcome } from '../clients.ts';
import type { AwsEstate } from '../estate.ts';
import { malformed } from '../estate.ts';

/** Kind (or region) → how many. */
export type Counts = ReadonlyMap<string, number>;

type CountAction = 'config:GetDiscoveredResourceCounts' | 'config:GetAggregateDiscoveredResourceCounts';

/** Kinds of one account, at 100 a page. */
const maxCountPages = 100;
/** Milliseconds in which an answer serves whoever else asks: older ones would not know what is new. */
const believed = 5 * 60_000;

/** One place's counts, asked for once for all that read there at about the same time. */
export class SharedCounts {
  readonly #ask: (signal: AbortSignal) => Promise<Outcome<Counts>>;
  readonly #now: () => number;
  #kept: { readonly answer: Promise<Outcome<Counts>>; readonly at: number } | undefined;

  /** @param now milliseconds since 1970. */
  constructor(ask: (signal: AbortSignal) => Promise<Outcome<Counts>>, now: () => number) {
    this.#ask = ask;
    this.#now = now;
  }

  get(signal: AbortSignal): Promise<Outcome<Counts>> {
    const kept = this.#kept;
    return kept !== undefined && this.#now() - kept.at <= believed ? kept.answer : this.renew(signal);
  }

  /** As of now: for a listing that came out shorter than what was counted before it. */
  renew(signal: AbortSignal): Promise<Outcome<Counts>> {
    const made = { answer: this.#ask(signal), at: this.#now() };
    this.#kept = made;
    const forget = (): void => {
      if (this.#kept === made) this.#kept = undefined;
    };
    // What failed is asked again by whoever needs it next.
    made.answer.then(({ ok }) => (ok ? undefined : forget()), forget);
    return made.answer;
  }
}

/** Of one account and region, kind by kind. */
export const discoveredCounts = (
  estate: AwsEstate,
  place: { readonly account: string; readonly region: string },
  signal: AbortSignal,
): Promise<Outcome<Counts>> => {
  const action = 'config:GetDiscoveredResourceCounts';
  return gather(action, async (token) => {
    const input = { limit: 100, ...(token === undefined ? {} : { nextToken: token }) };
    const answer = await estate.call(action, place, input, signal);
    if (!answer.ok) return answer;
    const { resourceCounts, totalDiscoveredResources, nextToken } = answer.value;
    // The list may be left out where nothing was discovered; the total never is.
    if (!Array.isArray(resourceCounts) && totalDiscoveredResources !== 0) {
      return malformed(action, 'the answer holds no counts');
    }
    const counts = (resourceCounts ?? []).map(({ resourceType, count }) => [resourceType, count] as const);
    return { ok: true, value: { counts, next: nextToken } };
  });
};

/** Of one account in all regions: kind by kind, or of one kind region by region. */
export const aggregateCounts = async (
  estate: AwsEstate,
  account: string,
  kind: string | undefined,
  key: 'RESOURCE_TYPE' | 'AWS_REGION',
  signal: AbortSignal,
): Promise<Outcome<Counts>> => {
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

interface CountPage {
  readonly counts: readonly (readonly [kind: string | undefined, count: number | undefined])[];
  readonly next: string | undefined;
}

const gather = async (
  action: CountAction,
  read: (token: string | undefined) => Promise<Outcome<CountPage>>,
): Promise<Outcome<Counts>> => {
  const counts = new Map<string, number>();
  const loop = new TokenLoop();
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
    if (loop.closes(next)) break;
    token = next;
  }
  return malformed(action, 'the list of counts does not end');
};
