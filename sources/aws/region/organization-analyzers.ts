/**
 * Access analyzers that watch over every account of the organisation. They live in its management account, or in the
 * account that it has appointed for this.
 */
import type { AnalyzerFacts } from '#model/aws/region.ts';
import type { Reading } from '#model/reading.ts';
import { known, unread } from '#model/reading.ts';
import { unreadOf } from '#sources/failure.ts';
import { TokenLoop } from '#sources/token-loop.ts';
import type { Outcome } from '../clients.ts';
import type { AwsEstate } from '../estate.ts';
import { KeptAnswers } from '../kept-answers.ts';
import { membershipOf } from '../membership.ts';
import type { OutputOf } from '../operations.ts';
import { readAnalyzers } from './guards.ts';

/** One is the most that a service has; the list is in pages all the same. */
const maxPages = 100;

type Analyzers = Reading<readonly AnalyzerFacts[]>;

export class OrganizationAnalyzers {
  readonly #estate: AwsEstate;
  readonly #owners = new KeptAnswers<Reading<readonly string[]>>(1);
  /** By account and region: what an account's own shard reads is not asked for again. */
  readonly #analyzers = new KeptAnswers<Analyzers>(4096);

  constructor(estate: AwsEstate) {
    this.#estate = estate;
  }

  /** An account's own, of every type. */
  own(account: string, region: string, signal: AbortSignal): Promise<Analyzers> {
    return this.#analyzers.get(`${account}|${region}`, () =>
      readAnalyzers(this.#estate, { account, region }, signal),
    );
  }

  /** Those that watch over the account: complete, or not read at all; empty where it is in no organisation. */
  async shared(account: string, region: string, signal: AbortSignal): Promise<Analyzers> {
    const organization = await membershipOf(this.#estate, account, 'analyzers of the organisation', signal);
    if (!organization.known) return organization;
    if (organization.value === 'none') return known([]);
    const { management } = organization.value;
    const owners = await this.#owners.get(management, () => this.#askOwners(management, signal));
    if (!owners.known) return owners;
    const found: AnalyzerFacts[] = [];
    for (const owner of owners.value) {
      const analyzers = await this.own(owner, region, signal);
      if (!analyzers.known) {
        return {
          ...analyzers,
          detail: `analyzers of the organisation, in account ${owner}: ${analyzers.detail ?? analyzers.reason}`,
        };
      }
      found.push(...analyzers.value.filter(({ type }) => type.startsWith('ORGANIZATION')));
    }
    return known(found);
  }

  async #askOwners(management: string, signal: AbortSignal): Promise<Reading<readonly string[]>> {
    const caller = await this.#estate.caller(signal);
    if (!caller.ok) return unreadOf(caller.failure);
    const action = 'organizations:ListDelegatedAdministrators';
    const owners = new Set([management]);
    const loop = new TokenLoop();
    let token: string | undefined;
    for (let page = 0; page < maxPages; page += 1) {
      const answer: Outcome<OutputOf<typeof action>> = await this.#estate.call(
        action,
        { account: caller.value.account, region: 'global', byCaller: true },
        {
          ServicePrincipal: 'access-analyzer.amazonaws.com',
          ...(token === undefined ? {} : { NextToken: token }),
        },
        signal,
      );
      if (!answer.ok) return unreadOf(answer.failure);
      const { DelegatedAdministrators, NextToken } = answer.value;
      if (!Array.isArray(DelegatedAdministrators)) {
        return unread('malformed', action, 'the answer holds no list');
      }
      for (const { Id } of DelegatedAdministrators) {
        if (Id === undefined) return unread('malformed', action, 'a delegated administrator has no id');
        owners.add(Id);
      }
      if (NextToken === undefined || NextToken === '') return known([...owners]);
      if (loop.closes(NextToken)) break;
      token = NextToken;
    }
    return unread('truncated', action, 'the list of delegated administrators does not end');
  }
}
