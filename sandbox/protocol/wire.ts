/**
 * The wire forms of the services that every scan meets, written by hand: Query (STS, IAM), JSON 1.1 (Config,
 * Organizations), REST JSON (Account). All others are in `modelled.ts`.
 */
import { randomUUID } from 'node:crypto';
import type { JsonObject } from '#sandbox/estate/estate.ts';
import type { Refusal } from './call.ts';
import {
  decodeModelled,
  encodeModelled,
  encodeModelledRefusal,
  isModelled,
  type ModelledService,
} from './modelled.ts';
import { type Protocol, profileOf, type Service } from './profiles.ts';
import type { SignedRequest } from './signature.ts';
import type { Decoded, Wire } from './wire-form.ts';
import { xmlElement } from './xml.ts';

type PlainService = Exclude<Service, ModelledService>;

export const isXml = (service: Service): boolean => {
  const { protocol } = profileOf(service);
  return protocol !== 'json' && protocol !== 'rest-json';
};

const protocolOf = (service: PlainService): Extract<Protocol, 'query' | 'json' | 'rest-json'> =>
  service === 'sts' || service === 'iam' ? 'query' : service === 'account' ? 'rest-json' : 'json';

const targets: Readonly<Partial<Record<PlainService, string>>> = {
  config: 'StarlingDoveService',
  organizations: 'AWSOrganizationsV20161128',
};

const versions: Readonly<Partial<Record<PlainService, string>>> = { sts: '2011-06-15', iam: '2010-05-08' };

const restOperations: Readonly<Record<string, string>> = { 'POST /listRegions': 'ListRegions' };

const unknownOperation = (what: string): Refusal => ({
  type: 'refusal',
  status: 400,
  code: 'UnknownOperationException',
  message: `The sandbox has no operation ${what}`,
});

const jsonBody = (body: Buffer): JsonObject | undefined => {
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

const notJson: Refusal = {
  type: 'refusal',
  status: 400,
  code: 'SerializationException',
  message: 'The body is not a JSON object',
};

/** `Filter.member.1=User&Filter.member.2=Role` becomes `{Filter: ['User', 'Role']}`. */
const queryInput = (form: URLSearchParams): JsonObject => {
  const input: JsonObject = Object.create(null) as JsonObject;
  for (const [name, value] of form) {
    if (name === 'Action' || name === 'Version') continue;
    const list = /^([A-Za-z]+)\.member\.(\d+)$/.exec(name);
    if (list?.[1] === undefined) {
      input[name] = value;
      continue;
    }
    const members = input[list[1]];
    if (Array.isArray(members)) members.push(value);
    else input[list[1]] = [value];
  }
  return input;
};

export const decodeRequest = async (service: Service, request: SignedRequest): Promise<Decoded> =>
  isModelled(service) ? decodeModelled(service, request) : decodePlain(service, request);

export const encodeAnswer = async (service: Service, operation: string, value: JsonObject): Promise<Wire> =>
  isModelled(service) ? encodeModelled(service, operation, value) : encodePlain(service, operation, value);

export const encodeRefusal = (service: Service, refusal: Refusal): Wire =>
  isModelled(service) ? encodeModelledRefusal(service, refusal) : encodePlainRefusal(service, refusal);

const decodePlain = (service: PlainService, request: SignedRequest): Decoded => {
  switch (protocolOf(service)) {
    case 'query': {
      // A request that somebody else sends on has its parameters in its address, and no body.
      const form = new URLSearchParams(
        request.body.length === 0 ? request.url.split('?', 2)[1] : request.body.toString('utf8'),
      );
      const name = form.get('Action');
      const version = form.get('Version');
      if (name === null || name === '') {
        return { type: 'refusal', status: 400, code: 'MissingAction', message: 'The request has no Action' };
      }
      if (version !== versions[service]) {
        return {
          type: 'refusal',
          status: 400,
          code: 'InvalidAction',
          message: `Could not find operation ${name} for version ${version ?? 'NO_VERSION_SPECIFIED'}`,
        };
      }
      return { type: 'operation', name, input: queryInput(form) };
    }
    case 'json': {
      const [prefix, name] = String(request.headers['x-amz-target'] ?? '').split('.', 2);
      if (prefix !== targets[service] || name === undefined) return unknownOperation(`${prefix}.${name}`);
      const input = jsonBody(request.body);
      return input === undefined ? notJson : { type: 'operation', name, input };
    }
    case 'rest-json': {
      const name = restOperations[`${request.method} ${request.url.split('?')[0]}`];
      if (name === undefined) return unknownOperation(`${request.method} ${request.url}`);
      const input = jsonBody(request.body);
      return input === undefined ? notJson : { type: 'operation', name, input };
    }
  }
};

const encodePlain = (service: PlainService, operation: string, value: JsonObject): Wire => {
  const id = randomUUID();
  const headers = { 'x-amzn-requestid': id };
  switch (protocolOf(service)) {
    case 'query': {
      const host = `https://${service}.amazonaws.com/doc/${versions[service]}/`;
      const result = xmlElement(`${operation}Result`, value);
      const body = `<${operation}Response xmlns="${host}">${result}<ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata></${operation}Response>`;
      return { status: 200, headers: { ...headers, 'content-type': 'text/xml' }, body };
    }
    case 'json':
      return {
        status: 200,
        headers: { ...headers, 'content-type': 'application/x-amz-json-1.1' },
        body: JSON.stringify(value),
      };
    case 'rest-json':
      return {
        status: 200,
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(value),
      };
  }
};

const encodePlainRefusal = (service: PlainService, refusal: Refusal): Wire => {
  const id = randomUUID();
  const headers = { 'x-amzn-requestid': id };
  const { status, code, message } = refusal;
  switch (protocolOf(service)) {
    case 'query': {
      const type = xmlElement('Type', status >= 500 ? 'Receiver' : 'Sender');
      const error = `<Error>${type}${xmlElement('Code', code)}${xmlElement('Message', message)}</Error>`;
      const host = `https://${service}.amazonaws.com/doc/${versions[service]}/`;
      const body = `<ErrorResponse xmlns="${host}">${error}<RequestId>${id}</RequestId></ErrorResponse>`;
      return { status, headers: { ...headers, 'content-type': 'text/xml' }, body };
    }
    case 'json':
      return {
        status,
        headers: { ...headers, 'content-type': 'application/x-amz-json-1.1' },
        body: JSON.stringify({ __type: code, message }),
      };
    case 'rest-json':
      return {
        status,
        headers: { ...headers, 'content-type': 'application/json', 'x-amzn-errortype': code },
        body: JSON.stringify({ message }),
      };
  }
};
