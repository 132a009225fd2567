/** Answers of Azure Resource Manager and Resource Graph out of an estate. */
import type { PageTokens } from '../services/page-tokens.ts';
import type { AzureEstate, AzureItem } from './estate.ts';
import type { AzureFaults } from './faults.ts';
import { covers } from './faults.ts';
import type { ParsedQuery } from './query.ts';
import { parseQuery, QueryError } from './query.ts';
import type { AzureReply } from './reply.ts';
import { answer, refuse } from './reply.ts';

export interface AzureContext {
  readonly estate: AzureEstate;
  readonly faults: AzureFaults;
  readonly tokens: PageTokens;
  /** Rows of a page at most, below what the service allows; for tests of paging. */
  readonly pageLimit: number;
  readonly origin: () => string;
}

export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly body: unknown;
}

export interface Routed {
  readonly action: string;
  readonly account: string;
  readonly kinds: readonly string[];
  readonly handle: () => AzureReply;
}

const groupType = 'microsoft.resources/subscriptions/resourcegroups';

/** May the sandbox's caller do this there? */
export const permits = ({ estate, faults }: AzureContext, action: string, account: string): boolean =>
  !faults.denies(action, account) &&
  !estate.denials.some(
    (denial) => covers(denial.action, action) && (denial.account === '*' || denial.account === account),
  );

export const readActionOf = (item: Pick<AzureItem, 'spelling'>): string => `${item.spelling}/read`;

export const route = (asked: Asked, context: AzureContext): Routed | undefined => {
  const { estate } = context;
  const path = asked.url.pathname;
  const scoped = /^\/subscriptions\/([^/]+)(\/.*)?$/i.exec(path);
  const tenantWide = (action: string, handle: () => AzureReply): Routed => ({
    action,
    account: estate.tenant,
    kinds: [],
    handle,
  });
  if (asked.method === 'POST' && path.toLowerCase() === '/providers/microsoft.resourcegraph/resources') {
    return graphRoute(asked, context);
  }
  if (asked.method !== 'GET') return undefined;
  if (path.toLowerCase() === '/subscriptions') {
    return tenantWide('Microsoft.Resources/subscriptions/read', () => listSubscriptions(context));
  }
  if (scoped === null) return undefined;
  const account = decodeURIComponent(scoped[1] ?? '').toLowerCase();
  const rest = decodeURIComponent(scoped[2] ?? '');
  const routed = (action: string, kinds: readonly string[], handle: () => AzureReply): Routed => ({
    action,
    account,
    kinds,
    handle: () =>
      estate.subscriptions.some((one) => one.id === account)
        ? handle()
        : refuse(404, 'SubscriptionNotFound', `The subscription '${account}' could not be found.`),
  });
  const lower = rest.toLowerCase();
  if (lower === '/resources') {
    return routed('Microsoft.Resources/subscriptions/resources/read', [], () =>
      listPage(
        asked,
        context,
        account,
        (item) => item.table === 'resources' && item.account === account,
        listed,
      ),
    );
  }
  if (lower === '/resourcegroups') {
    return routed('Microsoft.Resources/subscriptions/resourceGroups/read', [groupType], () =>
      listPage(
        asked,
        context,
        account,
        (item) => item.type === groupType && item.account === account,
        (item) => ({
          ...listed(item),
          properties: item.properties,
        }),
      ),
    );
  }
  if (lower === '/providers/microsoft.insights/diagnosticsettings') {
    return routed('Microsoft.Insights/diagnosticSettings/read', ['microsoft.resources/subscriptions'], () => {
      const facts = estate.subscriptions.find((one) => one.id === account);
      return answer({ value: facts?.activityLog ?? [] });
    });
  }
  const provider = /^\/providers\/([\w.]+)$/.exec(rest)?.[1];
  if (provider !== undefined) {
    return routed('Microsoft.Resources/subscriptions/providers/read', [], () =>
      describeProvider(provider, context),
    );
  }
  const id = `/subscriptions/${account}${rest}`.toLowerCase();
  const item = estate.items.find((one) => one.table === 'resources' && one.id.toLowerCase() === id);
  const type =
    item?.spelling ?? /\/providers\/([\w.]+\/\w+)\//.exec(rest)?.[1] ?? 'Microsoft.Resources/resources';
  return routed(`${type}/read`, [type.toLowerCase()], () => {
    const version = asked.url.searchParams.get('api-version') ?? '';
    if (!apiVersions.includes(version)) {
      return refuse(
        400,
        'NoRegisteredProviderFound',
        `No registered resource provider found for API version '${version}'.`,
      );
    }
    if (item === undefined) return refuse(404, 'ResourceNotFound', `The Resource '${rest}' was not found.`);
    const shown = context.faults.disturbed(item, readActionOf(item));
    return answer({ ...listed(shown), properties: shown.properties });
  });
};

const apiVersions = ['2023-11-01', '2024-05-01', '2024-09-01-preview'];

const listed = ({ id, name, spelling, location, tags }: AzureItem): Record<string, unknown> => ({
  id,
  name,
  type: spelling,
  location,
  ...(Object.keys(tags).length === 0 ? {} : { tags }),
});

const listSubscriptions = ({ estate }: AzureContext): AzureReply =>
  answer({
    value: estate.subscriptions.map(({ id, name, state, tags }) => ({
      id: `/subscriptions/${id}`,
      subscriptionId: id,
      tenantId: estate.tenant,
      displayName: name,
      state,
      tags,
      authorizationSource: 'RoleBased',
    })),
  });

const describeProvider = (namespace: string, { estate }: AzureContext): AzureReply => {
  const spelled = estate.items
    .map((item) => item.spelling)
    .filter((one) => one.toLowerCase().startsWith(`${namespace.toLowerCase()}/`));
  const types = [...new Set(spelled.map((one) => one.slice(one.indexOf('/') + 1)))];
  if (types.length === 0) {
    return refuse(404, 'InvalidResourceNamespace', `The resource namespace '${namespace}' is invalid.`);
  }
  return answer({
    id: `/providers/${namespace}`,
    namespace,
    registrationState: 'Registered',
    resourceTypes: types.map((resourceType) => ({ resourceType, locations: [], apiVersions })),
  });
};

const listPage = (
  { url }: Asked,
  context: AzureContext,
  account: string,
  belongs: (item: AzureItem) => boolean,
  show: (item: AzureItem) => Record<string, unknown>,
): AzureReply => {
  const top = Number(url.searchParams.get('$top') ?? 1000);
  if (!Number.isInteger(top) || top < 1 || top > 1000)
    return refuse(400, 'InvalidTop', '$top is from 1 to 1000.');
  const scope = [url.pathname.toLowerCase(), account];
  const token = url.searchParams.get('$skiptoken');
  const from = token === null ? { index: 0, page: 1 } : context.tokens.open(scope, token);
  if (from === undefined) return refuse(400, 'InvalidSkipToken', 'The skip token is not one of this list.');
  const items = context.estate.items.filter(belongs);
  const size = Math.min(top, context.pageLimit);
  const page = items.slice(from.index, from.index + size);
  const next = from.index + page.length;
  const more = next < items.length;
  const nextLink = new URL(`${context.origin()}${url.pathname}${url.search}`);
  if (more)
    nextLink.searchParams.set(
      '$skiptoken',
      context.tokens.seal(scope, { list: 0, index: next, page: from.page + 1 }),
    );
  return answer({ value: page.map(show), ...(more ? { nextLink: nextLink.href } : {}) });
};

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

const graphRoute = ({ body }: Asked, context: AzureContext): Routed => {
  const { estate } = context;
  const request = (typeof body === 'object' && body !== null ? body : {}) as GraphBody;
  const [subscription] = Array.isArray(request.subscriptions) ? request.subscriptions : [];
  const [group] = Array.isArray(request.managementGroups) ? request.managementGroups : [];
  const account = String(subscription ?? group ?? estate.tenant).toLowerCase();
  const action = 'Microsoft.ResourceGraph/resources/read';
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
    handle: () => answerQuery(parsed, request, account, context),
  };
};

const answerQuery = (
  query: ParsedQuery,
  request: GraphBody,
  account: string,
  context: AzureContext,
): AzureReply => {
  const { estate, tokens } = context;
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
          (above || account === estate.tenant))) &&
      permits(context, readActionOf(item), item.account) &&
      permits(context, readActionOf(item), account),
  );
  if (query.ordered) rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  const page = rows.slice(from.index, from.index + Math.min(top, context.pageLimit));
  const next = from.index + page.length;
  const more = next < rows.length;
  // Without the id there is nothing to go on from.
  const pages = more && query.columns.includes('id');
  return answer(
    {
      totalRecords: rows.length,
      count: page.length,
      resultTruncated: more && !pages ? 'true' : 'false',
      facets: [],
      data: page.map((item) => columnsOf(context.faults.disturbed(item, readActionOf(item)), query.columns)),
      ...(pages ? { $skipToken: tokens.seal(scope, { list: 0, index: next, page: from.page + 1 }) } : {}),
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

/** `sku` stands beside the properties in a row; estates keep it with them. */
const sortsOf = ({ properties }: AzureItem): Record<string, unknown> => {
  const sku = properties['sku'];
  return sku === undefined ? {} : { sku };
};
