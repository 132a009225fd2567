/** Answers of Azure Resource Manager out of an estate; those of Resource Graph are beside it. */
import type { Asked, AzureContext, Routed } from './context.ts';
import { readActionOf } from './context.ts';
import type { AzureItem } from './estate.ts';
import type { AzureStrike } from './faults.ts';
import { graphRoute } from './graph.ts';
import { pageOf } from './pages.ts';
import type { AzureReply } from './reply.ts';
import { answer, refuse } from './reply.ts';

const groupType = 'microsoft.resources/subscriptions/resourcegroups';

export const route = (asked: Asked, context: AzureContext): Routed | undefined => {
  const { estate } = context;
  const path = asked.url.pathname;
  const scoped = /^\/subscriptions\/([^/]+)(\/.*)?$/i.exec(path);
  const tenantWide = (action: string, handle: (strike: AzureStrike) => AzureReply): Routed => ({
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
  const routed = (
    action: string,
    kinds: readonly string[],
    handle: (strike: AzureStrike) => AzureReply,
  ): Routed => ({
    action,
    account,
    kinds,
    handle: (strike) =>
      estate.subscriptions.some((one) => one.id === account)
        ? handle(strike)
        : refuse(404, 'SubscriptionNotFound', `The subscription '${account}' could not be found.`),
  });
  const lower = rest.toLowerCase();
  if (lower === '/resources') {
    return routed('Microsoft.Resources/subscriptions/resources/read', [], (strike) =>
      listPage(
        asked,
        context,
        strike,
        account,
        (item) => item.table === 'resources' && item.account === account,
        listed,
      ),
    );
  }
  if (lower === '/resourcegroups') {
    return routed('Microsoft.Resources/subscriptions/resourceGroups/read', [groupType], (strike) =>
      listPage(
        asked,
        context,
        strike,
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
  return routed(`${type}/read`, [type.toLowerCase()], (strike) => {
    const version = asked.url.searchParams.get('api-version') ?? '';
    if (!apiVersions.includes(version)) {
      return refuse(
        400,
        'NoRegisteredProviderFound',
        `No registered resource provider found for API version '${version}'.`,
      );
    }
    const shown =
      item === undefined || context.faults.isHidden(item)
        ? undefined
        : strike.shown(item, readActionOf(item));
    if (shown === undefined) return refuse(404, 'ResourceNotFound', `The Resource '${rest}' was not found.`);
    return answer({ ...listed(shown), properties: shown.properties });
  });
};

const apiVersions = ['2023-11-01', '2024-05-01', '2024-09-01-preview'];

const listed = ({ id, name, spelling, location, tags }: AzureItem): Record<string, unknown> => ({
  id,
  name,
  type: spelling,
  location,
  // A fault may have put anything there.
  ...(isEmpty(tags) ? {} : { tags }),
});

const isEmpty = (tags: unknown): boolean =>
  typeof tags === 'object' && tags !== null && Object.keys(tags).length === 0;

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
  strike: AzureStrike,
  account: string,
  belongs: (item: AzureItem) => boolean,
  show: (item: AzureItem) => Record<string, unknown>,
): AzureReply => {
  const top = Number(url.searchParams.get('$top') ?? 1000);
  if (!Number.isInteger(top) || top < 1 || top > 1000)
    return refuse(400, 'InvalidTop', '$top is from 1 to 1000.');
  const { estate, tokens, faults } = context;
  const scope = [url.pathname.toLowerCase(), account];
  const token = url.searchParams.get('$skiptoken');
  const from = token === null ? { index: 0, page: 1 } : tokens.open(scope, token);
  if (from === undefined) return refuse(400, 'InvalidSkipToken', 'The skip token is not one of this list.');
  const size = Math.min(top, context.pageLimit);
  const visible = (item: AzureItem): boolean => !faults.isHidden(item);
  const page = pageOf({ all: estate.items.filter(belongs), from, size, visible, tokens, scope }, strike);
  const nextLink = new URL(`${context.origin()}${url.pathname}${url.search}`);
  if (page.token !== undefined) nextLink.searchParams.set('$skiptoken', page.token);
  if (strike.has('stray-link')) nextLink.host = 'elsewhere.example:443';
  const rows = page.rows.flatMap((item) => strike.shown(item, readActionOf(item)) ?? []);
  const goesOn = page.token !== undefined || strike.has('stray-link');
  return answer({ value: rows.map(show), ...(goesOn ? { nextLink: nextLink.href } : {}) });
};
