/** Answers of Azure Resource Graph out of an estate. */
import type { Asked, AzureContext, Routed } from './context.ts';
import { permits, readActionOf } from './context.ts';
import type { AzureItem } from './estate.ts';
import type { AzureStrike } from './faults.ts';
import { pageOf } from './pages.ts';
import type { ParsedQuery } from './query.ts';
import { parseQuery, QueryError } from './query.ts';
import type { AzureReply } from './reply.ts';
import { answer, refuse } from './reply.ts';

export const graphAction = 'Microsoft.ResourceGraph/resources/read';

interface GraphBody {
  readonly query?: unknown;
  readonly subscriptions?: unknown;
  readonly managementGroups?: unknown;
  readonly options?: {
    readonly $top?: unknown;
    readonly $skipToken?: unknown;
    readonly authorizationScopeFilter?: unknown;
  };
}

export const graphRoute = ({ body }: Asked, context: AzureContext): Routed => {
  const { estate } = context;
  const request = (typeof body === 'object' && body !== null ? body : {}) as GraphBody;
  const [subscription] = Array.isArray(request.subscriptions) ? request.subscriptions : [];
  const [group] = Array.isArray(request.managementGroups) ? request.managementGroups : [];
  const account = String(subscription ?? group ?? estate.tenant).toLowerCase();
  const action = graphAction;
  let parsed: ParsedQuery;
  try {
    parsed = parseQuery(String(request.query ?? ''));
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    const { message } = error;
    return {
      action,
      account,
      kinds: [],
      handle: () => refuse(400, 'BadRequest', `InvalidQuery: ${message}`),
    };
  }
  return {
    action,
    account,
    kinds: parsed.types,
    handle: (strike) => answerQuery(parsed, request, account, context, strike),
  };
};

const answerQuery = (
  query: ParsedQuery,
  request: GraphBody,
  account: string,
  context: AzureContext,
  strike: AzureStrike,
): AzureReply => {
  const { estate, tokens, faults } = context;
  const { options = {} } = request;
  const top = options.$top ?? 100;
  if (typeof top !== 'number' || !Number.isInteger(top) || top < 1 || top > 1000) {
    return refuse(400, 'BadRequest', '$top is from 1 to 1000.');
  }
  const scope = [request.query, account, options.authorizationScopeFilter ?? ''];
  const given = options.$skipToken;
  const from = given === undefined ? { index: 0, page: 1 } : tokens.open(scope, String(given));
  if (from === undefined)
    return refuse(400, 'BadRequest', 'The skip token is not one of this query and scope.');
  const above = options.authorizationScopeFilter === 'AtScopeAboveAndBelow';
  const rows = estate.items.filter(
    (item) =>
      query.matches(item) &&
      (item.account === account ||
        // What is assigned above comes along, where that is asked for; roles that every tenant has come always.
        (item.table === 'authorizationresources' &&
          item.account === estate.tenant &&
          (above || account === estate.tenant))),
  );
  if (query.ordered) rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  const visible = (item: AzureItem): boolean =>
    !strike.has('withdraw') &&
    !faults.isHidden(item) &&
    permits(context, readActionOf(item), item.account) &&
    permits(context, readActionOf(item), account);
  for (const item of rows) {
    // Left out without a word, and yet an answer that was struck.
    const denial =
      faults.denial(readActionOf(item), item.account) ?? faults.denial(readActionOf(item), account);
    if (denial !== undefined && !strike.struck.includes(denial)) strike.struck.push(denial);
  }
  const size = Math.min(top, context.pageLimit);
  const page = pageOf({ all: rows, from, size, visible, tokens, scope }, strike);
  // Without the id there is nothing to go on from.
  const token = query.columns.includes('id') ? page.token : undefined;
  const data = page.rows.flatMap((item) => {
    const shown = strike.shown(item, readActionOf(item));
    return shown === undefined ? [] : [columnsOf(shown, query.columns)];
  });
  const isCut = page.cut || (page.token !== undefined && token === undefined);
  return answer(
    {
      // One more than there is, where a token pretends that there is.
      totalRecords: rows.filter(visible).length + (strike.has('expire-token') ? 1 : 0),
      count: data.length,
      resultTruncated: isCut ? 'true' : 'false',
      facets: [],
      data,
      ...(token === undefined ? {} : { $skipToken: token }),
    },
    { 'x-ms-user-quota-remaining': '14', 'x-ms-user-quota-resets-after': '00:00:05' },
  );
};

const columnsOf = (item: AzureItem, columns: readonly string[]): Record<string, unknown> => {
  const { spelling: _spelling, table: _table, account, ...row } = item;
  const whole: Record<string, unknown> = {
    ...row,
    subscriptionId: account,
    kind: '',
    sku: null,
    ...sortsOf(item),
  };
  if (columns.length === 0) return whole;
  return Object.fromEntries(columns.map((column) => [column, whole[column] ?? null]));
};

/** `sku` stands beside the properties in a row; estates keep it with them. A fault may have put anything there. */
const sortsOf = ({ properties }: AzureItem): Record<string, unknown> => {
  const held: unknown = properties;
  const sku = typeof held === 'object' && held !== null ? properties['sku'] : undefined;
  return sku === undefined ? {} : { sku };
};
