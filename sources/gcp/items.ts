/** From an asset to a resource. */
import type { OrgPolicy } from '#model/gcp/identity.ts';
import type { GcpKind } from '#model/gcp/kinds.ts';
import { gcpPartSources, isGcpKind } from '#model/gcp/kinds.ts';
import type { Firewall, Refusal } from '#model/gcp/network.ts';
import type { AllowPolicy } from '#model/gcp/policy.ts';
import type { Reading, Unread } from '#model/reading.ts';
import { known, unread } from '#model/reading.ts';
import type { Resource } from '#model/resource.ts';
import type { Fields } from '#sources/decoding.ts';
import { isFields, Undecodable } from '#sources/decoding.ts';
import { Node } from '#sources/fields.ts';
import { mayHoldSecret, redactNamed, redactText, redactTree } from '../secrets.ts';
import type { Asset } from './asset.ts';
import type { Hierarchy } from './hierarchy.ts';
import { normaliserOf } from './kinds/normalisers.ts';
import { permissions } from './operations.ts';

/** What other contents said of an asset. */
export interface Joined {
  readonly iamPolicy: Reading<AllowPolicy>;
  readonly orgPolicies: Reading<readonly OrgPolicy[]>;
  readonly publicAccessConstraint: Reading<'enforced' | 'not-enforced'>;
  /** What denies before a firewall rule. */
  readonly refusals: (rule: Firewall['rule']) => Reading<readonly Refusal[]>;
}

export type AssetResource =
  | { readonly type: 'resource'; readonly resource: Resource }
  | { readonly type: 'malformed'; readonly problem: string };

/** @param observedAt the moment of the snapshot, ISO 8601 UTC. */
export const resourceOfAsset = (
  asset: Asset,
  hierarchy: Hierarchy,
  joined: Joined,
  observedAt: string,
): AssetResource => {
  const account = hierarchy.accountOf(asset);
  if (account === undefined) {
    return { type: 'malformed', problem: `${asset.name}: which project or node it lies in can not be told` };
  }
  const data = isFields(asset.data) ? asset.data : undefined;
  return {
    type: 'resource',
    resource: {
      provider: 'gcp',
      kind: asset.kind,
      account: redactText(account),
      region: regionOf(asset),
      id: redactText(asset.name),
      name: redactText(nameOf(asset, data)),
      tags: labelsOf(data),
      // What was cut may have held them.
      ...(data === undefined || asset.truncated ? { tagsUnread: true } : {}),
      observedAt,
      parts: isGcpKind(asset.kind) ? allParts(asset, asset.kind, joined) : {},
    },
  };
};

/** A zone counts as its region; what lies nowhere is `global`. */
const regionOf = ({ location, name }: Asset): string => {
  const said = (location || (/\/(?:locations|regions|zones)\/([^/]+)/.exec(name)?.[1] ?? '')).toLowerCase();
  if (said === '') return 'global';
  return /^[a-z]+(?:-[a-z]+)*-[a-z]+\d+-[a-z]$/.test(said) ? said.slice(0, -2) : said;
};

/** Hierarchy nodes and keys are named by numbers, so what people call them comes first. */
const nameOf = (asset: Asset, data: Fields | undefined): string => {
  const key = /\/serviceAccounts\/([^/]+)\/keys\/([^/]+)$/.exec(asset.name);
  if (key !== null) return `${key[1]} key ${key[2]}`;
  const said = (field: string): string | undefined => {
    const value = data?.[field];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const called = asset.kind.startsWith('cloudresourcemanager.')
    ? (said('projectId') ?? said('displayName'))
    : said('email');
  return called ?? asset.name.slice(asset.name.lastIndexOf('/') + 1);
};

/** Most services say `labels`; Cloud SQL says `userLabels` in its settings. */
const labelsOf = (data: Fields | undefined): Record<string, string> => {
  const tags: Record<string, string> = Object.create(null);
  const settings = data?.['settings'];
  const labels = data?.['labels'] ?? (isFields(settings) ? settings['userLabels'] : undefined);
  if (!isFields(labels)) return tags;
  for (const [key, value] of Object.entries(labels)) {
    if (typeof value === 'string') tags[redactText(key)] = redactNamed(key, value);
  }
  return tags;
};

const partsOf = (asset: Asset, kind: GcpKind): Record<string, Reading<unknown>> => {
  if (asset.truncated) {
    return every(kind, unread('truncated', undefined, 'the asset was too large for the inventory'));
  }
  if (asset.data === undefined) {
    return every(kind, unread('malformed', undefined, 'the asset carries no resource data'));
  }
  if (asset.data instanceof Undecodable) {
    return every(kind, unread('malformed', undefined, asset.data.problem));
  }
  const normaliser = normaliserOf(kind);
  if (normaliser === undefined) return {};
  return { ...normaliser({ name: asset.name, data: new Node(clean(asset.data, kind), 'data', 'text') }) };
};

/** Metadata is looked through by its names in the reader, which needs the values as they are. */
const clean = (data: Fields, kind: GcpKind): Fields => {
  if (!mayHoldSecret(JSON.stringify(data))) return data;
  if (kind !== 'compute.googleapis.com/Instance') return redactTree(data) as Fields;
  const { metadata, ...rest } = data;
  return { ...(redactTree(rest) as Fields), metadata };
};

const every = (kind: GcpKind, reading: Unread): Record<string, Reading<unknown>> => {
  const parts: Record<string, Reading<unknown>> = {};
  for (const [name, source] of Object.entries(gcpPartSources[kind])) {
    if (source.actions.some((action) => action === permissions.RESOURCE)) parts[name] = reading;
  }
  return parts;
};

const allParts = (asset: Asset, kind: GcpKind, joined: Joined): Record<string, Reading<unknown>> => {
  const parts = { ...partsOf(asset, kind), ...joinedParts(kind, joined) };
  if (kind !== 'compute.googleapis.com/Firewall') return parts;
  const rule = parts['rule'] as Reading<Firewall['rule']>;
  return { ...parts, refusals: rule.known ? joined.refusals(rule.value) : rule };
};

const joinedParts = (kind: GcpKind, joined: Joined): Record<string, Reading<unknown>> => {
  const parts: Record<string, Reading<unknown>> = {};
  for (const name of ['iamPolicy', 'orgPolicies', 'publicAccessConstraint'] as const) {
    if (Object.hasOwn(gcpPartSources[kind], name)) parts[name] = joined[name];
  }
  return parts;
};

const storageConstraint = 'constraints/storage.publicAccessPrevention';

/**
 * What holds for a resource below these nodes, nearest first: for a yes-or-no constraint the nearest policy decides,
 * and one that restores the default leaves this constraint off. Guess: a conditional policy of the newer form shows
 * here as what it says without its condition.
 *
 * @param policiesOf undefined where the node's policies were not read.
 */
export const publicAccessConstraint = (
  ancestors: readonly string[],
  policiesOf: (node: string) => Reading<readonly OrgPolicy[]>,
): Reading<'enforced' | 'not-enforced'> => {
  for (const node of ancestors) {
    const policies = policiesOf(node);
    if (!policies.known) return policies;
    const policy = policies.value.find(({ constraint }) => constraint === storageConstraint);
    if (policy === undefined) continue;
    return known(policy.type === 'enforced' ? 'enforced' : 'not-enforced');
  }
  return known('not-enforced');
};
