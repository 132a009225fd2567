/** Whether an organisation's aggregator is up to date, account by account and region by region. */

import { coverageOf } from '#sources/failure.ts';
import { TokenLoop } from '#sources/token-loop.ts';
import type { Outcome } from './clients.ts';
import type { AwsEstate, CallPlace } from './estate.ts';
import { malformed } from './estate.ts';
import type { Gap } from './recorders.ts';

const action = 'config:DescribeConfigurationAggregatorSourcesStatus';
/** 10,000 accounts in all regions at 100 a page. */
const maxPages = 5000;

export class Aggregator {
  readonly #estate: AwsEstate;
  #sources: Promise<Outcome<ReadonlyMap<string, string>>> | undefined;

  constructor(estate: AwsEstate) {
    this.#estate = estate;
  }

  /** Undefined where the aggregator follows the account's region. */
  async gapOf(account: string, region: string, signal: AbortSignal): Promise<Gap | undefined> {
    if (this.#sources === undefined) {
      this.#sources = this.#read(signal);
      this.#sources.catch(() => {
        this.#sources = undefined;
      });
    }
    const sources = await this.#sources;
    if (!sources.ok) return coverageOf(sources.failure);
    const source = sources.value.get(`${account}|${region}`);
    if (source === undefined)
      return { state: 'not-recorded', detail: 'the aggregator does not collect from here' };
    switch (source) {
      case 'SUCCEEDED':
        return undefined;
      case 'OUTDATED':
        return { state: 'stale', detail: 'the aggregator says that its copy is outdated' };
      default:
        return { state: 'unavailable', detail: 'the aggregator could not collect from here' };
    }
  }

  async #read(signal: AbortSignal): Promise<Outcome<ReadonlyMap<string, string>>> {
    const sources = new Map<string, string>();
    const place = await aggregatorPlace(this.#estate, signal);
    if (!place.ok) return place;
    const loop = new TokenLoop();
    let token: string | undefined;
    for (let page = 0; page < maxPages; page += 1) {
      const answer = await this.#estate.call(
        action,
        place.value,
        {
          ConfigurationAggregatorName: place.value.name,
          Limit: 100,
          ...(token === undefined ? {} : { NextToken: token }),
        },
        signal,
      );
      if (!answer.ok) return answer;
      const list = answer.value.AggregatedSourceStatusList;
      if (!Array.isArray(list)) return malformed(action, 'the answer holds no list of sources');
      for (const { SourceId, SourceType, AwsRegion, LastUpdateStatus } of list) {
        // An organisation's own row has no region, and says nothing of its accounts.
        if (SourceType === 'ORGANIZATION') continue;
        if (SourceId === undefined || AwsRegion === undefined || LastUpdateStatus === undefined) {
          return malformed(action, 'a source has no account, region or status');
        }
        sources.set(`${SourceId}|${AwsRegion}`, LastUpdateStatus);
      }
      const next = answer.value.NextToken;
      if (next === undefined) return { ok: true, value: sources };
      if (loop.closes(next)) break;
      token = next;
    }
    return malformed(action, 'the list of sources does not end');
  }
}

/** Where no account is named, it is in the caller's own, and the caller's to ask. */
export const aggregatorPlace = async (
  estate: AwsEstate,
  signal: AbortSignal,
): Promise<Outcome<CallPlace & { readonly name: string }>> => {
  const { aggregator } = estate.options;
  if (aggregator === undefined) throw new TypeError('no aggregator is configured');
  if (aggregator.account !== undefined) {
    return {
      ok: true,
      value: { name: aggregator.name, account: aggregator.account, region: aggregator.region },
    };
  }
  const caller = await estate.caller(signal);
  if (!caller.ok) return caller;
  return {
    ok: true,
    value: {
      name: aggregator.name,
      account: caller.value.account,
      region: aggregator.region,
      byCaller: true,
    },
  };
};
