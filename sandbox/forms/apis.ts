/** APIs, their stages, and certificates. */
import * as z from 'zod';
import type { JsonObject } from '#sandbox/estate/estate.ts';
import { defineForm, type Expanded, flag, type Place, text, whole } from './form.ts';
import { arnOf, hexOf } from './ids.ts';
import { policyDocument, policyShape } from './policies.ts';

const apiId = (name: string, place: Place): string =>
  hexOf(`${place.account}/${place.region}/api/${name}`, 10);

const apiArn = (path: string, place: Place): string =>
  `arn:${place.partition}:apigateway:${place.region}::/${path}`;

/** `GET /orders` to who may call it; `key` after a blank asks for an API key too. */
const callers = z.record(z.string().regex(/^[A-Z]+ \//), z.string());

const methodsOf = (of: Readonly<Record<string, string>>): JsonObject[] =>
  Object.entries(of).map(([key, who]) => {
    const [httpMethod = '', path = ''] = key.split(' ');
    const [authorizationType = '', apiKey] = who.split(' ');
    return { path, httpMethod, authorizationType, apiKeyRequired: apiKey === 'key' };
  });

const restApi = defineForm(
  'AWS::ApiGateway::RestApi',
  {
    endpoint: z.enum(['REGIONAL', 'EDGE', 'PRIVATE']).default('REGIONAL'),
    methods: callers.default(() => ({ 'GET /': 'AWS_IAM', 'OPTIONS /': 'NONE' })),
    /** What its stages were given last; the methods of now where nobody has changed them since. */
    deployed: callers.optional(),
    policy: policyShape.default('none'),
  },
  (name, short, place) => {
    const id = apiId(name, place);
    const arn = apiArn(`restapis/${id}`, place);
    const target = {
      service: 'execute-api',
      actions: ['execute-api:Invoke'],
      resource: arnOf('execute-api', `${id}/*`, place),
    };
    const document = policyDocument(short.policy, target, place);
    return {
      id: arn,
      name,
      arn,
      configuration: {
        id,
        name,
        createdDate: place.createdAt,
        apiKeySource: 'HEADER',
        endpointConfiguration: { types: [short.endpoint] },
      },
      supplementary: {
        ofService: {
          ...(document === 'none' ? {} : { policy: document }),
          methods: methodsOf(short.methods),
          ...(short.deployed === undefined ? {} : { deployed: methodsOf(short.deployed) }),
        },
      },
    };
  },
);

const httpApi = defineForm(
  'AWS::ApiGatewayV2::Api',
  {
    protocol: z.enum(['HTTP', 'WEBSOCKET']).default('HTTP'),
    routes: z.record(z.string(), z.string()).default(() => ({ $default: 'JWT' })),
  },
  (name, short, place) => {
    const apiId_ = apiId(name, place);
    const arn = apiArn(`apis/${apiId_}`, place);
    return {
      id: arn,
      name,
      arn,
      configuration: {
        apiId: apiId_,
        name,
        protocolType: short.protocol,
        routeSelectionExpression: '$request.method $request.path',
        apiEndpoint: `https://${apiId_}.execute-api.${place.region}.amazonaws.com`,
        disableExecuteApiEndpoint: false,
        createdDate: place.createdAt,
      },
      supplementary: {
        ofService: {
          routes: Object.entries(short.routes).map(([routeKey, authorizationType], index) => ({
            routeId: `r${index}`,
            routeKey,
            authorizationType,
          })),
        },
      },
    };
  },
);

const logsTo = (name: string, place: Place) => ({
  destinationArn: arnOf('logs', `log-group:${name}`, place),
  format: '$context.requestId',
});

const stageShape = { api: text('api'), logs: text('api-access') };

/** What both kinds of stage have. @param collection of the stage's API, in its ARN. */
const stageOf = (
  name: string,
  short: { readonly api: string; readonly logs: string },
  place: Place,
  api: { readonly kind: string; readonly collection: 'restapis' | 'apis' },
  own: (arn: string) => JsonObject,
): Expanded => {
  const id = apiArn(`${api.collection}/${apiId(short.api, place)}`, place);
  place.note?.({ kind: api.kind, name: short.api, id });
  const arn = `${id}/stages/${name}`;
  return {
    id: arn,
    name,
    arn,
    configuration: {
      stageName: name,
      createdDate: place.createdAt,
      lastUpdatedDate: place.createdAt,
      ...(short.logs === 'none' ? {} : { accessLogSettings: logsTo(short.logs, place) }),
      ...own(arn),
    },
  };
};

const restStage = defineForm(
  'AWS::ApiGateway::Stage',
  { ...stageShape, webAcl: text('none') },
  (name, short, place) =>
    stageOf(name, short, place, { kind: restApi.kind, collection: 'restapis' }, (arn) => ({
      deploymentId: hexOf(arn, 6),
      cacheClusterEnabled: false,
      cacheClusterStatus: 'NOT_AVAILABLE',
      tracingEnabled: false,
      ...(short.webAcl === 'none' ? {} : { webAclArn: short.webAcl }),
    })),
);

const httpStage = defineForm('AWS::ApiGatewayV2::Stage', stageShape, (name, short, place) =>
  stageOf(name, short, place, { kind: httpApi.kind, collection: 'apis' }, () => ({
    autoDeploy: true,
    defaultRouteSettings: { detailedMetricsEnabled: false },
  })),
);

const certificate = defineForm(
  'AWS::ACM::Certificate',
  {
    status: text('ISSUED'),
    type: z.enum(['AMAZON_ISSUED', 'IMPORTED', 'PRIVATE']).default('AMAZON_ISSUED'),
    key: text('RSA-2048'),
    /** From the day it was made, which is 400 days ago for what stands in a file. */
    days: whole(600),
    inUse: flag(true),
  },
  (name, short, place) => {
    const hex = hexOf(`${place.account}/${place.region}/certificate/${name}`, 32);
    const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
    const arn = arnOf('acm', `certificate/${id}`, place);
    return {
      id: arn,
      arn,
      zone: 'Regional',
      configuration: {
        certificateArn: arn,
        domainName: name,
        subjectAlternativeNames: [name],
        status: short.status,
        type: short.type,
        keyAlgorithm: short.key,
        signatureAlgorithm: 'SHA256WITHRSA',
        notBefore: place.createdAt,
        notAfter: new Date(Date.parse(place.createdAt) + short.days * 86_400_000).toISOString(),
        inUseBy: short.inUse
          ? [arnOf('elasticloadbalancing', `loadbalancer/app/${name.split('.')[0]}/0123456789abcdef`, place)]
          : [],
        renewalEligibility: short.type === 'AMAZON_ISSUED' && short.inUse ? 'ELIGIBLE' : 'INELIGIBLE',
        options: { certificateTransparencyLoggingPreference: 'ENABLED' },
      },
    };
  },
);

export const apiForms = [restApi, httpApi, restStage, httpStage, certificate];
