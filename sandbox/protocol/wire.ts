/**
 * The wire form of every service, read from the vendor's own model of it as the SDK's clients carry it: handlers take
 * what a request names and give what an SDK's answer holds, and no name of an XML element is written by hand.
 */
import { randomUUID } from 'node:crypto';
import { JsonShapeSerializer, XmlShapeSerializer } from '@aws-sdk/core/protocols';
import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticOperationSchema } from '@smithy/types';
import type { JsonObject } from '#sandbox/estate/estate.ts';
import type { Refusal } from './call.ts';
import { conform } from './conform.ts';
import { nestedForm } from './form.ts';
import { profileOf, type Service } from './profiles.ts';
import { routeRequest } from './rest-routes.ts';
import type { SignedRequest } from './signature.ts';
import type { Decoded, Wire } from './wire-form.ts';
import { escapeText } from './xml.ts';

const models = {
  sts: () => import('@aws-sdk/client-sts'),
  iam: () => import('@aws-sdk/client-iam'),
  config: () => import('@aws-sdk/client-config-service'),
  organizations: () => import('@aws-sdk/client-organizations'),
  account: () => import('@aws-sdk/client-account'),
  ec2: () => import('@aws-sdk/client-ec2'),
  elasticloadbalancing: () => import('@aws-sdk/client-elastic-load-balancing-v2'),
  s3: () => import('@aws-sdk/client-s3'),
  's3-control': () => import('@aws-sdk/client-s3-control'),
  rds: () => import('@aws-sdk/client-rds'),
  kms: () => import('@aws-sdk/client-kms'),
  lambda: () => import('@aws-sdk/client-lambda'),
  ecr: () => import('@aws-sdk/client-ecr'),
  eks: () => import('@aws-sdk/client-eks'),
  sns: () => import('@aws-sdk/client-sns'),
  sqs: () => import('@aws-sdk/client-sqs'),
  secretsmanager: () => import('@aws-sdk/client-secrets-manager'),
  cloudtrail: () => import('@aws-sdk/client-cloudtrail'),
  dynamodb: () => import('@aws-sdk/client-dynamodb'),
  elasticfilesystem: () => import('@aws-sdk/client-efs'),
  guardduty: () => import('@aws-sdk/client-guardduty'),
  securityhub: () => import('@aws-sdk/client-securityhub'),
  'access-analyzer': () => import('@aws-sdk/client-accessanalyzer'),
  cloudfront: () => import('@aws-sdk/client-cloudfront'),
  logs: () => import('@aws-sdk/client-cloudwatch-logs'),
  wafv2: () => import('@aws-sdk/client-wafv2'),
  acm: () => import('@aws-sdk/client-acm'),
  apigateway: () => import('@aws-sdk/client-api-gateway'),
  apigatewayv2: () => import('@aws-sdk/client-apigatewayv2'),
  tagging: () => import('@aws-sdk/client-resource-groups-tagging-api'),
  cloudcontrolapi: () => import('@aws-sdk/client-cloudcontrol'),
} as const satisfies Readonly<Record<Service, () => Promise<object>>>;

export const isXml = (service: Service): boolean =>
  !['json', 'rest-json'].includes(profileOf(service).protocol);

type Operations = ReadonlyMap<string, StaticOperationSchema>;

const loaded = new Map<Service, Promise<Operations>>();

/** Name → the model of the operation. */
const operationsOf = (service: Service): Promise<Operations> => {
  const kept = loaded.get(service);
  if (kept !== undefined) return kept;
  const operations = models[service]().then((module) => {
    const found = new Map<string, StaticOperationSchema>();
    for (const [name, value] of Object.entries(module)) {
      // An operation is `[9, namespace, name, traits, input, output]` and is exported under its name with a `$`.
      if (name.endsWith('$') && Array.isArray(value) && value[0] === 9) {
        found.set(String(value[2]), value as unknown as StaticOperationSchema);
      }
    }
    return found;
  });
  loaded.set(service, operations);
  return operations;
};

const unknownOperation = (service: Service, what: string): Refusal => ({
  type: 'refusal',
  status: 400,
  code: profileOf(service).protocol === 'json' ? 'UnknownOperationException' : 'InvalidAction',
  message: `The sandbox has no operation ${what}`,
});

export const decodeRequest = async (service: Service, request: SignedRequest): Promise<Decoded> => {
  const operations = await operationsOf(service);
  switch (profileOf(service).protocol) {
    case 'query':
    case 'ec2': {
      // A request that somebody else sends on has its parameters in its address, and no body.
      const form = new URLSearchParams(
        request.body.length === 0 ? request.url.split('?', 2)[1] : request.body.toString('utf8'),
      );
      const name = form.get('Action') ?? '';
      return operations.has(name)
        ? { type: 'operation', name, input: nestedForm(form) }
        : unknownOperation(service, name);
    }
    case 'json': {
      const name = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
      if (!operations.has(name)) return unknownOperation(service, name);
      const input = jsonInput(request.body);
      return input === undefined ? notJson : { type: 'operation', name, input };
    }
    case 'rest-json':
    case 'rest-xml': {
      const routed = routeRequest(operations, request, service === 's3');
      return routed === undefined
        ? unknownOperation(service, `${request.method} ${request.url}`)
        : { type: 'operation', ...routed };
    }
  }
};

const notJson: Refusal = {
  type: 'refusal',
  status: 400,
  code: 'SerializationException',
  message: 'The body is not a JSON object',
};

const jsonInput = (body: Buffer): JsonObject | undefined => {
  try {
    const value: unknown = body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : undefined;
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
};

const settings = {
  httpBindings: true,
  xmlNamespace: '',
  serviceNamespace: '',
  // 5 is ISO 8601, 7 seconds since 1970: the protocols' own defaults.
  xml: { useTrait: true, default: 5 },
  json: { useTrait: true, default: 7 },
} as const;

/** @param value as an SDK's answer holds it: times as `Date`. */
export const encodeAnswer = async (service: Service, operation: string, value: JsonObject): Promise<Wire> => {
  const schema = (await operationsOf(service)).get(operation);
  if (schema === undefined) throw new Error(`${service} has no operation ${operation}`);
  const output = NormalizedSchema.of(schema[5]);
  const fitted = (conform(output, value) ?? {}) as JsonObject;
  const id = randomUUID();
  const headers: Record<string, string> = { 'x-amzn-requestid': id };
  switch (profileOf(service).protocol) {
    case 'query': {
      const result = `<${operation}Result>${membersXml(output, fitted)}</${operation}Result>`;
      const metadata = `<ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata>`;
      return xml(200, headers, `<${operation}Response>${result}${metadata}</${operation}Response>`);
    }
    case 'ec2': {
      const members = `<requestId>${id}</requestId>${membersXml(output, fitted)}`;
      return xml(200, headers, `<${operation}Response>${members}</${operation}Response>`);
    }
    case 'json':
      return jsonWire(200, 'application/x-amz-json-1.1', headers, jsonText(output, fitted, false));
    case 'rest-json':
      return jsonWire(
        200,
        'application/json',
        headers,
        jsonText(output, bound(output, fitted, headers), true),
      );
    case 'rest-xml': {
      const body = bound(output, fitted, headers);
      const payload = payloadOf(output);
      if (payload === undefined) return xml(200, headers, elementXml(output, body));
      const [name, member] = payload;
      const held = body[name];
      if (typeof held === 'string') return { status: 200, headers, body: held };
      return xml(200, headers, held === undefined ? '' : elementXml(member, held as JsonObject));
    }
  }
};

export const encodeRefusal = (service: Service, refusal: Refusal): Wire => {
  const { status, code, message } = refusal;
  const id = randomUUID();
  const headers: Record<string, string> = { 'x-amzn-requestid': id };
  const error = `<Code>${escapeText(code)}</Code><Message>${escapeText(message)}</Message>`;
  switch (profileOf(service).protocol) {
    case 'query':
      return xml(
        status,
        headers,
        `<ErrorResponse><Error><Type>${status >= 500 ? 'Receiver' : 'Sender'}</Type>${error}</Error><RequestId>${id}</RequestId></ErrorResponse>`,
      );
    case 'ec2':
      return xml(
        status,
        headers,
        `<Response><Errors><Error>${error}</Error></Errors><RequestID>${id}</RequestID></Response>`,
      );
    case 'rest-xml':
      return service !== 's3'
        ? xml(
            status,
            headers,
            `<ErrorResponse><Error>${error}</Error><RequestId>${id}</RequestId></ErrorResponse>`,
          )
        : xml(status, headers, `<Error>${error}<RequestId>${id}</RequestId></Error>`);
    case 'json':
      return jsonWire(
        status,
        'application/x-amz-json-1.1',
        headers,
        JSON.stringify({ __type: code, message }),
      );
    case 'rest-json':
      return jsonWire(
        status,
        'application/json',
        { ...headers, 'x-amzn-errortype': code },
        JSON.stringify({ message }),
      );
  }
};

const xml = (status: number, headers: Readonly<Record<string, string>>, body: string): Wire => ({
  status,
  headers: { ...headers, 'content-type': 'text/xml' },
  body,
});

const jsonWire = (
  status: number,
  contentType: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Wire => ({ status, headers: { ...headers, 'content-type': contentType }, body });

const elementXml = (schema: NormalizedSchema, value: JsonObject): string => {
  const serializer = new XmlShapeSerializer({
    timestampFormat: settings.xml,
    httpBindings: settings.httpBindings,
    xmlNamespace: settings.xmlNamespace,
    serviceNamespace: settings.serviceNamespace,
  });
  serializer.write(schema, value);
  return String(serializer.flush());
};

/** What stands inside the outermost element. */
const membersXml = (schema: NormalizedSchema, value: JsonObject): string =>
  schema.isUnitSchema()
    ? ''
    : elementXml(schema, value)
        .replace(/^<[^<>]*\/>$/, '')
        .replace(/^<[^<>]*>/, '')
        .replace(/<\/[^<>]*>$/, '');

const jsonText = (schema: NormalizedSchema, value: JsonObject, jsonName: boolean): string => {
  if (schema.isUnitSchema()) return '{}';
  const serializer = new JsonShapeSerializer({ timestampFormat: settings.json, jsonName });
  serializer.write(schema, value);
  return String(serializer.flush());
};

/** Members that travel in headers leave the body. */
const bound = (schema: NormalizedSchema, value: JsonObject, headers: Record<string, string>): JsonObject => {
  const body: JsonObject = { ...value };
  for (const [name, member] of schema.structIterator()) {
    const header = member.getMergedTraits().httpHeader;
    if (header === undefined || body[name] === undefined) continue;
    headers[header] = String(body[name]);
    delete body[name];
  }
  return body;
};

const payloadOf = (schema: NormalizedSchema): readonly [string, NormalizedSchema] | undefined => {
  for (const [name, member] of schema.structIterator()) {
    if (member.getMergedTraits().httpPayload !== undefined) return [name, member];
  }
  return undefined;
};
