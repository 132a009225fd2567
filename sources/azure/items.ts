/** From a row of Resource Graph, or a body of Resource Manager, to a resource. */
import { azurePartSources, isAzureKind } from '#model/azure/kinds.ts';
import type { Reading, Unread } from '#model/reading.ts';
import { unread } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import { isFields } from '#sources/decoding.ts';
import { Node } from '#sources/fields.ts';
import { mayHoldSecret, redactNamed, redactText, redactTree } from '../secrets.ts';
import type { Row } from './graph.ts';
import { normaliserOf } from './kinds/normalisers.ts';

export type ReadRow =
  | { readonly type: 'resource'; readonly resource: Resource }
  | { readonly type: 'malformed'; readonly problem: string };

export interface Where {
  /** Subscription or tenant that asked. */
  readonly account: string;
  readonly observedAt: string;
}

/** Never throws on what the row holds. */
export const readRow = (raw: unknown, where: Where): ReadRow => {
  if (!isFields(raw)) return { type: 'malformed', problem: 'a row is no object' };
  const row = mayHoldSecret(JSON.stringify(raw)) ? { ...(redactTree(raw) as Row), tags: raw['tags'] } : raw;
  const identity = identityOf(row, where);
  if (identity === undefined)
    return { type: 'malformed', problem: 'a row has no id or type, or no location that is one' };
  return { type: 'resource', resource: { ...identity, parts: partsOf(identity.kind, identity.id, row) } };
};

/** The same without parts, for kinds that nobody looks into. */
export const readIdentity = (row: Row, where: Where): Resource | undefined => {
  const identity = identityOf(row, where);
  return identity === undefined ? undefined : { ...identity, parts: {} };
};

/** Azure's own compare without case, so a kind is written in lower case. */
export const kindOf = (row: Row): string | undefined => {
  const { type } = row;
  return typeof type === 'string' && /^[\w.]+(?:\/[\w.-]+)+$/.test(type) ? type.toLowerCase() : undefined;
};

const identityOf = (row: Row, where: Where): Omit<Resource, 'parts'> | undefined => {
  const { id, name, location } = row;
  const kind = kindOf(row);
  const region = regionOf(location);
  if (typeof id !== 'string' || !id.startsWith('/') || kind === undefined || region === undefined)
    return undefined;
  return {
    provider: 'azure',
    kind,
    account: where.account,
    region,
    id: redactText(id),
    name: redactText(typeof name === 'string' && name !== '' ? name : (id.split('/').at(-1) ?? id)),
    tags: tagsOf(row),
    observedAt: where.observedAt,
  };
};

/** Null-prototype, since a tag may be named `__proto__`. */
export const tagsOf = (row: Row): Readonly<Record<string, string>> => {
  const tags: Record<string, string> = Object.create(null);
  if (isFields(row['tags'])) {
    for (const [key, value] of Object.entries(row['tags'])) {
      if (typeof value === 'string') tags[redactText(key)] = redactNamed(key, value);
    }
  }
  return tags;
};

/**
 * `West Europe` and `westeurope` are one; what lies nowhere says nothing. Undefined for anything else: in another place
 * the resource would be another one, and what was found on it gone.
 */
export const regionOf = (location: unknown): string | undefined => {
  if (location === undefined || location === null || location === '') return 'global';
  const name = typeof location === 'string' ? location.toLowerCase().replaceAll(' ', '') : '';
  return /^[a-z0-9-]{1,60}$/.test(name) ? name : undefined;
};

const partsOf = (kind: string, id: string, row: Row): Record<string, Reading<unknown>> => {
  const normaliser = normaliserOf(kind);
  if (normaliser === undefined) return {};
  const { properties, sku } = row;
  if (!isFields(properties)) {
    return everyPart(kind, unread('malformed', undefined, 'the row carries no properties'));
  }
  return {
    ...normaliser({
      id,
      properties: new Node(properties, 'properties', 'text'),
      sku: new Node(isFields(sku) ? sku : {}, 'sku', 'text'),
    }),
  };
};

/** All parts of a kind, for the same reason. */
export const everyPart = (kind: string, reading: Unread): Record<string, Unread> => {
  const parts: Record<string, Unread> = {};
  if (isAzureKind(kind)) for (const name of Object.keys(azurePartSources[kind])) parts[name] = reading;
  return parts;
};
