/** Azure Resource Graph: one query, page by page, until no token comes any more. */
import * as z from 'zod';
import type { Gap } from '#sources/failure.ts';
import { coverageOf, MalformedAnswer } from '#sources/failure.ts';
import { RecentKeys } from '#sources/recent-keys.ts';
import type { AzureClients, Outcome } from './clients.ts';
import { graphAction } from './clients.ts';
import { quotaWait } from './errors.ts';

export type Row = Readonly<Record<string, unknown>>;

export interface GraphQuery {
  readonly query: string;
  /** A subscription, or the tenant's root management group. */
  readonly scope: { readonly subscription: string } | { readonly managementGroup: string };
  /** Only for `authorizationresources`: whether inherited rows come as well. */
  readonly above?: boolean;
  /** Another list says what there is, so rows that go while the pages are read are no gap. */
  readonly vouched?: boolean;
}

export type GraphEvent =
  | { readonly type: 'rows'; readonly rows: readonly Row[] }
  /** The listing broke off, or is not whole; nothing comes after it. */
  | { readonly type: 'failed'; readonly gap: Gap };

/** The most that a page can hold. */
const pageSize = 1000;
/** The longest page three times over: so far back a row that comes twice is known. */
const rememberedRows = 3 * pageSize;

const page = z.looseObject({
  totalRecords: z.number().int().min(0),
  count: z.number().int().min(0),
  skipToken: z.string().nullish(),
  data: z.array(z.record(z.string(), z.unknown())),
});

interface Page {
  readonly total: number;
  readonly rows: readonly Row[];
  readonly next: string | undefined;
  /** More subscriptions than one query may span. */
  readonly limited: boolean;
}

/**
 * `resultTruncated` is not looked at: it says "true" on pages that have a next one, too. What counts is whether the
 * rows, each counted once, add up to the total. A total that shrinks from page to page may be a role that is taken
 * away meanwhile: rows are then left out without a word, so that the highest one has to be reached.
 */
export async function* queryGraph(
  clients: AzureClients,
  query: GraphQuery,
  signal: AbortSignal,
): AsyncGenerator<GraphEvent> {
  let token: string | undefined;
  let seen = 0;
  let highest = 0;
  const recent = new RecentKeys(rememberedRows);
  const tokens = new Set<string>();
  for (;;) {
    const answer = await askPage(clients, query, token, signal);
    if (!answer.ok) {
      yield { type: 'failed', gap: coverageOf(answer.failure) };
      return;
    }
    const { total, next, limited } = answer.value;
    const rows = answer.value.rows.filter(
      ({ id }) => typeof id !== 'string' || recent.isNew(id.toLowerCase()),
    );
    seen += rows.length;
    highest = query.vouched === true ? total : Math.max(highest, total);
    if (rows.length > 0) yield { type: 'rows', rows };
    if (limited) {
      yield {
        type: 'failed',
        gap: truncated('the query spans more subscriptions than Resource Graph reads at once'),
      };
      return;
    }
    if (next === undefined) {
      // Rows that came meanwhile make a difference as well; only too few can hide something.
      if (seen < highest) yield { type: 'failed', gap: truncated(`${seen} rows came of ${highest}`) };
      return;
    }
    if (tokens.has(next)) {
      yield { type: 'failed', gap: truncated('a page token came twice') };
      return;
    }
    tokens.add(next);
    token = next;
  }
}

const truncated = (detail: string): Gap => ({
  state: 'truncated',
  missing: graphAction,
  detail: `${graphAction}: ${detail}`,
});

const askPage = async (
  clients: AzureClients,
  { query, scope, above }: GraphQuery,
  token: string | undefined,
  signal: AbortSignal,
): Promise<Outcome<Page>> => {
  const place = 'subscription' in scope ? scope.subscription : scope.managementGroup;
  return clients.call(graphAction, place, signal, async (abortSignal) => {
    const client = await clients.graph();
    let headers: { get(name: string): string | undefined } | undefined;
    const answer: unknown = await client.resources(
      {
        query,
        ...('subscription' in scope
          ? { subscriptions: [scope.subscription] }
          : { managementGroups: [scope.managementGroup] }),
        options: {
          top: pageSize,
          resultFormat: 'objectArray',
          ...(token === undefined ? {} : { skipToken: token }),
          ...(above === undefined
            ? {}
            : { authorizationScopeFilter: above ? 'AtScopeAboveAndBelow' : 'AtScopeAndBelow' }),
        },
      },
      { abortSignal, onResponse: (response) => (headers = response.headers) },
    );
    if (headers?.get('x-ms-user-quota-remaining') === '0') {
      clients.restGraph(quotaWait(headers.get('x-ms-user-quota-resets-after')) ?? 0);
    }
    const read = page.safeParse(answer);
    if (!read.success)
      throw new MalformedAnswer(`not a page of rows: ${z.prettifyError(read.error).split('\n', 1)[0]}`);
    const { totalRecords, data, skipToken } = read.data;
    if (read.data.count !== data.length)
      throw new MalformedAnswer(`${data.length} rows, counted as ${read.data.count}`);
    return {
      total: totalRecords,
      rows: data,
      next: typeof skipToken === 'string' && skipToken !== '' ? skipToken : undefined,
      limited: headers?.get('x-ms-tenant-subscription-limit-hit') === 'true',
    };
  });
};
