/** APIs and stages of both generations. Sources: Amazon API Gateway API References (V1 and V2). */
import type { ConfigItem, JsonObject } from '#sandbox/estate/estate.ts';
import { type Call, refuse } from '#sandbox/protocol/call.ts';
import type { Handler } from '../service.ts';
import { type Listing, listHandler, liveItems, oneHandler, sdkNames } from './listing.ts';
import { fieldsOf } from './names.ts';

const badToken = refuse(400, 'BadRequestException', 'Invalid position parameter specified');

const rest = {
  limit: { name: 'limit', otherwise: 25 },
  most: 500,
  token: { asked: 'position', given: 'position' },
  badToken,
} as const satisfies Partial<Listing>;

const http = {
  limit: { name: 'MaxResults', otherwise: 25 },
  most: 500,
  token: { asked: 'NextToken', given: 'NextToken' },
  badToken,
} as const satisfies Partial<Listing>;

/** What the service knows of an API beside what AWS Config keeps. */
const ofService = (item: ConfigItem): JsonObject =>
  (item.supplementaryConfiguration['ofService'] ?? {}) as JsonObject;

const restKind = 'AWS::ApiGateway::RestApi';
const httpKind = 'AWS::ApiGatewayV2::Api';

const find = (
  kind: string,
  field: string,
  id: unknown,
  call: Call,
  context: Parameters<Handler>[1],
): ConfigItem | undefined => liveItems(context, call, kind).find((item) => fieldsOf(item)[field] === id);

const noApi = refuse(404, 'NotFoundException', 'Invalid API identifier specified');

const isOf = (item: ConfigItem, path: string): boolean => item.resourceId.includes(`::/${path}/stages/`);

/** Policies come with their quotes escaped once more. */
const escaped = (policy: unknown): string | undefined =>
  policy === undefined ? undefined : JSON.stringify(JSON.stringify(policy)).slice(1, -1);

const getResources = oneHandler({
  kind: restKind,
  find: (item, { input }) => fieldsOf(item)['id'] === input['restApiId'],
  absent: noApi,
  value: (item, _context, { input }) => {
    const methods = (ofService(item)['methods'] ?? []) as readonly JsonObject[];
    const byPath = Map.groupBy(methods, ({ path }) => String(path));
    return {
      items: [...byPath].map(([path, of], index) => ({
        id: `r${index}`,
        path,
        resourceMethods: Object.fromEntries(
          // Named only, unless more is asked for.
          of.map((method) => [String(method['httpMethod']), input['embed'] === 'methods' ? method : {}]),
        ),
      })),
    };
  },
});

/** Every deployment of an API is of the same methods: those that were deployed last, or those that it has now. */
const getDeployment = oneHandler({
  kind: restKind,
  find: (item, { input }) => fieldsOf(item)['id'] === input['restApiId'],
  absent: noApi,
  value: (item, _context, { input }) => {
    const { methods, deployed = methods } = ofService(item);
    const byPath = Map.groupBy((deployed ?? []) as readonly JsonObject[], ({ path }) => String(path));
    return {
      id: input['deploymentId'],
      // Not without being asked for.
      ...(String(input['embed']) === 'apisummary'
        ? {
            apiSummary: Object.fromEntries(
              [...byPath].map(([path, of]) => [
                path,
                Object.fromEntries(
                  of.map(({ httpMethod, authorizationType, apiKeyRequired }) => [
                    String(httpMethod),
                    { authorizationType, apiKeyRequired },
                  ]),
                ),
              ]),
            ),
          }
        : {}),
    };
  },
});

export const apigatewayOperations: Readonly<Record<string, Handler>> = {
  GetRestApis: listHandler({
    ...rest,
    kind: restKind,
    row: (item) => ({
      ...fieldsOf(item),
      policy: escaped(ofService(item)['policy']),
      tags: Object.fromEntries(item.tags),
    }),
    wrap: (items) => ({ items }),
  }),
  GetResources: getResources,
  GetDeployment: getDeployment,
  GetStages: (call, context) =>
    find(restKind, 'id', call.input['restApiId'], call, context) === undefined
      ? noApi
      : listHandler({
          kind: 'AWS::ApiGateway::Stage',
          most: Number.POSITIVE_INFINITY,
          where: (item) => isOf(item, `restapis/${String(call.input['restApiId'])}`),
          row: (item) => ({ ...fieldsOf(item), tags: Object.fromEntries(item.tags) }),
          wrap: (item) => ({ item }),
        })(call, context),
};

const getRoutes = oneHandler({
  kind: httpKind,
  find: (item, { input }) => fieldsOf(item)['apiId'] === input['ApiId'],
  absent: noApi,
  value: (item) => ({ Items: sdkNames(ofService(item)['routes'] ?? []) }),
});

export const apigatewayV2Operations: Readonly<Record<string, Handler>> = {
  GetApis: listHandler({
    ...http,
    kind: httpKind,
    row: (item) => ({
      ...(sdkNames(fieldsOf(item)) as JsonObject),
      Tags: Object.fromEntries(item.tags),
    }),
    wrap: (Items) => ({ Items }),
  }),
  GetRoutes: getRoutes,
  GetStages: (call, context) =>
    find(httpKind, 'apiId', call.input['ApiId'], call, context) === undefined
      ? noApi
      : listHandler({
          ...http,
          kind: 'AWS::ApiGatewayV2::Stage',
          where: (item) => isOf(item, `apis/${String(call.input['ApiId'])}`),
          row: (item) => ({
            ...(sdkNames(fieldsOf(item)) as JsonObject),
            Tags: Object.fromEntries(item.tags),
          }),
          wrap: (Items) => ({ Items }),
        })(call, context),
};
