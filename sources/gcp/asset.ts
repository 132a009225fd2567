/**
 * Reads one asset of Cloud Asset Inventory, whichever way it came: as gRPC hands it over (`Struct` values, times as
 * seconds), as REST JSON, or as a line of an export (names with underscores). Nothing here throws on what a cloud may
 * say.
 */
import type { Fields } from '#sources/decoding.ts';
import { isFields, Undecodable } from '#sources/decoding.ts';

export interface Asset {
  /** `//compute.googleapis.com/projects/p/global/firewalls/f`. */
  readonly name: string;
  readonly kind: string;
  /** Own project or node first: `projects/123`, `folders/5`, `organizations/1`. */
  readonly ancestors: readonly string[];
  /** The node that the resource itself names, e.g. `projects/123`; undefined where it names none. */
  readonly parent: string | undefined;
  /** As the service says; empty where it says none. */
  readonly location: string;
  /** Undefined where the answer carries no resource, as in another content. */
  readonly data: Fields | Undecodable | undefined;
  /** Undefined where the answer carries none. */
  readonly iamPolicy: Fields | undefined;
  readonly orgPolicies: readonly unknown[];
  /** The service says that it had to leave something out. */
  readonly truncated: boolean;
}

export type AssetResult = Asset | { readonly malformed: string };

/** Real assets nest about ten levels. */
const maxDepth = 64;

export const readAsset = (raw: unknown): AssetResult => {
  if (!isFields(raw)) return { malformed: 'the asset is not an object' };
  const name = raw['name'];
  if (typeof name !== 'string' || name === '') return { malformed: 'the asset has no name' };
  const kind = raw['assetType'] ?? raw['asset_type'];
  if (typeof kind !== 'string' || kind === '') return { malformed: `${name}: the asset has no type` };
  const resource = raw['resource'];
  const fields = isFields(resource) ? resource : undefined;
  const policy = raw['iamPolicy'] ?? raw['iam_policy'];
  const orgPolicies = raw['orgPolicy'] ?? raw['org_policy'];
  const exceptions = raw['assetExceptions'] ?? raw['asset_exceptions'];
  return {
    name,
    kind,
    ancestors: ancestorsOf(raw),
    parent: parentOf(fields?.['parent']),
    location: typeof fields?.['location'] === 'string' ? fields['location'] : '',
    data: dataOf(fields?.['data']),
    iamPolicy: isFields(policy) ? policy : undefined,
    orgPolicies: Array.isArray(orgPolicies) ? orgPolicies : [],
    truncated:
      Array.isArray(exceptions) &&
      exceptions.some(
        (one) => isFields(one) && (one['exceptionType'] ?? one['exception_type']) === 'TRUNCATION',
      ),
  };
};

const parentOf = (parent: unknown): string | undefined =>
  typeof parent === 'string'
    ? /^\/\/cloudresourcemanager\.googleapis\.com\/((?:projects|folders|organizations)\/[^/]+)$/.exec(
        parent,
      )?.[1]
    : undefined;

/** Older exports have a path from the top instead: `organization/1/folder/5/project/123`. */
const ancestorsOf = (raw: Fields): readonly string[] => {
  const list = raw['ancestors'];
  if (Array.isArray(list) && list.length > 0) return list.filter((one) => typeof one === 'string');
  const path = raw['ancestryPath'] ?? raw['ancestry_path'];
  if (typeof path !== 'string') return [];
  const steps = path.split('/').filter((step) => step !== '');
  const found: string[] = [];
  for (let index = 0; index + 1 < steps.length; index += 2) {
    found.unshift(`${(steps[index] ?? '').replace(/([^s])$/, '$1s')}/${steps[index + 1]}`);
  }
  return found;
};

const dataOf = (data: unknown): Asset['data'] => {
  if (data === undefined || data === null) return undefined;
  if (!isFields(data)) return new Undecodable('the data is not an object');
  const value = isStruct(data) ? decodeStruct(data, 0) : bounded(data, 0);
  return value instanceof Undecodable || isFields(value)
    ? value
    : new Undecodable('the data is not an object');
};

const valueKinds = ['nullValue', 'numberValue', 'stringValue', 'boolValue', 'structValue', 'listValue'];

/** `{fields: {name: {stringValue}}}`. An object of REST JSON may hold a field of that name, but not such values. */
const isStruct = (data: Fields): boolean =>
  isFields(data['fields']) &&
  Object.keys(data).length === 1 &&
  Object.values(data['fields']).every(
    (value) => isFields(value) && valueKinds.some((kind) => Object.hasOwn(value, kind)),
  );

const decodeStruct = (struct: Fields, depth: number): unknown => {
  if (depth > maxDepth) return new Undecodable(`the data nests deeper than ${maxDepth} levels`);
  const copy: Record<string, unknown> = Object.create(null);
  const fields = struct['fields'];
  if (!isFields(fields)) return copy;
  for (const [name, value] of Object.entries(fields)) {
    const decoded = decodeValue(value, depth + 1);
    if (decoded instanceof Undecodable) return decoded;
    copy[name] = decoded;
  }
  return copy;
};

const decodeValue = (value: unknown, depth: number): unknown => {
  if (!isFields(value)) return new Undecodable('a value of the data is not an object');
  // The SDK names the kind beside the value; a plain form has the value only.
  const kind = valueKinds.find((one) => Object.hasOwn(value, one) && value[one] !== undefined);
  switch (kind) {
    case 'nullValue':
      return null;
    case 'numberValue':
    case 'stringValue':
    case 'boolValue':
      return value[kind];
    case 'structValue':
      return isFields(value[kind])
        ? decodeStruct(value[kind], depth)
        : new Undecodable('a structure of the data is not an object');
    case 'listValue':
      return decodeList(value[kind], depth);
    default:
      return new Undecodable('a value of the data has no kind');
  }
};

const decodeList = (list: unknown, depth: number): unknown => {
  if (depth > maxDepth) return new Undecodable(`the data nests deeper than ${maxDepth} levels`);
  const values = isFields(list) ? (list['values'] ?? []) : undefined;
  if (!Array.isArray(values)) return new Undecodable('a list of the data is not a list');
  const items: unknown[] = [];
  for (const value of values) {
    const decoded = decodeValue(value, depth + 1);
    if (decoded instanceof Undecodable) return decoded;
    items.push(decoded);
  }
  return items;
};

const bounded = (value: unknown, depth: number): unknown => {
  if (depth > maxDepth) return new Undecodable(`the data nests deeper than ${maxDepth} levels`);
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Object.values(value)) {
    const checked = bounded(inner, depth + 1);
    if (checked instanceof Undecodable) return checked;
  }
  return value;
};
