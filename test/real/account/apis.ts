/** APIs of both generations, and their stages: one of each that answers anybody and logs nothing, and one that asks and logs. */
import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  GetResourcesCommand,
  PutIntegrationCommand,
  PutMethodCommand,
  CreateStageCommand as RestStage,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateRouteCommand,
  CreateStageCommand as HttpStage,
} from '@aws-sdk/client-apigatewayv2';
import type { Place } from './place.ts';
import { given, policyText, region } from './place.ts';

const format = '$context.identity.sourceIp $context.httpMethod $context.status';

const logOf = ({ account }: Place): string => `arn:aws:logs:${region}:${account}:log-group:access`;

export const buildApis = async (place: Place): Promise<void> => {
  await buildRestApis(place);
  await buildHttpApis(place);
};

interface RestApi {
  readonly name: string;
  readonly methods: Readonly<Record<string, 'NONE' | 'AWS_IAM'>>;
  readonly withKey?: true;
  readonly policy?: string;
  readonly endpoint?: 'PRIVATE';
}

const restApis = ({ account }: Place): readonly RestApi[] => [
  { name: 'rest-open', methods: { GET: 'AWS_IAM', POST: 'NONE' } },
  { name: 'rest-keyed', methods: { GET: 'NONE' }, withKey: true },
  {
    name: 'rest-policy-public',
    methods: { GET: 'NONE' },
    policy: policyText({ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }),
  },
  {
    name: 'rest-policy-own',
    methods: { GET: 'NONE' },
    policy: policyText({
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: 'execute-api:Invoke',
      Resource: '*',
    }),
  },
  // What browsers ask before is answered without credentials.
  { name: 'rest-closed', methods: { GET: 'AWS_IAM', OPTIONS: 'NONE' } },
  { name: 'rest-private', methods: { GET: 'NONE' }, endpoint: 'PRIVATE' },
];

const buildRestApis = async (place: Place): Promise<void> => {
  const gateway = new APIGatewayClient(place.settings);
  for (const { name, methods, withKey = false, policy, endpoint = 'REGIONAL' } of restApis(place)) {
    const { id: restApiId } = await gateway.send(
      new CreateRestApiCommand({
        name,
        endpointConfiguration: { types: [endpoint] },
        ...(policy === undefined ? {} : { policy }),
      }),
    );
    const { items } = await gateway.send(new GetResourcesCommand({ restApiId }));
    const resourceId = given('resource', items?.[0]?.id);
    for (const [httpMethod, authorizationType] of Object.entries(methods)) {
      const method = { restApiId, resourceId, httpMethod };
      await gateway.send(new PutMethodCommand({ ...method, authorizationType, apiKeyRequired: withKey }));
      await gateway.send(
        new PutIntegrationCommand({
          ...method,
          type: 'MOCK',
          requestTemplates: { 'application/json': '{"statusCode": 200}' },
        }),
      );
    }
    if (name === 'rest-open') await buildRestStages(place, gateway, given(name, restApiId));
  }
};

const buildRestStages = async (place: Place, gateway: APIGatewayClient, restApiId: string): Promise<void> => {
  const { id: deploymentId } = await gateway.send(new CreateDeploymentCommand({ restApiId }));
  for (const stageName of ['rest-unlogged', 'rest-logged'])
    await gateway.send(new RestStage({ restApiId, deploymentId, stageName }));
  await gateway.send(
    new UpdateStageCommand({
      restApiId,
      stageName: 'rest-logged',
      patchOperations: [
        { op: 'replace', path: '/accessLogSettings/destinationArn', value: logOf(place) },
        { op: 'replace', path: '/accessLogSettings/format', value: format },
      ],
    }),
  );
};

interface HttpApi {
  readonly name: string;
  readonly protocol: 'HTTP' | 'WEBSOCKET';
  readonly routes: Readonly<Record<string, 'NONE' | 'AWS_IAM'>>;
}

const httpApis: readonly HttpApi[] = [
  { name: 'http-open', protocol: 'HTTP', routes: { 'GET /orders': 'AWS_IAM', 'POST /orders': 'NONE' } },
  { name: 'http-closed', protocol: 'HTTP', routes: { 'GET /orders': 'AWS_IAM', 'OPTIONS /orders': 'NONE' } },
  { name: 'socket-open', protocol: 'WEBSOCKET', routes: { $connect: 'NONE' } },
  // Whoever was let in may send.
  { name: 'socket-closed', protocol: 'WEBSOCKET', routes: { $connect: 'AWS_IAM', $default: 'NONE' } },
];

const buildHttpApis = async (place: Place): Promise<void> => {
  const gateway = new ApiGatewayV2Client(place.settings);
  for (const { name, protocol, routes } of httpApis) {
    const { ApiId } = await gateway.send(
      new CreateApiCommand({
        Name: name,
        ProtocolType: protocol,
        ...(protocol === 'WEBSOCKET' ? { RouteSelectionExpression: '$request.body.action' } : {}),
      }),
    );
    for (const [RouteKey, AuthorizationType] of Object.entries(routes))
      await gateway.send(new CreateRouteCommand({ ApiId, RouteKey, AuthorizationType }));
    if (name !== 'http-open') continue;
    await gateway.send(new HttpStage({ ApiId, StageName: 'http-unlogged' }));
    await gateway.send(
      new HttpStage({
        ApiId,
        StageName: 'http-logged',
        AccessLogSettings: { DestinationArn: logOf(place), Format: format },
      }),
    );
  }
};
