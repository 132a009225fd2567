/**
 * APIs and stages of both generations. A list of an API's own things costs one call for each API. Sources: Amazon API
 * Gateway API References (V1 and V2).
 */
import pMap from 'p-map';
import type { Outcome } from '../clients.ts';
import { malformed } from '../estate.ts';
import type { Action, OutputOf } from '../operations.ts';
import type { Detail, DirectKind, DirectPlace, Found, FoundRow } from './kind.ts';
import { configNames, listedKind, ownNames } from './kind.ts';
import { whole } from './whole.ts';

/** APIs whose stages are listed at once; the budget of the API still holds. */
const concurrency = 4;
/** The longest page (REST API reference: 25 by default, 500 at most). */
const most = 500;

const arnOf = (place: DirectPlace, path: string): string =>
  `arn:${place.partition}:apigateway:${place.region}::${path}`;

const restApis = 'apigateway:GetRestApis';

const restPage = (token: string | undefined) => ({
  limit: most,
  ...(token === undefined ? {} : { position: token }),
});

const methods: Detail = {
  actions: ['apigateway:GetResources'],
  parts: ['methods'],
  read: async (place, { configuration }) => {
    const action = 'apigateway:GetResources';
    const answer = await whole(
      action,
      place,
      (token) => ({ restApiId: String(configuration['id']), embed: ['methods'], ...restPage(token) }),
      ({ items, position }) => ({ rows: items, next: position }),
    );
    if (!answer.ok) return answer;
    const found: object[] = [];
    for (const { path, resourceMethods } of answer.value) {
      for (const [httpMethod, method] of Object.entries(resourceMethods ?? {})) {
        // Named, but not shown: who may call it can't be told.
        if (method.authorizationType === undefined) {
          return malformed(
            action,
            `method ${httpMethod} of ${path ?? 'a resource'} has no authorizationType`,
          );
        }
        const { authorizationType, apiKeyRequired } = method;
        found.push({ path: path ?? '/', httpMethod, authorizationType, apiKeyRequired });
      }
    }
    return { ok: true, value: { supplementary: { methods: found } } };
  },
};

/** What callers meet: a change of a method is in force with the next deployment to their stage, and not before. */
const deployed: Detail = {
  actions: ['apigateway:GetStages', 'apigateway:GetDeployment'],
  parts: ['deployed'],
  read: async (place, { configuration }) => {
    const restApiId = String(configuration['id']);
    const stages = await stagesOfRest(place, restApiId);
    if (!stages.ok) return stages;
    const summaries = new Map<string, Outcome<readonly object[]>>();
    const found: object[] = [];
    for (const { stageName: stage, deploymentId, canarySettings } of stages.value) {
      if (stage === undefined || deploymentId === undefined) {
        return malformed('apigateway:GetStages', 'a stage has no name or deployment');
      }
      for (const id of new Set([deploymentId, canarySettings?.deploymentId ?? deploymentId])) {
        const summary = summaries.get(id) ?? (await summaryOf(place, restApiId, id));
        summaries.set(id, summary);
        if (!summary.ok) return summary;
        found.push(...summary.value.map((one) => ({ stage, ...one })));
      }
    }
    return { ok: true, value: { supplementary: { deployed: found } } };
  },
};

const summaryOf = async (
  place: DirectPlace,
  restApiId: string,
  deploymentId: string,
): Promise<Outcome<readonly object[]>> => {
  const action = 'apigateway:GetDeployment';
  const answer = await place.call(action, { restApiId, deploymentId, embed: ['apisummary'] });
  // One that a stage has just left: that the API is gone as well is not said.
  if (!answer.ok && answer.failure.type === 'absent') {
    return malformed(action, 'the deployment of a stage is not there');
  }
  if (!answer.ok) return answer;
  const { apiSummary } = answer.value;
  if (apiSummary === undefined) return malformed(action, 'the answer does not say what was deployed');
  const methods: object[] = [];
  for (const [path, of] of Object.entries(apiSummary)) {
    for (const [httpMethod, { authorizationType, apiKeyRequired }] of Object.entries(of)) {
      if (authorizationType === undefined) {
        return malformed(action, `method ${httpMethod} of ${path} has no authorizationType`);
      }
      methods.push({ path, httpMethod, authorizationType, apiKeyRequired });
    }
  }
  return { ok: true, value: methods };
};

/** All at once: this one has no pages. */
const stagesOfRest = async (
  place: DirectPlace,
  restApiId: string,
): Promise<Outcome<NonNullable<OutputOf<'apigateway:GetStages'>['item']>>> => {
  const action = 'apigateway:GetStages';
  const answer = await place.call(action, { restApiId });
  if (!answer.ok) return answer;
  const { item } = answer.value;
  return Array.isArray(item) ? { ok: true, value: item } : malformed(action, 'the answer holds no list');
};

const restApi = listedKind({
  kind: 'AWS::ApiGateway::RestApi',
  action: restApis,
  input: restPage,
  rows: (output) => output.items,
  next: (output) => output.position,
  found: ({ policy, tags, ...row }, place): FoundRow =>
    row.id === undefined
      ? { problem: 'an API has no id' }
      : {
          resourceId: arnOf(place, `/restapis/${row.id}`),
          arn: arnOf(place, `/restapis/${row.id}`),
          resourceName: row.name ?? row.id,
          tags: { ...tags },
          configuration: ownNames(row),
          supplementary: { policy: policy ?? null },
        },
  details: [methods, deployed],
});

const httpApis = 'apigatewayv2:GetApis';

// The API names no longest page, so that none is asked for.
const httpPage = (token: string | undefined) => (token === undefined ? {} : { NextToken: token });

const routes: Detail = {
  actions: ['apigatewayv2:GetRoutes'],
  parts: ['routes'],
  read: async (place, { configuration }) => {
    const answer = await whole(
      'apigatewayv2:GetRoutes',
      place,
      (token) => ({ ApiId: String(configuration['apiId']), ...httpPage(token) }),
      ({ Items, NextToken }) => ({ rows: Items, next: NextToken }),
    );
    return answer.ok
      ? { ok: true, value: { supplementary: { routes: answer.value.map((one) => configNames(one)) } } }
      : answer;
  },
};

const httpApi = listedKind({
  kind: 'AWS::ApiGatewayV2::Api',
  action: httpApis,
  input: httpPage,
  rows: (output) => output.Items,
  next: (output) => output.NextToken,
  found: ({ Tags, ...row }, place): FoundRow =>
    row.ApiId === undefined
      ? { problem: 'an API has no id' }
      : {
          resourceId: arnOf(place, `/apis/${row.ApiId}`),
          arn: arnOf(place, `/apis/${row.ApiId}`),
          resourceName: row.Name ?? row.ApiId,
          tags: { ...Tags },
          configuration: configNames(row),
        },
  details: [routes],
});

/** Stages are listed for one API at a time: a page of these is a page of APIs. */
const stageKind = (
  kind: 'AWS::ApiGateway::Stage' | 'AWS::ApiGatewayV2::Stage',
  apis: DirectKind,
  action: Action,
  stagesOf: (place: DirectPlace, api: Found) => Promise<Outcome<readonly FoundRow[]>>,
): DirectKind => ({
  kind,
  action,
  emptyWithout: { kind: apis.kind, because: 'every stage is of an API' },
  details: [],
  page: async (place, token) => {
    const answer = await apis.page(place, token);
    if (!answer.ok) return answer;
    const lists = await pMap(answer.value.rows, (api) => stagesOf(place, api), { concurrency });
    const rows: Found[] = [];
    for (const list of lists) {
      // Deleted between the two lists, and its stages with it.
      if (!list.ok && list.failure.type === 'absent') continue;
      if (!list.ok) return list;
      for (const row of list.value) {
        if (row === 'left-out') continue;
        if ('problem' in row) return malformed(action, row.problem);
        rows.push(row);
      }
    }
    return { ok: true, value: { rows, next: answer.value.next } };
  },
});

const stageRow = (
  api: Found,
  name: string | undefined,
  tags: Readonly<Record<string, string>> | undefined,
  configuration: Found['configuration'],
): FoundRow => {
  if (name === undefined) return { problem: 'a stage has no name' };
  const arn = `${api.resourceId}/stages/${name}`;
  return { resourceId: arn, arn, resourceName: name, tags: { ...tags }, configuration };
};

const restStage = stageKind('AWS::ApiGateway::Stage', restApi, 'apigateway:GetStages', async (place, api) => {
  const stages = await stagesOfRest(place, String(api.configuration['id']));
  return stages.ok
    ? {
        ok: true,
        value: stages.value.map(({ tags, ...row }) => stageRow(api, row.stageName, tags, ownNames(row))),
      }
    : stages;
});

const httpStage = stageKind(
  'AWS::ApiGatewayV2::Stage',
  httpApi,
  'apigatewayv2:GetStages',
  async (place, api) => {
    const answer = await whole(
      'apigatewayv2:GetStages',
      place,
      (token) => ({ ApiId: String(api.configuration['apiId']), ...httpPage(token) }),
      ({ Items, NextToken }) => ({ rows: Items, next: NextToken }),
    );
    if (!answer.ok) return answer;
    return {
      ok: true,
      value: answer.value.map(({ Tags, ...row }) => stageRow(api, row.StageName, Tags, configNames(row))),
    };
  },
);

export const apiKinds: readonly DirectKind[] = [restApi, restStage, httpApi, httpStage];
