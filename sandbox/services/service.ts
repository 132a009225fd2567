/** What every service's handlers are made with. */
import type { AccountFacts, ConfigItem, Estate } from '#sandbox/estate/estate.ts';
import type { Call, Outcome } from '#sandbox/protocol/call.ts';
import type { PageTokens } from './page-tokens.ts';
import type { Sessions } from './sessions.ts';
import type { WebIdentity } from './web-identity.ts';

export interface Habits {
  /** Every nth page is empty and still carries a token; 0: none is. */
  readonly emptyPageEvery: number;
  /** Pages of items hold no more than this, whatever was asked for, as the services may do. */
  readonly longestPage: number;
}

export interface ServiceContext {
  readonly estate: Estate;
  readonly accounts: ReadonlyMap<string, AccountFacts>;
  readonly now: () => Date;
  readonly tokens: PageTokens;
  readonly sessions: Sessions;
  readonly webIdentity: WebIdentity;
  readonly habits: Habits;
  /** ARNs (else ids) of configuration items that do not exist for the time being. */
  readonly hidden: ReadonlySet<string>;
}

export type Handler = (call: Call, context: ServiceContext) => Outcome;

export const isEmptyPage = (habits: Habits, page: number): boolean =>
  habits.emptyPageEvery > 0 && page % habits.emptyPageEvery === 0;

export const isHidden = ({ hidden }: ServiceContext, item: ConfigItem): boolean =>
  hidden.size > 0 && hidden.has(item.arn ?? item.resourceId);

/** The caller's account; the sandbox hands out credentials for its own accounts only. */
export const accountOf = (context: ServiceContext, id: string): AccountFacts => {
  const account = context.accounts.get(id);
  if (account === undefined) throw new Error(`account ${id} is not in the estate`);
  return account;
};

/** A whole number within bounds, or undefined when it is out of them; `otherwise` where none was given. */
export const readLimit = (
  given: unknown,
  low: number,
  high: number,
  otherwise: number,
): number | undefined => {
  if (given === undefined) return otherwise;
  const limit = typeof given === 'string' && /^\d{1,9}$/.test(given) ? Number(given) : given;
  return typeof limit === 'number' && Number.isInteger(limit) && limit >= low && limit <= high
    ? limit
    : undefined;
};
