/** From an AWS Config item to a resource. */

import { isKind, partSources } from '#model/part-sources.ts';
import type { Reading } from '#model/reading.ts';
import { unread } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import type { Fields } from '#sources/decoding.ts';
import { isFields, Undecodable } from '#sources/decoding.ts';
import { Node } from '#sources/fields.ts';
import { mayHoldSecret, redactNamed, redactText, redactTree } from '../secrets.ts';
import type { ConfigItem, ItemIdentity } from './config-item.ts';
import { readConfigItem } from './config-item.ts';
import { normaliserOf } from './kinds/normalisers.ts';

export type NormalisedItem =
  | { readonly type: 'resource'; readonly resource: Resource }
  /** It is gone, or an item of a rule's result: nothing to judge, and nothing missing. */
  | { readonly type: 'left-out'; readonly kind: string; readonly because: 'deleted' | 'not-a-resource' }
  /** A live resource whose state AWS Config does not follow. */
  | { readonly type: 'not-recorded'; readonly kind: string; readonly id: string }
  | { readonly type: 'malformed'; readonly problem: string };

/** Results of AWS Config's own rules come as items too. */
const notResources = new Set(['AWS::Config::ResourceCompliance', 'AWS::Config::ConformancePackCompliance']);

const globalServices =
  /^AWS::(?:IAM|CloudFront|Route53|GlobalAccelerator|WAF|Shield|Organizations|NetworkManager)::/;
const globalKinds = new Set([
  'AWS::S3::AccountPublicAccessBlock',
  'AWS::S3::StorageLens',
  'AWS::S3::MultiRegionAccessPoint',
  'AWS::ECR::PublicRepository',
]);

/** Kinds of which an account has one set, not one in each region, wherever AWS Config delivers them. */
export const isGlobalKind = (kind: string): boolean => globalServices.test(kind) || globalKinds.has(kind);

/** `raw` may be in any encoding; never throws on what it holds. */
export const normalizeItem = (raw: unknown): NormalisedItem => {
  const item = readConfigItem(raw);
  if ('malformed' in item) return { type: 'malformed', problem: item.malformed };
  return resourceOfItem(item);
};

export interface ItemForm {
  /** False spares the look for secrets, where the item's whole text has been looked at before. */
  readonly suspicious: boolean;
  /** False for an item that was asked for by its identity only: it has no parts, rather than unreadable ones. */
  readonly whole: boolean;
}

export const resourceOfItem = (
  item: ConfigItem,
  form: ItemForm = { suspicious: true, whole: true },
): NormalisedItem => {
  const { identity, status } = item;
  if (notResources.has(identity.kind))
    return { type: 'left-out', kind: identity.kind, because: 'not-a-resource' };
  switch (status) {
    case 'OK':
    case 'ResourceDiscovered':
      return {
        type: 'resource',
        resource: { ...identityOf(item), parts: form.whole ? partsOf(item, form.suspicious) : {} },
      };
    case 'ResourceDeleted':
    case 'ResourceDeletedNotRecorded':
      return { type: 'left-out', kind: identity.kind, because: 'deleted' };
    case 'ResourceNotRecorded':
      return { type: 'not-recorded', kind: identity.kind, id: idOf(identity) };
    default:
      return { type: 'malformed', problem: `${identity.kind} ${idOf(identity)}: unknown status` };
  }
};

const idOf = (identity: ItemIdentity): string => identity.arn ?? identity.resourceId;

const identityOf = (item: ConfigItem): Omit<Resource, 'parts'> => {
  const { kind, account, arn, region, resourceId, resourceName, capturedAt } = item.identity;
  const tags: Record<string, string> = Object.create(null);
  for (const [key, value] of Object.entries(item.tags)) tags[redactText(key)] = redactNamed(key, value);
  return {
    provider: 'aws',
    kind,
    account,
    region: region === 'global' || isGlobalKind(kind) ? 'global' : region,
    id: redactText(arn ?? resourceId),
    name: redactText(nonEmpty(tags['Name']) ?? resourceName ?? resourceId),
    tags,
    observedAt: capturedAt,
  };
};

const nonEmpty = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

const partsOf = (item: ConfigItem, suspicious: boolean): Record<string, Reading<unknown>> => {
  const { kind } = item.identity;
  const normaliser = normaliserOf(kind);
  if (normaliser === undefined) return {};
  const { configuration, supplementary } = item;
  if (configuration === null) return every(kind, 'malformed', 'the item carries no configuration');
  if (configuration instanceof Undecodable) {
    return every(kind, 'malformed', `configuration: ${configuration.problem}`);
  }
  if (supplementary instanceof Undecodable) {
    return every(kind, 'malformed', `supplementaryConfiguration: ${supplementary.problem}`);
  }
  return {
    ...normaliser({
      identity: item.identity,
      configuration: new Node(
        suspicious ? withoutSecrets(kind, configuration) : configuration,
        'configuration',
      ),
      supplementary: new Node(
        suspicious ? clean(supplementary) : supplementary,
        'supplementaryConfiguration',
      ),
    }),
  };
};

const every = (kind: string, reason: 'malformed', detail: string): Record<string, Reading<unknown>> => {
  const parts: Record<string, Reading<unknown>> = {};
  if (isKind(kind))
    for (const name of Object.keys(partSources[kind])) parts[name] = unread(reason, undefined, detail);
  return parts;
};

/** A function's variables are looked through by their names before anything is replaced, and are then dropped. */
const withoutSecrets = (kind: string, configuration: Fields): Fields => {
  if (kind !== 'AWS::Lambda::Function' || !isFields(configuration['environment']))
    return clean(configuration);
  const { environment, ...rest } = configuration;
  return { ...clean(rest), environment };
};

/** Almost no tree holds a secret: one look at its text spares the copy. */
const clean = (fields: Fields): Fields =>
  mayHoldSecret(JSON.stringify(fields)) ? (redactTree(fields) as Fields) : fields;
